package org.almt.nn.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.almt.core.op.Checks;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.text.TokenizerSettings.SpecialTokens;
import org.jspecify.annotations.Nullable;

/**
 * BERT's tokeniser (Devlin et al. 2019, after WordPiece by Wu et al. 2016): it converts text to the ids of its pieces,
 * between {@code [CLS]} and {@code [SEP]}. Thread-safe.
 *
 * <p>No text is read as one of BERT's special tokens unless {@link SpecialTokens} allows it: {@code "[SEP]"} in a
 * sentence is a bracket, a word and a bracket. Hugging Face's tokenizers read it as the token by default.
 *
 * <p>Tokens that were added to the vocabulary are found before words are split, as in Hugging Face's tokenizers.
 *
 * <p>Threads: immutable, safe for many.
 */
public final class BertTokenizer {
    static final String UNKNOWN = "[UNK]";
    private static final String FIRST = "[CLS]";
    private static final String LAST = "[SEP]";
    private static final String PADDING = "[PAD]";

    private static final String MASK = "[MASK]";

    /** The most characters that all added tokens may have together. */
    static final int MAX_ADDED_CHARACTERS = 1 << 20;

    private final Vocabulary vocabulary;
    private final TokenizerSettings settings;
    private final BasicTokenizer basic;
    private final List<AddedToken> added;
    private final List<AddedToken> behind;
    private final List<String> notes;
    private final @Nullable AddedTokens splitter;
    private final int unknown;
    private final int first;
    private final int last;
    private final int padding;

    /**
     * A tokeniser without added tokens.
     *
     * @throws IllegalArgumentException if the vocabulary lacks one of {@code [UNK]}, {@code [CLS]}, {@code [SEP]} and
     *     {@code [PAD]}
     */
    public BertTokenizer(Vocabulary vocabulary, TokenizerSettings settings) {
        this(vocabulary, settings, List.of(), List.of());
    }

    /**
     * A tokeniser.
     *
     * @param added tokens that are searched for before words are split; tokens of the vocabulary keep its id, and the
     *     others are numbered from its size on, without gaps
     * @throws IllegalArgumentException if one of {@code [UNK]}, {@code [CLS]}, {@code [SEP]} and {@code [PAD]} is in
     *     neither, or an added token has another id
     */
    public BertTokenizer(Vocabulary vocabulary, TokenizerSettings settings, List<AddedToken> added) {
        this(vocabulary, settings, added, List.of());
    }

    BertTokenizer(Vocabulary vocabulary, TokenizerSettings settings, List<AddedToken> added, List<String> notes) {
        this.vocabulary = Checks.given("BertTokenizer", "vocabulary", vocabulary);
        this.settings = Checks.given("BertTokenizer", "settings", settings);
        this.basic = new BasicTokenizer(settings);
        this.added = List.copyOf(Checks.given("BertTokenizer", "added", added));
        this.notes = List.copyOf(notes);
        String problem = problem(vocabulary, added);
        if (problem != null) {
            throw new IllegalArgumentException("tokenizer: the vocabulary of " + vocabulary.size() + " tokens "
                    + problem + "; expected a vocabulary of BERT");
        }
        this.behind = added.stream().filter(token -> token.id() >= vocabulary.size())
                .sorted(Comparator.comparingInt(AddedToken::id)).toList();
        this.unknown = id(UNKNOWN);
        this.first = id(FIRST);
        this.last = id(LAST);
        this.padding = id(PADDING);
        this.splitter = splitter();
    }

    /** The reason why a vocabulary and added tokens form no tokeniser, or null. */
    static @Nullable String problem(Vocabulary vocabulary, List<AddedToken> added) {
        Map<String, Integer> ids = new HashMap<>();
        long characters = 0;
        for (AddedToken token : added) {
            Integer other = ids.put(token.content(), token.id());
            int known = other == null ? vocabulary.id(token.content()) : other;
            if (known >= 0 && known != token.id()) {
                return "has the token " + CheckpointException.quote(token.content()) + " with the ids " + known
                        + " and " + token.id();
            }
            characters += token.content().length();
        }
        if (characters > MAX_ADDED_CHARACTERS) {
            return "has added tokens of " + characters + " characters, more than the " + MAX_ADDED_CHARACTERS
                    + " that are accepted";
        }
        List<String> missing = new ArrayList<>(List.of(UNKNOWN, FIRST, LAST, PADDING));
        missing.removeIf(token -> vocabulary.id(token) >= 0 || ids.containsKey(token));
        return missing.isEmpty() ? gap(vocabulary, ids) : "lacks " + String.join(", ", missing);
    }

    private static @Nullable String gap(Vocabulary vocabulary, Map<String, Integer> ids) {
        int next = vocabulary.size();
        List<Map.Entry<String, Integer>> sorted = new ArrayList<>(ids.entrySet());
        sorted.removeIf(entry -> vocabulary.id(entry.getKey()) >= 0);
        sorted.sort(Map.Entry.comparingByValue());
        for (Map.Entry<String, Integer> entry : sorted) {
            if (entry.getValue() != next) {
                return "has the added token " + CheckpointException.quote(entry.getKey()) + " with the id "
                        + entry.getValue() + ", not the next free one, " + next;
            }
            next++;
        }
        return null;
    }

