package org.almt.nn.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The output of BERT's tokeniser, on vocabularies that are small enough to follow by hand. */
class BertTokenizerTest {
    static final Vocabulary SMALL = new Vocabulary(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##believ",
            "##able",
            "the", "cafe", "Caf", "##é", "s", "'", "!", ",", "[", "]", "sep", "好", "看", "a", "##a", "##b", "ab", "i",
            "\u1100", "##\u1161", "x", "##\ud83d\ude00", "\ud83d\ude00", "σ", "`"));
    static final BertTokenizer UNCASED = new BertTokenizer(SMALL, TokenizerSettings.UNCASED);
    static final BertTokenizer CASED = new BertTokenizer(SMALL, TokenizerSettings.CASED);

    private static String pieces(BertTokenizer tokenizer, String text) {
        List<String> tokens = tokenizer.tokens(tokenizer.encode(text));
        assertEquals("[CLS]", tokens.getFirst());
        assertEquals("[SEP]", tokens.getLast());
        return String.join(" ", tokens.subList(1, tokens.size() - 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "Unbelievable          | un ##believ ##able",
            "THE café's            | the cafe ' s",
            "the,the!!             | the , the ! !",
            "thee                  | [UNK]",
            "the unbelievabl the   | the [UNK] the",
            "好看the                | 好 看 the",
            "[SEP]                 | [ sep ]",
            "ΣΣ Σ                  | [UNK] σ",
            "İ                     | i",
            "가                     | \u1100 ##\u1161",
            "x\ud83d\ude00 \ud83d\ude00 | x ##\ud83d\ude00 \ud83d\ude00",
            "aba                   | ab ##a",
            "a\u00a0a\u3000a\u2028a | a a a a"
    })
    void uncased(String text, String pieces) {
        assertEquals(pieces, pieces(UNCASED, text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "the The    | the [UNK]",
            "Café cafe  | Caf ##é cafe",
            "İ          | [UNK]",
            "好看        | 好 看"
    })
    void cased(String text, String pieces) {
        assertEquals(pieces, pieces(CASED, text));
    }

    @Test
    void whatIsRemovedAndWhatSplits() {
        assertEquals("ab", pieces(UNCASED, "a\0\ufffd\u200d\u0007\ud800b"));
        assertEquals("a a", pieces(UNCASED, "\t\r\n a \n\t a \r\n"));
        assertEquals("the cafe", pieces(UNCASED, "the cafe\u0301\u0302"));
        assertEquals("`", pieces(UNCASED, "\u1fef"), "an accent of its own that decomposes to punctuation");
        assertEquals("", pieces(UNCASED, ""));
        assertEquals("", pieces(UNCASED, "\u0301"));
        BertTokenizer raw = new BertTokenizer(SMALL, new TokenizerSettings(false, false, false, true, 100));
        assertEquals("[UNK] [UNK]", pieces(raw, "a\0b 好看"));
        assertEquals("a a", pieces(raw, "a\u000ba"), "a vertical tab is white space where it is not removed");
        assertEquals("[UNK]", pieces(raw, "İ"), "i and a dot, which is no accent to be taken off here");
    }

    @Test
    void aWordOfMoreThanAHundredCharactersIsUnknown() {
        assertEquals(102, UNCASED.encode("a".repeat(100)).length());
        assertArrayEquals(new int[] {2, 1, 3}, UNCASED.encode("a".repeat(101)).ids());
        // Characters are counted, not chars.
        assertEquals(102, UNCASED.encode("\ud83d\ude00".repeat(100)).length());
        assertEquals(3, UNCASED.encode("\ud83d\ude00".repeat(101)).length());
        Encoding unknown = UNCASED.encode(" " + "a".repeat(5000) + " a");
        assertArrayEquals(new int[] {2, 1, 20, 3}, unknown.ids());
        assertEquals(5001, unknown.ends()[1]);
    }

    @Test
    void offsetsPointIntoTheOriginal() {
        String text = "  THE  cafe\u0301, unBELIEVable 好\ud83d\ude00";
        Encoding encoding = UNCASED.encode(text);
        List<String> found = IntStream.range(0, encoding.length())
                .mapToObj(i -> text.substring(encoding.starts()[i], encoding.ends()[i]))
                .toList();
        assertEquals(List.of("", "THE", "cafe\u0301", ",", "un", "BELIEV", "able", "好", "\ud83d\ude00", ""), found);
        assertEquals(2, encoding.starts()[0]);
        assertEquals(text.length(), encoding.starts()[encoding.length() - 1]);
        // One character that became two: both pieces point at it.
        Encoding hangul = UNCASED.encode("가");
        assertArrayEquals(new int[] {0, 0, 0, 1}, hangul.starts());
        assertArrayEquals(new int[] {0, 1, 1, 1}, hangul.ends());
    }

    @Test
    void truncationKeepsTheStartAndTheLastToken() {
        String text = "the cafe un unbelievable the";
        assertArrayEquals(new int[] {2, 7, 8, 4, 4, 3}, UNCASED.encode(text, 6).ids(), "cut inside a word");
        assertTrue(UNCASED.encode(text, 6).truncated());
        assertArrayEquals(new int[] {2, 3}, UNCASED.encode(text, 2).ids());
        assertEquals(9, UNCASED.encode(text, 9).length());
        assertFalse(UNCASED.encode(text, 9).truncated());
        assertTrue(UNCASED.encode(text, 8).truncated());
        assertFalse(UNCASED.encode("", 2).truncated());
        assertTrue(UNCASED.encode(" ", 2).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> UNCASED.encode(text, 1));
    }

    @Test
    void batchesArePadded() {
        List<Encoding> texts = List.of(UNCASED.encode("the"), UNCASED.encode(""), UNCASED.encode("a a"));
        TokenBatch batch = TokenBatch.of(texts, UNCASED.padding());
        assertEquals(4, batch.length());
        assertArrayEquals(new int[] {2, 7, 3, 0, 2, 3, 0, 0, 2, 20, 20, 3}, batch.ids());
        assertArrayEquals(new int[] {1, 1, 1, 0, 1, 1, 0, 0, 1, 1, 1, 1}, batch.mask());
        assertEquals(15, TokenBatch.of(texts, 0, 5).ids().length);
        assertEquals(0, TokenBatch.of(List.of(), 0).ids().length);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> TokenBatch.of(texts, 0, 3)).getMessage()
                .contains("text 2 has 4 tokens"));
    }

    @Test
    void aVocabularyWithoutSpecialTokensIsRefused() {
        assertTrue(assertThrows(IllegalArgumentException.class,
                () -> new BertTokenizer(new Vocabulary(List.of("[UNK]", "a")), TokenizerSettings.CASED)).getMessage()
                .contains("lacks [CLS], [SEP], [PAD]"));
    }
}
