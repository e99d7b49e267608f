package org.almt.language;

import java.util.Locale;
import java.util.Optional;

/**
 * How well a vocabulary fits texts.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param unknown tokens that are {@code [UNK]}
 * @param all tokens but the special ones
 */
public record UnknownTokens(long unknown, long all) {
    /**
     * In a language that the vocabulary was made for next to nothing is unknown; English vocabularies know a third of
     * the characters of Chinese sentences.
     */
    private static final double MANY = 0.25;

    /** These and those. */
    public UnknownTokens plus(UnknownTokens more) {
        return new UnknownTokens(unknown + more.unknown, all + more.all);
    }

    /**
     * A sentence for the user, where so many are unknown that the model can hardly be of this language.
     *
     * @param model what to call the language model
     */
    public Optional<String> warning(Object model) {
        return unknown <= MANY * all
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT,
                        "%.0f %% of the tokens are unknown to the vocabulary of %s; is it a model of this language?",
                        100.0 * unknown / all, model));
    }
}
