package org.almt.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.almt.io.Json;
import org.almt.nn.bert.BertConfig;
import org.almt.nn.bert.BertModel;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.nn.text.AddedToken;
import org.almt.nn.text.BertTokenizer;
import org.almt.nn.text.TokenizerSettings;
import org.almt.nn.text.TokenizerSettings.SpecialTokens;
import org.almt.nn.text.Vocabulary;

/** Writes a folder in Hugging Face's layout. */
public final class BertFolder {
    /** The file of weights. */
    public static final String WEIGHTS = "model.safetensors";

    /** The file of sizes. */
    public static final String CONFIG = "config.json";

    /** The file of tokens. */
    public static final String VOCABULARY = "vocab.txt";

    /** The file of the rules of splitting text. */
    public static final String TOKENIZER = "tokenizer_config.json";

    private BertFolder() {}

    /**
     * Writes a model and all that belongs to it into an existing folder.
     *
     * @param words the entries of the weights' metadata
     */
    public static void write(Path folder, BertModel bert, BertTokenizer tokenizer, Map<String, String> words)
            throws IOException {
        SafeTensors.write(folder.resolve(WEIGHTS), bert.parameters().entrySet().stream()
                .map(each -> TensorSource.of(each.getKey(), each.getValue())).toList(), words);
        writeSettings(folder, bert.config(), tokenizer);
    }

    /** Writes all files but the weights. */
    public static void writeSettings(Path folder, BertConfig sizes, BertTokenizer tokenizer) throws IOException {
        byte[] config = Json.write(BertConfigFile.toJson(sizes));
        AtomicFiles.write(folder.resolve(CONFIG), target -> target.write(config));
        AtomicFiles.writeString(folder.resolve(VOCABULARY), lines(tokenizer.vocabulary(), folder));
        byte[] text = Json.write(toJson(tokenizer, sizes.positions()));
        AtomicFiles.write(folder.resolve(TOKENIZER), target -> target.write(text));
    }

    private static String lines(Vocabulary vocabulary, Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String token : vocabulary.tokens()) {
            if (token.indexOf('\n') >= 0 || token.indexOf('\r') >= 0) {
                throw new CheckpointException(folder.resolve(VOCABULARY),
                        "cannot hold a token with a line break, which the vocabulary has",
                        "give a vocabulary of BERT");
            }
            lines.append(token).append('\n');
        }
        return lines.toString();
    }

    private static Map<String, Object> toJson(BertTokenizer tokenizer, int positions) {
        TokenizerSettings text = tokenizer.settings();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tokenizer_class", "BertTokenizer");
        json.put("do_lower_case", text.lowercase());
        json.put("strip_accents", text.stripAccents());
        json.put("tokenize_chinese_chars", text.splitChinese());
        json.put("clean_text", text.cleanText());
        json.put("model_max_length", positions);
        if (text.specialTokens() != SpecialTokens.ADDED) {
            json.put("split_special_tokens", text.specialTokens() == SpecialTokens.NONE);
        }
        if (!tokenizer.added().isEmpty()) {
            Map<String, Object> added = new LinkedHashMap<>();
            tokenizer.added().forEach(token -> added.put(Integer.toString(token.id()), toJson(token)));
            json.put("added_tokens_decoder", added);
        }
        return json;
    }

    private static Map<String, Object> toJson(AddedToken token) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("content", token.content());
        json.put("lstrip", token.stripLeft());
        json.put("normalized", token.normalised());
        json.put("rstrip", token.stripRight());
        json.put("single_word", token.singleWord());
        json.put("special", token.special());
        return json;
    }
}
