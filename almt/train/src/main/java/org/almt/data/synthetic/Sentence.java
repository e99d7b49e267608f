package org.almt.data.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.almt.core.random.RandomStream;
import org.almt.data.synthetic.LexiconWord.Kind;

/**
 * A pseudo-sentence such as "well the plot was not very good and the cast was dull", with its literal sentiment.
 *
 * <p>It consists of one to three clauses {@code the TOPIC was [NEGATOR] [DEGREE] OPINION}, with small talk before and
 * after. The sentiment of a clause is strength × degree × negation, that of the sentence the sum over its clauses. So
 * the same words can have different meanings in a different order, and an average of word vectors is not enough to read
 * it.
 *
 * @param words the words in order
 *
 * @param value the literal sentiment of the words
 */
record Sentence(List<LexiconWord> words, double value) {
    /** The number of words of a clause with all its modifiers. */
    static final int LONGEST_CLAUSE = 6;
    private static final int MOST_CLAUSES = 3;
    private static final double NEGATED = 0.15;
    private static final double GRADED = 0.4;
    /** The number of random sentences of which the one nearest to the intended sentiment is used. */
    private static final int CANDIDATES = 24;

    /** A sentence of at most {@code longest} words whose sentiment is near {@code meant}. */
    static Sentence saying(double meant, int longest, RandomStream random) {
        Sentence best = random(longest, random);
        for (int i = 1; i < CANDIDATES; i++) {
            Sentence candidate = random(longest, random);
            if (Math.abs(candidate.value - meant) < Math.abs(best.value - meant)) {
                best = candidate;
            }
        }
        return best;
    }

    private static Sentence random(int longest, RandomStream random) {
        List<LexiconWord> words = new ArrayList<>();
        int fit = Math.min(MOST_CLAUSES, (longest + 1) / (LONGEST_CLAUSE + 1));
        int clauses = 1 + random.nextInt(Math.max(1, fit));
        double value = 0;
        for (int i = 0; i < clauses; i++) {
            if (i > 0) {
                words.add(Lexicon.AND);
            }
            value += clause(words, random);
        }
        talk(words, 0, longest, random);
        talk(words, words.size(), longest, random);
        return new Sentence(List.copyOf(words), value);
    }

    private static double clause(List<LexiconWord> words, RandomStream random) {
        words.add(Lexicon.THE);
        words.add(Lexicon.any(Kind.TOPIC, random));
        words.add(Lexicon.WAS);
        double value = 1;
        if (random.nextDouble() < NEGATED) {
            value *= say(Kind.NEGATOR, words, random);
        }
        if (random.nextDouble() < GRADED) {
            value *= say(Kind.DEGREE, words, random);
        }
        return value * say(Kind.OPINION, words, random);
    }

    private static double say(Kind kind, List<LexiconWord> words, RandomStream random) {
        LexiconWord word = Lexicon.any(kind, random);
        words.add(word);
        return word.strength();
    }

    /** Inserts up to three filler words at a position, if there is room. */
    private static void talk(List<LexiconWord> words, int at, int longest, RandomStream random) {
        int count = Math.min(random.nextInt(4), longest - words.size());
        for (int i = 0; i < count; i++) {
            words.add(at, Lexicon.any(Kind.FILLER, random));
        }
    }

    /** The words, separated by spaces. */
    String text() {
        return words.stream().map(LexiconWord::text).collect(Collectors.joining(" "));
    }

    /** The number of words. */
    int length() {
        return words.size();
    }

    /** The positions of the words that carry their own sentiment. */
    int[] opinions() {
        return IntStream.range(0, words.size())
                .filter(i -> words.get(i).kind() == Kind.OPINION)
                .toArray();
    }
}
