package org.almt.nn.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Properties that hold for every text. */
class BertTokenizerPropertiesTest {
    private static final Pattern SPACE = Pattern.compile("[\\p{IsWhite_Space}]+");

    /** Any sequence of chars: half pairs, controls and unassigned characters among letters, marks and CJK. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> anything = Arbitraries.strings().withCharRange('\0', '\uffff').ofMaxLength(60);
        Arbitrary<String> likely = Arbitraries
                .of("a", "b", "The", "un", "believ", "able", " ", "\t", "!", "'", "é", "É",
                        "e\u0301", "\u0301", "好", "看", "\uf900", "가", "İ", "Σ", "\ud83d\ude00", "\ud83d", "\ude00",
                        "\0", "\ufffd",
                        "\u00a0", "\u2028", "\u1fef", "ß", "[SEP]", "##a", "\ud842\udfb7")
                .list().ofMaxSize(30)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(anything, likely);
    }

    @Provide
    Arbitrary<TokenizerSettings> settings() {
        return Arbitraries.integers().between(0, 15).map(bits -> new TokenizerSettings(
                (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, 100));
    }

    @Property(tries = 3000)
    void offsetsAreOrderedAndCoverWhatIsNotRemoved(@ForAll("texts") String text,
            @ForAll("settings") TokenizerSettings settings) {
        Encoding encoding = new BertTokenizer(BertTokenizerTest.SMALL, settings).encode(text);
        int n = encoding.length();
        boolean[] covered = new boolean[text.length()];
        for (int i = 0; i < n; i++) {
            int start = encoding.starts()[i];
            int end = encoding.ends()[i];
            assertTrue(0 <= start && start <= end && end <= text.length());
            assertEquals(i == 0 || i == n - 1, start == end, "only the special tokens are empty");
            if (i > 0) {
                assertTrue(start >= encoding.starts()[i - 1] && end >= encoding.ends()[i - 1]);
            }
            Arrays.fill(covered, start, end, true);
        }
        for (int at = 0; at < text.length();) {
            int c = text.codePointAt(at);
            boolean ignored = Characters.isSpace(c) || settings.cleanText() && Characters.isRemoved(c)
                    || settings.stripAccents() && Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD)
                            .codePoints().allMatch(Characters::isAccent);
            assertTrue(ignored || covered[at], "nothing covers the character at " + at);
            at += Character.charCount(c);
        }
    }

    /** The words are those of the definition, which rewrites the whole text once for each rule. */
    @Property(tries = 3000)
    void wordsAreThoseOfTheDefinition(@ForAll("texts") String text, @ForAll("settings") TokenizerSettings settings) {
        List<String> words = new ArrayList<>();
        String known = text.codePoints().map(c -> isKnownAlike(c) ? c : 'x').collect(StringBuilder::new,
                StringBuilder::appendCodePoint, StringBuilder::append).toString();
        new BasicTokenizer(settings).words(known, 0, known.length(),
                word -> words.add(word.substring(0, word.length())));
        assertEquals(defined(known, settings), words);
    }

    /** Whether this JDK and Hugging Face's tokenizers have a character in the same category. */
    private static boolean isKnownAlike(int c) {
        String s = Character.toString(c);
        return !NewerLetters.isWhole(c) && NewerLetters.lowercase(c) == Character.toLowerCase(c)
                && s.matches("(?s)\\p{C}|\ufffd") == (Characters.isRemoved(c) || "\t\n\r".contains(s))
                && (c < 128 || s.matches("\\p{P}") == Characters.isPunctuation(c))
                && s.matches("\\p{Mn}") == Characters.isAccent(c);
    }

    private static List<String> defined(String text, TokenizerSettings settings) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean other = Character.toString(c).matches("(?s)\\p{C}") && c != '\t' && c != '\n' && c != '\r';
            if (!settings.cleanText() || !other && c != 0xfffd) {
                boolean alone = settings.splitChinese() && Characters.isChinese(c);
                clean.append(alone ? " " : "").appendCodePoint(c).append(alone ? " " : "");
            }
        });
        String words = clean.toString();
        if (settings.stripAccents()) {
            words = Normalizer.normalize(words, Normalizer.Form.NFD).replaceAll("\\p{Mn}", "");
        }
        if (settings.lowercase()) {
            StringBuilder small = new StringBuilder();
            // Each separately: in a word, the last sigma would become another letter.
            words.codePoints().forEach(c -> small.append(Character.toString(c).toLowerCase(Locale.ROOT)));
            words = small.toString();
        }
        words = words.replaceAll("[\\p{P}\\p{Punct}]", " $0 ");
        return Arrays.stream(SPACE.split(words)).filter(word -> !word.isEmpty()).toList();
    }

    /** However a text is cut, the result is the start of the whole encoding, and the last token. */
    @Property
    void truncationIsAPrefix(@ForAll("texts") String text) {
        Encoding whole = BertTokenizerTest.UNCASED.encode(text);
        for (int length = 2; length <= whole.length() + 1; length++) {
            Encoding cut = BertTokenizerTest.UNCASED.encode(text, length);
            int kept = Math.min(length, whole.length()) - 1;
            assertEquals(kept + 1, cut.length());
            assertArrayEquals(Arrays.copyOf(whole.ids(), kept), Arrays.copyOf(cut.ids(), kept));
            assertEquals(length < whole.length(), cut.truncated());
        }
    }

    /** A megabyte of words, of one word, of nothing but marks, and of noise. */
    @Test
    void aMegabyteOfText() {
        int size = 1 << 20;
        assertEquals(size / 4 + 2, BertTokenizerTest.UNCASED.encode("the ".repeat(size / 4)).length());
        assertEquals(3, BertTokenizerTest.UNCASED.encode("a".repeat(size)).length());
        assertEquals(2, BertTokenizerTest.UNCASED.encode("\u0301".repeat(size)).length());
        assertEquals(size + 2, BertTokenizerTest.UNCASED.encode("好".repeat(size)).length());
        assertEquals(50, BertTokenizerTest.UNCASED.encode("the ".repeat(size / 4), 50).length());
        StringBuilder noise = new StringBuilder();
        Random random = new Random(7);
        while (noise.length() < size) {
            noise.append((char) random.nextInt());
        }
        Encoding encoding = BertTokenizerTest.UNCASED.encode(noise);
        assertTrue(encoding.length() > 1000);
    }
}
