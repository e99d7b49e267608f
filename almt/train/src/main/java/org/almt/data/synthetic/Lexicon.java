package org.almt.data.synthetic;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.random.RandomStream;
import org.almt.data.synthetic.LexiconWord.Kind;

/** The vocabulary, with methods that draw words from it. */
final class Lexicon {
    private static final String[] POSITIVE = {
            "fine", "decent", "nice", "good", "fun", "lovely", "great", "moving", "brilliant", "superb"
    };
    private static final String[] NEGATIVE = {
            "bland", "slow", "weak", "bad", "dull", "silly", "awful", "boring", "terrible", "dreadful"
    };
    /** The strength of an opinion word by its position in its list, mild to strong. */
    private static final double[] STRENGTH = {0.4, 0.5, 0.6, 0.8, 0.8, 1.0, 1.2, 1.2, 1.5, 1.6};

    private static final String[] NEGATORS = {"not", "never", "hardly"};
    private static final double NEGATED = -0.75;
    private static final String[] STRONGER = {"very", "really", "so"};
    private static final String[] WEAKER = {"slightly", "somewhat"};
    private static final String[] TOPICS = {
            "plot", "acting", "music", "ending", "cast", "script", "camera", "dialogue", "pacing", "sequel"
    };
    private static final String[] FUNCTIONS = {"the", "was", "and"};
    private static final String[] FILLERS = {
            "um", "well", "i", "saw", "it", "yesterday", "with", "friends", "in", "town", "you", "know"
    };

    /** All words, in the order of their vectors. */
    static final List<LexiconWord> WORDS = words();

    private static final List<LexiconWord> OPINIONS = of(Kind.OPINION);
    private static final List<LexiconWord> DEGREES = of(Kind.DEGREE);
    private static final List<LexiconWord> NEGATING = of(Kind.NEGATOR);
    private static final List<LexiconWord> THEMES = of(Kind.TOPIC);
    private static final List<LexiconWord> TALK = of(Kind.FILLER);
    /** The three words from which clauses are built. */
    static final LexiconWord THE = of(Kind.FUNCTION).get(0);
    static final LexiconWord WAS = of(Kind.FUNCTION).get(1);
    static final LexiconWord AND = of(Kind.FUNCTION).get(2);

    private Lexicon() {}

    private static List<LexiconWord> words() {
        List<LexiconWord> words = new ArrayList<>();
        for (int i = 0; i < STRENGTH.length; i++) {
            words.add(new LexiconWord(POSITIVE[i], Kind.OPINION, STRENGTH[i]));
            words.add(new LexiconWord(NEGATIVE[i], Kind.OPINION, -STRENGTH[i]));
        }
        add(words, Kind.NEGATOR, NEGATED, NEGATORS);
        add(words, Kind.DEGREE, 1.5, STRONGER);
        add(words, Kind.DEGREE, 0.5, WEAKER);
        add(words, Kind.TOPIC, 0, TOPICS);
        add(words, Kind.FUNCTION, 0, FUNCTIONS);
        add(words, Kind.FILLER, 0, FILLERS);
        return List.copyOf(words);
    }

    private static void add(List<LexiconWord> words, Kind kind, double strength, String... texts) {
        for (String text : texts) {
            words.add(new LexiconWord(text, kind, strength));
        }
    }

    private static List<LexiconWord> of(Kind kind) {
        return WORDS.stream().filter(word -> word.kind() == kind).toList();
    }

    /** A random word of a kind. */
    static LexiconWord any(Kind kind, RandomStream random) {
        List<LexiconWord> words =
                switch (kind) {
                    case OPINION -> OPINIONS;
                    case DEGREE -> DEGREES;
                    case NEGATOR -> NEGATING;
                    case TOPIC -> THEMES;
                    case FILLER -> TALK;
                    case FUNCTION -> throw new IllegalArgumentException("lexicon: function words are not drawn");
                };
        return words.get(random.nextInt(words.size()));
    }
}
