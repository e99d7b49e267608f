package org.almt.nn.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.text.TokenizerSettings.SpecialTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFilesTest {
    private static final String VOCAB = "[PAD]\n[UNK]\n[CLS]\n[SEP]\ncafe\nThe\nthe\n##s\n";

    private static final String JSON = """
            {"version": "1.0", "truncation": null, "padding": {"a": [1, {"b": 2}]},
             "added_tokens": [{"id": 0, "content": "[PAD]", "special": true}, {"id": 5, "content": "new"}],
             "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                            "strip_accents": null, "lowercase": false},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "[CLS]"}}]},
             "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                       "max_input_chars_per_word": 7,
                       "vocab": {"[PAD]": 0, "[UNK]": 1, "[SEP]": 3, "[CLS]": 2, "the": 4}}}
            """;

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void refused(String name, byte[] bytes, String expected) throws IOException {
        Path path = Files.write(folder.resolve(name), bytes);
        String message = assertThrows(CheckpointException.class, () -> BertTokenizer.open(path)).getMessage();
        assertTrue(message.contains(expected), message);
        assertTrue(message.startsWith(path + ": ") && message.contains("; ") && message.endsWith("."), message);
        assertTrue(message.length() < 500 && message.chars().noneMatch(Character::isISOControl), message);
    }

    private void refused(String name, String text, String expected) throws IOException {
        refused(name, text.getBytes(StandardCharsets.UTF_8), expected);
    }

    @Test
    void aListOfTokens() throws IOException {
        BertTokenizer tokenizer = BertTokenizer.open(write("vocab.txt", VOCAB));
        assertEquals(8, tokenizer.vocabulary().size());
        assertEquals(TokenizerSettings.UNCASED, tokenizer.settings());
        assertArrayEquals(new int[] {2, 6, 4, 7, 3}, tokenizer.encode("The cafés").ids());
        // Ends of lines of other systems, and a last line without one.
        assertEquals(tokenizer.vocabulary().tokens(), BertTokenizer.open(write("vocab.txt",
                VOCAB.stripTrailing().replace("\n", "\r\n"))).vocabulary().tokens());
        write("tokenizer_config.json", "{\"do_lower_case\": false, \"model_max_length\": 1e30, \"x\": {\"y\": []}}");
        assertEquals(TokenizerSettings.CASED, BertTokenizer.open(folder).settings());
        assertArrayEquals(new int[] {2, 5, 3}, BertTokenizer.open(folder).encode("The").ids());
    }

    @Test
    void aTokenizerJson() throws IOException {
        write("vocab.txt", VOCAB);
        write("tokenizer.json", JSON);
        BertTokenizer tokenizer = BertTokenizer.open(folder);
        assertEquals(new TokenizerSettings(true, true, false, false, 7), tokenizer.settings());
        assertEquals("the", tokenizer.vocabulary().token(4));
        assertEquals("new", tokenizer.token(5));
        assertEquals(6, tokenizer.size());
        assertArrayEquals(new int[] {2, 1, 5, 5, 3}, tokenizer.encode("anew new").ids());
        write("tokenizer.json", JSON.replace("\"lowercase\": false", "\"lowercase\": true"));
        assertTrue(BertTokenizer.open(folder).settings().stripAccents(), "accents go with the capitals");
        write("tokenizer.json", JSON.replace("\"strip_accents\": null", "\"strip_accents\": true"));
        assertTrue(BertTokenizer.open(folder).settings().stripAccents());
    }

    @Test
    void whereTwoFilesDisagreeHuggingFacesChoiceCounts() throws IOException {
        write("tokenizer.json", JSON);
        // The default of do_lower_case is used, whatever tokenizer.json states.
        write("tokenizer_config.json", "{\"tokenizer_class\": \"BertTokenizer\"}");
        BertTokenizer tokenizer = BertTokenizer.open(folder);
        assertTrue(tokenizer.settings().lowercase());
        assertEquals(2, tokenizer.notes().size());
        assertTrue(tokenizer.notes().get(0).contains("leaves do_lower_case at its default, true, but"));
        assertTrue(tokenizer.notes().get(1).contains("strip_accents"));
        write("tokenizer_config.json", "{\"do_lower_case\": false}");
        assertEquals(List.of(), BertTokenizer.open(folder).notes());
        assertEquals(false, BertTokenizer.open(folder).settings().lowercase());
        write("tokenizer_config.json", "{\"tokenizer_class\": \"PreTrainedTokenizerFast\"}");
        assertEquals(false, BertTokenizer.open(folder).settings().lowercase());
        write("tokenizer_config.json",
                "{\"added_tokens_decoder\": {\"5\": {\"content\": \"<x>\"}}, \"do_lower_case\": false}");
        assertEquals("<x>", BertTokenizer.open(folder).token(5));
        assertTrue(BertTokenizer.open(folder).notes().get(0).contains("lists other added tokens"));
        write("tokenizer_config.json", "{\"tokenizer_class\": {\"a\": [1]}, \"do_lower_case\": false}");
        assertEquals(false, BertTokenizer.open(folder).settings().lowercase());
        write("tokenizer_config.json", "{\"tokenizer_class\": [[]], \"do_lower_case\": true}");
        assertTrue(BertTokenizer.open(folder).settings().lowercase());
        write("tokenizer_config.json", "{\"tokenizer_class\": \"BertJapaneseTokenizer\"}");
        assertTrue(assertThrows(CheckpointException.class, () -> BertTokenizer.open(folder)).getMessage()
                .contains("'BertJapaneseTokenizer', which splits words by other rules"));
    }

    @Test
    void specialTokensInTheTextAreTextUnlessAllowed() throws IOException {
        write("vocab.txt", VOCAB + "[\nsep\n]\n");
        BertTokenizer tokenizer = BertTokenizer.open(folder);
        assertArrayEquals(new int[] {2, 6, 8, 9, 10, 3}, tokenizer.encode("the [SEP]").ids());
        assertArrayEquals(new int[] {2, 6, 3, 3}, tokenizer.with(SpecialTokens.ALL).encode("the [SEP]").ids());
        write("tokenizer_config.json", "{\"split_special_tokens\": false}");
        assertArrayEquals(new int[] {2, 6, 3, 3}, BertTokenizer.open(folder).encode("the [SEP]").ids());
        write("tokenizer_config.json",
                "{\"added_tokens_decoder\": {\"11\": {\"content\": \"<x>\", \"special\": true}}}");
        assertArrayEquals(new int[] {2, 11, 8, 9, 10, 3}, BertTokenizer.open(folder).encode("<x>[SEP]").ids());
        write("tokenizer_config.json", "{\"added_tokens_decoder\": {\"11\": {\"content\": \"<x>\", \"special\": true}},"
                + " \"split_special_tokens\": true}");
        assertArrayEquals(new int[] {2, 1, 1, 1, 3}, BertTokenizer.open(folder).encode("<x>").ids());
    }

    @Test
    void brokenListsAreRefused() throws IOException {
        refused("vocab.txt", "", "lacks [UNK], [CLS], [SEP], [PAD] among its 0 tokens");
        refused("vocab.txt", "a\nb\n", "lacks");
        refused("vocab.txt", "x".repeat(100_000), "more than 256 characters");
        refused("vocab.txt", new byte[] {(byte) 0xff, '\n'}, "not valid UTF-8");
        refused("vocab.txt", "\n".repeat(Vocabulary.MAX_TOKENS + 1), "more than 2000000 lines");
        Path missing = folder.resolve("nowhere.txt");
        assertTrue(assertThrows(CheckpointException.class, () -> BertTokenizer.open(missing)).getMessage()
                .contains("no such file"));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertTrue(assertThrows(CheckpointException.class, () -> BertTokenizer.open(empty)).getMessage()
                .contains("neither tokenizer.json nor vocab.txt"));
    }

    @Test
    void brokenTokenizersAreRefused() throws IOException {
        String name = "tokenizer.json";
        refused(name, "", "where an object is expected");
        refused(name, "[]", "where an object is expected");
        refused(name, "{}", "lacks a model");
        refused(name, JSON + "{}", "something follows");
        refused(name, JSON.replace("WordPiece", "BPE"), "another model than WordPiece");
        refused(name, JSON.replace("BertNormalizer", "NFC"), "another normalizer than BertNormalizer");
        refused(name, JSON.replace("BertPreTokenizer", "ByteLevel"), "another pre_tokenizer than");
        refused(name, JSON.replace("\"##\"", "\"@@\""), "another continuing_subword_prefix than ##");
        refused(name, JSON.replace("\"the\": 4", "\"the\": 3"), "not numbered from 0 to 4");
        refused(name, JSON.replace("\"the\": 4", "\"the\": 9"), "not numbered from 0 to 4");
        refused(name, JSON.replace("\"the\": 4", "\"the\": -1"), "token id -1");
        refused(name, JSON.replace("\"the\": 4", "\"the\": 99999999999"), "token id 99999999999");
        refused(name, JSON.replace("\"the\": 4", "\"the\": 1e3"), "where an id for each token is expected");
        refused(name, JSON.replace("\"the\": 4", "\"\\ud83d\": 4"), "half a surrogate pair");
        refused(name, JSON.replace("\"the\": 4", "\"[UNK]\": 4"), "malformed JSON");
        refused(name, JSON.replace("\"id\": 0, ", "\"id\": 1, "), "has the token '[PAD]' with the ids 0 and 1");
        refused(name, JSON.replace("\"id\": 5", "\"id\": 6"), "'new' with the id 6, not the next free one, 5");
        refused(name, JSON.replace("\"new\"", "\"\""), "added token 5 is empty");
        refused(name, JSON.replace("7,", "0,"), "max_input_chars_per_word is 0");
        refused(name, JSON.replace("\"lowercase\": false", "\"lowercase\": 1"), "something else than true or false");
        refused(name, "{\"a\":".repeat(2000), "malformed JSON");
        refused(name, "{\"" + "a".repeat(2000) + "\": 1}", "malformed JSON");
    }

    @Test
    void everyTruncationAndRandomDamageIsReadOrRefused() throws IOException {
        byte[] whole = JSON.strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            Path path = Files.write(folder.resolve("tokenizer.json"), Arrays.copyOf(whole, length));
            assertThrows(CheckpointException.class, () -> BertTokenizer.open(path));
        }
        Random random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            Path path = Files.write(folder.resolve("tokenizer.json"), bytes);
            try {
                BertTokenizer.open(path).encode("the\u0301 new text");
            } catch (CheckpointException refused) {
                assertTrue(refused.getMessage().startsWith(path.toString()));
            }
        }
    }
}
