package org.almt.nn.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.almt.core.op.Checks;
import org.jspecify.annotations.Nullable;

/**
 * The pieces that a model knows, numbered from 0. A piece that starts with {@code ##} continues a word. Other pieces
 * start a word. Immutable.
 *
 * <p>Threads: immutable, safe for many.
 */
public final class Vocabulary {
    /** The most accepted tokens. BERT has 30,522, the largest multilingual models have a million. */
    public static final int MAX_TOKENS = 2_000_000;

    /** The longest accepted token, in {@code char}s; BERT's longest has 18. */
    public static final int MAX_TOKEN_LENGTH = 256;

    /** The prefix of a piece that continues a word. */
    static final String CONTINUATION = "##";

    private final List<String> tokens;
    private final Map<String, Integer> ids;
    private final Map<String, Integer> continuations;
    private final int longest;

    /**
     * A vocabulary.
     *
     * @param tokens the token of each id. If tokens are equal, the last is used, as in BERT's own code
     * @throws IllegalArgumentException if there are too many, or one is too long or no text
     */
    public Vocabulary(List<String> tokens) {
        Checks.given("Vocabulary", "tokens", tokens);
        this.tokens = List.copyOf(tokens);
        if (this.tokens.size() > MAX_TOKENS) {
            throw new IllegalArgumentException(
                    "vocabulary: " + tokens.size() + " tokens, expected at most " + MAX_TOKENS);
        }
        ids = new HashMap<>(2 * this.tokens.size());
        continuations = new HashMap<>();
        int most = 0;
        for (int id = 0; id < this.tokens.size(); id++) {
            String token = this.tokens.get(id);
            String problem = problem(token);
            if (problem != null) {
                throw new IllegalArgumentException("vocabulary: token " + id + " " + problem);
            }
            most = Math.max(most, token.length());
            ids.put(token, id);
            if (token.startsWith(CONTINUATION)) {
                continuations.put(token.substring(CONTINUATION.length()), id);
            }
        }
        longest = most;
    }

    /** What is wrong with a token, or null. */
    static @Nullable String problem(String token) {
        if (token.length() > MAX_TOKEN_LENGTH) {
            return "has " + token.length() + " characters, expected at most " + MAX_TOKEN_LENGTH;
        }
        // Each pair is one code point. Code points in the range of surrogates therefore have no partner.
        boolean halves = token.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        return halves ? "holds half a surrogate pair" : null;
    }

    /** Number of tokens. */
    public int size() {
        return tokens.size();
    }

    /** All tokens, by id. */
    public List<String> tokens() {
        return tokens;
    }

    /** The token of an id. */
    public String token(int id) {
        return tokens.get(id);
    }

    /** The id of a token, or -1. */
    public int id(String token) {
        Checks.given("Vocabulary.id", "token", token);
        return ids.getOrDefault(token, -1);
    }

    /** The id of a piece inside a word, given without {@code ##}, or -1. */
    int continuation(String piece) {
        return continuations.getOrDefault(piece, -1);
    }

    /** Length of the longest token. */
    int longest() {
        return longest;
    }
}