    /** The search for added tokens. Null if every token that could be found is read as text. */
    private @Nullable AddedTokens splitter() {
        Set<String> text = new HashSet<>();
        List<AddedToken> tokens = new ArrayList<>(added);
        for (String special : List.of(UNKNOWN, FIRST, LAST, PADDING, MASK)) {
            if (id(special) >= 0 && added.stream().noneMatch(token -> token.content().equals(special))) {
                tokens.add(AddedToken.special(special, id(special)));
            }
            if (settings.specialTokens() != SpecialTokens.ALL) {
                text.add(special);
            }
        }
        if (settings.specialTokens() == SpecialTokens.NONE) {
            added.stream().filter(AddedToken::special).forEach(token -> text.add(token.content()));
        }
        boolean none = tokens.stream().allMatch(token -> text.contains(token.content()));
        return none ? null : new AddedTokens(tokens, text, basic);
    }

    private int id(String token) {
        int id = vocabulary.id(token);
        return id >= 0
                ? id
                : added.stream().filter(each -> each.content().equals(token)).mapToInt(AddedToken::id).findFirst()
                        .orElse(-1);
    }

    /**
     * Reads a tokeniser.
     *
     * @param path a {@code tokenizer.json}; a {@code vocab.txt}; or a folder with one of them, in which the first is
     *     preferred. Settings come from the {@code tokenizer_config.json} beside it, otherwise from the {@code
     *     tokenizer.json}; if both lack them, they are those of the uncased models. Added tokens come from these files
     *     and from {@code added_tokens.json}
     * @throws CheckpointException if it cannot be read or is no WordPiece tokeniser
     */
    public static BertTokenizer open(Path path) throws CheckpointException {
        Checks.given("BertTokenizer.open", "path", path);
        return TokenizerFiles.open(path);
    }

    /**
     * Reads a tokeniser from files of any name.
     *
     * @param vocabulary a {@code tokenizer.json} if the name ends in {@code .json}, otherwise a file of one token a
     *     line
     * @param settings a file of the kind {@code tokenizer_config.json}, if there is one. If it contradicts a {@code
     *     tokenizer.json}, it has priority, as in Hugging Face's {@code BertTokenizer}; {@link #notes} report this
     * @param added a file of the kind {@code added_tokens.json}, if there is one
     * @throws CheckpointException if one cannot be read or is no WordPiece tokeniser
     */
    public static BertTokenizer open(Path vocabulary, @Nullable Path settings, @Nullable Path added)
            throws CheckpointException {
        return TokenizerFiles.open(vocabulary, settings, added);
    }

    /** The same tokeniser with another rule for special tokens that are written in a text. */
    public BertTokenizer with(SpecialTokens special) {
        Checks.given("BertTokenizer.with", "special", special);
        return new BertTokenizer(vocabulary, settings.with(special), added, notes);
    }

    /** Encodes a whole text. */
    public Encoding encode(CharSequence text) {
        return encode(text, Integer.MAX_VALUE);
    }

    /**
     * Encodes the start of a text, cut after as many pieces as fit.
     *
     * @param text any text
     * @param maxLength the most tokens, the two special ones included
     * @throws IllegalArgumentException if the special tokens alone do not fit
     */
    public Encoding encode(CharSequence text, int maxLength) {
        Checks.given("BertTokenizer.encode", "text", text);
        if (maxLength < Encoding.SPECIAL) {
            throw new IllegalArgumentException(
                    "tokenizer: at most " + maxLength + " tokens, expected room for [CLS] and"
                            + " [SEP]; give at least " + Encoding.SPECIAL);
        }
        WordPieces pieces =
                new WordPieces(vocabulary, unknown, settings.maxWordLength(), maxLength - Encoding.SPECIAL);
        if (splitter == null) {
            basic.words(text, 0, text.length(), pieces);
        } else {
            splitter.split(text, pieces);
        }
        return pieces.between(first, last);
    }

    /** The tokens of an encoding. Those that continue a word begin with {@code ##}. */
    public List<String> tokens(Encoding encoding) {
        Checks.given("BertTokenizer.tokens", "encoding", encoding);
        return IntStream.of(encoding.ids()).mapToObj(this::token).toList();
    }

    /** The token with an id. */
    public String token(int id) {
        return id < vocabulary.size() ? vocabulary.token(id) : behind.get(id - vocabulary.size()).content();
    }

    /** Number of tokens, including added ones. All ids are smaller. */
    public int size() {
        return vocabulary.size() + behind.size();
    }

    /** Tokens that are searched for before words are split. */
    public List<AddedToken> added() {
        return added;
    }

    /** Notes for the user about files that contradict one another. */
    public List<String> notes() {
        return notes;
    }

    /** The pieces of words. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** How text is split. */
    public TokenizerSettings settings() {
        return settings;
    }

    /** Id of {@code [UNK]}, which represents a word that the vocabulary cannot spell. */
    public int unknown() {
        return unknown;
    }

    /** Id of {@code [PAD]}, for {@link TokenBatch}. */
    public int padding() {
        return padding;
    }
}
