package org.almt.nn.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.almt.nn.checkpoint.CheckpointException;
import org.jspecify.annotations.Nullable;

/**
 * BERT's tokeniser (Devlin et al. 2019, after WordPiece by Wu et al. 2016): from text to ids of pieces, between
 * {@code [CLS]} and {@code [SEP]}. Thread-safe.
 *
 * <p>No text can stand for a special token: {@code "[SEP]"} in a sentence is a bracket, a word and a bracket.
 */
public final class BertTokenizer {
    static final String UNKNOWN = "[UNK]";
    private static final String FIRST = "[CLS]";
    private static final String LAST = "[SEP]";
    private static final String PADDING = "[PAD]";

    private final Vocabulary vocabulary;
    private final TokenizerSettings settings;
    private final BasicTokenizer basic;
    private final int unknown;
    private final int first;
    private final int last;
    private final int padding;

    /**
     * A tokeniser.
     *
     * @throws IllegalArgumentException when the vocabulary lacks one of {@code [UNK]}, {@code [CLS]}, {@code [SEP]} and
     *     {@code [PAD]}
     */
    public BertTokenizer(Vocabulary vocabulary, TokenizerSettings settings) {
        this.vocabulary = vocabulary;
        this.settings = settings;
        this.basic = new BasicTokenizer(settings);
        List<String> missing = missing(vocabulary);
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("tokenizer: the vocabulary of " + vocabulary.size()
                    + " tokens lacks " + String.join(", ", missing) + "; expected a vocabulary of BERT");
        }
        this.unknown = vocabulary.id(UNKNOWN);
        this.first = vocabulary.id(FIRST);
        this.last = vocabulary.id(LAST);
        this.padding = vocabulary.id(PADDING);
    }

    /**
     * Reads a tokeniser.
     *
     * @param path a {@code tokenizer.json}; a {@code vocab.txt}; or a folder that holds one of them, of which the first
     *     is preferred. Settings of a {@code vocab.txt} come from the {@code tokenizer_config.json} beside it, else
     *     they are those of the uncased models
     * @throws CheckpointException when it cannot be read or is no WordPiece tokeniser
     */
    public static BertTokenizer open(Path path) throws CheckpointException {
        return TokenizerFiles.open(path);
    }

    /**
     * Reads a tokeniser from files of any name.
     *
     * @param vocabulary a {@code tokenizer.json} where the name ends in {@code .json}, else one token a line
     * @param settings for one token a line, a file of the kind {@code tokenizer_config.json}; or null for those of the
     *     uncased models
     * @throws CheckpointException when one cannot be read or is no WordPiece tokeniser
     */
    public static BertTokenizer open(Path vocabulary, @Nullable Path settings) throws CheckpointException {
        return TokenizerFiles.open(vocabulary, settings);
    }

    /** Special tokens that a vocabulary lacks. */
    static List<String> missing(Vocabulary vocabulary) {
        List<String> missing = new ArrayList<>(List.of(UNKNOWN, FIRST, LAST, PADDING));
        missing.removeIf(token -> vocabulary.id(token) >= 0);
        return missing;
    }

    /** The whole text. */
    public Encoding encode(CharSequence text) {
        return encode(text, Integer.MAX_VALUE);
    }

    /**
     * The start of a text, cut behind as many pieces as fit.
     *
     * @param text any text
     * @param maxLength the most tokens, the two special ones included
     * @throws IllegalArgumentException when the special tokens alone do not fit
     */
    public Encoding encode(CharSequence text, int maxLength) {
        if (maxLength < Encoding.SPECIAL) {
            throw new IllegalArgumentException(
                    "tokenizer: at most " + maxLength + " tokens, expected room for [CLS] and"
                            + " [SEP]; give at least " + Encoding.SPECIAL);
        }
        WordPieces pieces =
                new WordPieces(vocabulary, unknown, settings.maxWordLength(), maxLength - Encoding.SPECIAL);
        basic.words(text, pieces);
        return pieces.between(first, last);
    }

    /** The tokens of an encoding, {@code ##} before those that continue a word. */
    public List<String> tokens(Encoding encoding) {
        return IntStream.of(encoding.ids()).mapToObj(vocabulary::token).toList();
    }

    /** The pieces. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** How text is split. */
    public TokenizerSettings settings() {
        return settings;
    }

    /** Number of {@code [UNK]}, which stands for a word that the vocabulary cannot spell. */
    public int unknown() {
        return unknown;
    }

    /** Number of {@code [PAD]}, for {@link TokenBatch}. */
    public int padding() {
        return padding;
    }
}
