package org.almt.language;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/**
 * A BERT with its weights and its tokeniser. It turns text into hidden states.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class LanguageModel {
    /** The key in the metadata of the weights: the hash of vocabulary and sizes. */
    private static final String SETTINGS = "almt.settings";

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
     * @throws IOException with one sentence, if it is not a BERT, or its parts do not fit one another
     */
    public static LanguageModel open(Path path) throws IOException {
        try (BertSource source = BertSource.open(path)) {
            BertModel bert = new BertModel(source.config());
            BertWeights.load(source.weights(), bert);
            bert.train(false);
            LanguageModel model = new LanguageModel(bert, source.tokenizer());
            String written = source.words().get(SETTINGS);
            if (written != null && !written.equals(model.settingsSha256())) {
                throw new IOException(path + ": its vocabulary or settings differ from those with which the weights"
                        + " were written; restore " + BertFolder.VOCABULARY + ", " + BertFolder.TOKENIZER + " and "
                        + BertFolder.CONFIG);
            }
            return model;
        }
    }

    /**
     * Writes the model into an existing folder. {@link #open} reads it back, and refuses it if its files were changed.
     */
    public void write(Path folder) throws IOException {
        BertFolder.write(folder, bert, tokenizer, Map.of(SETTINGS, settingsSha256()));
    }

    /** The encoder. */
    public BertModel bert() {
        return bert;
    }

    /** The tokeniser. */
    public BertTokenizer tokenizer() {
        return tokenizer;
    }

    /** The same model with another rule for special tokens in a text. */
    public LanguageModel with(SpecialTokens special) {
        return new LanguageModel(bert, tokenizer.with(special));
    }

    /** D, the width of a hidden state. */
    public int width() {
        return bert.config().hidden();
    }

    /** The most tokens of a text. */
    public int positions() {
        return bert.config().positions();
    }

    /**
     * The SHA-256 of everything that affects the hidden states of a text: weights, sizes, vocabulary, rules of
     * splitting.
     */
    public String sha256() {
        MessageDigest digest = Sha256.digest();
        String text = BertConfigFile.describe(bert.config()) + "\n" + bert.config().eps() + "\n"
                + describe(tokenizer) + "\n" + String.join("\n", tokenizer.vocabulary().tokens()) + "\n";
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        Sha256.addTo(digest, bert.parameters());
        return Sha256.text(digest);
    }

    private String settingsSha256() {
        MessageDigest digest = Sha256.digest();
        String text = BertConfigFile.describe(bert.config()) + "\n" + bert.config().eps() + "\n" + vocabularySha256();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return Sha256.text(digest);
    }

    /** The SHA-256 of everything that affects the tokens of a text: vocabulary, rules of splitting. */
    public String vocabularySha256() {
        MessageDigest digest = Sha256.digest();
        String text = describe(tokenizer) + "\n" + String.join("\n", tokenizer.vocabulary().tokens()) + "\n";
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return Sha256.text(digest);
    }

    /**
     * A description of the rules of splitting. Without added tokens it is the text that runs of version 0.1.0 wrote.
     */
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
     * @param size B, the number of texts
     * @param length L, the tokens of the longest text
     * @param ids [B, L]
     * @param mask [B, L]: 1 for a token, 0 for padding
     * @param states [B, L, D]
     */
    public record Encoded(int size, int length, int[] ids, int[] mask, float[] states) {
        /** Whether both have the same tokens and states. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Encoded that && that.size == size && that.length == length
                    && Arrays.equals(that.ids, ids) && Arrays.equals(that.mask, mask)
                    && Arrays.equals(that.states, states);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * size + length) + Arrays.hashCode(ids) + Arrays.hashCode(states);
        }

        /** For example {@code 2 texts of up to 7 tokens}. */
        @Override
        public String toString() {
            return size + " texts of up to " + length + " tokens";
        }
    }

    /** Encodes texts, each cut to {@code longest} tokens and padded to the longest of them. */
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

    /** The hidden states of all texts of a table, one after another. */
    private Tensor states(TokenTable tokens, TextPadding padding) {
        int[] mask = tokens.mask(0, tokens.size());
        BertBatch batch = padding == TextPadding.MASKED
                ? BertBatch.packed(tokens.size(), tokens.length(), BertBatch.tokens(mask))
                : BertBatch.padded(tokens.size(), tokens.length());
        batch.set(tokens.ids(), mask);
        Tensor states = GradMode.noGrad(() -> bert.rows(batch)); // [R, D]
        requireFinite(states.array(), states.offset(), states.shape().count(), width());
        return states;
    }

    /**
     * Checks hidden states: finite weights may overflow in them.
     *
     * @param width the features of a row
     * @throws IllegalStateException if a number is NaN or infinite
     */
    public static void requireFinite(float[] states, int at, int count, int width) {
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(states[at + i])) {
                throw new IllegalStateException("language model: row " + i / width + " of the hidden states is not"
                        + " finite; the weights are too large for 32-bit floats, give another checkpoint");
            }
        }
    }

    /**
     * The features of one text: [tokens][D], or [longest][D] with the hidden states at padding positions.
     *
     * @throws IllegalArgumentException if the text gives no token
     */
    public float[][] features(String text, int longest, TextPadding padding) {
        return features(List.of(text), longest, padding).get(0);
    }

    /**
     * The features of texts of different lengths. They go through BERT together, with the same bits as one by one.
     *
     * @throws IllegalArgumentException if a text gives no token
     */
    public List<float[][]> features(List<String> texts, int longest, TextPadding padding) {
        for (int i = 0; i < texts.size(); i++) {
            requireWords(texts.get(i), texts.size() == 1 ? "the text" : "text " + i);
        }
        TokenTable tokens = TokenTable.of(tokenizer, texts, Math.min(longest, positions()));
        float[] states = states(tokens, padding).toArray(); // [R, D]
        List<float[][]> features = new ArrayList<>(texts.size());
        int row = 0;
        for (int i = 0; i < texts.size(); i++) {
            float[][] rows = new float[tokens.rows(i, padding)][];
            for (int t = 0; t < rows.length; t++, row++) {
                rows[t] = Arrays.copyOfRange(states, row * width(), (row + 1) * width());
            }
            features.add(rows);
        }
        return features;
    }

    /**
     * Checks that a text has at least one token besides the special ones.
     *
     * @throws IllegalArgumentException naming {@code what}
     */
    public void requireWords(String text, String what) {
        if (!hasWords(text)) {
            throw new IllegalArgumentException(what + (text.isBlank() ? " is empty" : " holds no letter, digit or sign")
                    + "; a sentence is needed");
        }
    }

    /** Whether a text has at least one token besides the special ones. */
    public boolean hasWords(String text) {
        // Only the first piece is read, so a megabyte of text costs no more than a word.
        return !tokenizer.encode(text, 3).isEmpty();
    }

    /** The number of tokens of the texts, each cut to {@code longest}, that are unknown to the vocabulary. */
    public UnknownTokens unknown(List<String> texts, int longest) {
        return TokenTable.of(tokenizer, texts, Math.min(longest, positions())).unknown(tokenizer.unknown());
    }

    /** The number of tokens of a text, counted up to one more than the model's positions. */
    public int tokens(String text) {
        return tokenizer.encode(text, positions() + 1).length();
    }

    /** For example {@code BERT of 12 layers of 384, …}. */
    @Override
    public String toString() {
        return "BERT of " + BertConfigFile.describe(bert.config());
    }
}
