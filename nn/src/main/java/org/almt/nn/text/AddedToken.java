package org.almt.nn.text;

import java.util.Objects;

/**
 * A token that was added to a tokeniser after its vocabulary was made. It is searched for in the text before words are
 * split. It is thus one token at any place, even inside a word.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param content its characters, at least one
 * @param id its id: an id of the vocabulary, or the next free one
 * @param special whether it is a special token, such as {@code [SEP]}
 * @param singleWord whether it is found only if no letter or digit is next to it
 * @param stripLeft whether white space before it belongs to it
 * @param stripRight whether white space after it belongs to it
 * @param normalised whether it is searched for after accents are stripped and letters lower-cased, both in it and in
 *     the text
 */
public record AddedToken(String content, int id, boolean special, boolean singleWord, boolean stripLeft,
        boolean stripRight, boolean normalised) {
    /** Checks the token. */
    public AddedToken {
        Objects.requireNonNull(content, "content");
        String problem = content.isEmpty() ? "is empty" : Vocabulary.problem(content);
        if (problem != null || id < 0) {
            throw new IllegalArgumentException("tokenizer: added token " + id + " "
                    + (problem == null ? "has a negative id" : problem) + "; expected text and an id from 0 on");
        }
    }

    /** A token as {@code added_tokens.json} lists it: searched for in normalised text, at any place. */
    public static AddedToken plain(String content, int id) {
        return new AddedToken(content, id, false, false, false, false, true);
    }

    /** A special token like those of BERT: searched for in the text as written. */
    static AddedToken special(String content, int id) {
        return new AddedToken(content, id, true, false, false, false, false);
    }
}
