package org.almt.language;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.almt.core.GradMode;
import org.almt.core.Tensor;
import org.almt.io.Sha256;
import org.almt.nn.bert.BertBatch;
import org.almt.nn.bert.BertModel;
import org.almt.nn.bert.BertWeights;
import org.almt.nn.text.BertTokenizer;
import org.almt.nn.text.TokenizerSettings.SpecialTokens;
import org.almt.nn.text.TokenizerSettings;
import org.almt.weights.BertConfigFile;
import org.almt.weights.BertFolder;
import org.almt.weights.BertSource;

/** A BERT with its weights, and the tokeniser that belongs to it: from text to hidden states. */
public final class LanguageModel {
    private static final int CHUNK = 1 << 14;

    private final BertModel bert;
    private final BertTokenizer tokenizer;

    private LanguageModel(BertModel bert, BertTokenizer tokenizer) {
        this.bert = bert;
        this.tokenizer = tokenizer;
    }

    /**
     * Reads a model.
     *
     * @param path a folder, jar or file: see {@link BertSource}
     * @throws IOException with one sentence when it is no BERT, or its parts do not fit one another
     */
    public static LanguageModel open(Path path) throws IOException {
        try (BertSource source = BertSource.open(path)) {
            BertModel bert = new BertModel(source.config());
            BertWeights.load(source.weights(), bert);
            bert.train(false);
            return new LanguageModel(bert, source.tokenizer());
        }
    }

    /** Writes it into a folder that exists, so that {@link #open} reads it back. */
    public void write(Path folder) throws IOException {
        BertFolder.write(folder, bert, tokenizer);
    }

    /** The encoder. */
    public BertModel bert() {
        return bert;
    }

    /** The tokeniser. */
    public BertTokenizer tokenizer() {
        return tokenizer;
    }

    /** The same model that reads special tokens in a text by another rule. */
    public LanguageModel with(SpecialTokens special) {
        return new LanguageModel(bert, tokenizer.with(special));
    }

    /** D, width of a hidden state. */
    public int width() {
        return bert.config().hidden();
    }

    /** The most tokens of a text. */
    public int positions() {
        return bert.config().positions();
    }

    /** SHA-256 of all that decides what becomes of a text: weights, sizes, vocabulary, how text is split. */
    public String sha256() {
        MessageDigest digest = Sha256.digest();
        String text = BertConfigFile.describe(bert.config()) + "\n" + bert.config().eps() + "\n"
                + describe(tokenizer) + "\n" + String.join("\n", tokenizer.vocabulary().tokens()) + "\n";
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<String, Tensor> parameter : bert.parameters().entrySet()) {
            digest.update(parameter.getKey().getBytes(StandardCharsets.UTF_8));
            Tensor tensor = parameter.getValue();
            int count = tensor.shape().count();
            for (int from = 0; from < count; from += CHUNK) {
                int n = Math.min(CHUNK, count - from);
                bytes.clear();
                bytes.asFloatBuffer().put(tensor.array(), tensor.offset() + from, n);
                digest.update(bytes.limit(Float.BYTES * n));
            }
        }
        return Sha256.text(digest);
    }

    /** How text is split; without added tokens as runs of version 0.1.0 wrote it. */
    private static String describe(BertTokenizer tokenizer) {
        TokenizerSettings text = tokenizer.settings();
        String settings = "TokenizerSettings[cleanText=" + text.cleanText() + ", splitChinese=" + text.splitChinese()
                + ", stripAccents=" + text.stripAccents() + ", lowercase=" + text.lowercase() + ", maxWordLength="
                + text.maxWordLength() + "]";
        boolean plain = tokenizer.added().isEmpty() && text.specialTokens() == SpecialTokens.ADDED;
        return plain ? settings : settings + text.specialTokens() + tokenizer.added();
    }

    /**
     * Texts with their last hidden states.
     *
     * @param size B, number of texts
     * @param length L, tokens of the longest
     * @param ids [B, L]
     * @param mask [B, L]: 1 for a token, 0 for padding
     * @param states [B, L, D]
     */
    public record Encoded(int size, int length, int[] ids, int[] mask, float[] states) {}

    /** Texts, each cut to {@code longest} tokens and padded to the longest of them. */
    public Encoded encode(List<String> texts, int longest, TextPadding padding) {
        TokenTable tokens = TokenTable.of(tokenizer, texts, Math.min(longest, positions())).toTheLongest();
        int length = tokens.length();
        int[] ids = tokens.ids();
        int[] mask = tokens.mask(0, tokens.size());
        float[] rows = states(tokens, padding).toArray(); // [R, D]
        float[] states = new float[Math.multiplyExact(ids.length, width())]; // [B, L, D]
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int count = tokens.rows(i, padding) * width();
            System.arraycopy(rows, from, states, i * length * width(), count);
            from += count;
        }
        return new Encoded(tokens.size(), length, ids, mask, states);
    }

    /** The rows of all texts of a table, one after another. */
    private Tensor states(TokenTable tokens, TextPadding padding) {
        int[] mask = tokens.mask(0, tokens.size());
        BertBatch batch = padding == TextPadding.MASKED
                ? BertBatch.packed(tokens.size(), tokens.length(), BertBatch.tokens(mask))
                : BertBatch.padded(tokens.size(), tokens.length());
        batch.set(tokens.ids(), mask);
        Tensor states = GradMode.noGrad(() -> bert.rows(batch)); // [R, D]
        for (int i = 0; i < states.shape().count(); i++) {
            if (!Float.isFinite(states.array()[states.offset() + i])) {
                throw new IllegalStateException("language model: row " + i / width() + " of the hidden states is not"
                        + " finite; the weights are too large for 32-bit floats, give another checkpoint");
            }
        }
        return states;
    }

    /**
     * One text as rows of features: [tokens][D], or [longest][D] with the hidden states at padding positions.
     *
     * @throws IllegalArgumentException when there is nothing in the text that a token could stand for
     */
    public float[][] features(String text, int longest, TextPadding padding) {
        requireWords(text, "the text");
        TokenTable tokens = TokenTable.of(tokenizer, List.of(text), Math.min(longest, positions()));
        float[] states = states(tokens, padding).toArray(); // [R, D]
        float[][] rows = new float[tokens.rows(0, padding)][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(states, i * width(), (i + 1) * width()));
        return rows;
    }

    /**
     * Makes sure that a text has at least one token of its own.
     *
     * @throws IllegalArgumentException naming {@code what}
     */
    public void requireWords(String text, String what) {
        // Beyond the first piece nothing is needed, so that a megabyte of text costs no more than a word.
        if (tokenizer.encode(text, 3).isEmpty()) {
            throw new IllegalArgumentException(what + (text.isBlank() ? " is empty" : " holds no letter, digit or sign")
                    + "; a sentence is needed");
        }
    }

    /** How many tokens of the texts, each cut to {@code longest}, are unknown to the vocabulary. */
    public UnknownTokens unknown(List<String> texts, int longest) {
        return TokenTable.of(tokenizer, texts, Math.min(longest, positions())).unknown(tokenizer.unknown());
    }

    /** How many tokens a text has, counted up to one more than the model has positions. */
    public int tokens(String text) {
        return tokenizer.encode(text, positions() + 1).length();
    }

    /** For example {@code BERT of 12 layers of 384, …}. */
    @Override
    public String toString() {
        return "BERT of " + BertConfigFile.describe(bert.config());
    }
}
