package org.almt.language;

import java.util.Locale;
import java.util.Optional;

/**
 * The counts of unknown tokens in texts: a measure of how well a vocabulary fits them.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param unknown the tokens that are {@code [UNK]}
 * @param all all tokens except the special ones
 */
public record UnknownTokens(long unknown, long all) {
    /**
     * The fraction from which a warning is given. In the language of a vocabulary, almost no token is unknown. English
     * vocabularies contain a third of the characters of Chinese sentences.
     */
    private static final double MANY = 0.25;

    /** The sum of both counts. */
    public UnknownTokens plus(UnknownTokens more) {
        return new UnknownTokens(unknown + more.unknown, all + more.all);
    }

    /**
     * A warning, if so many tokens are unknown that the model is probably of another language.
     *
     * @param model the name of the language model in the warning
     */
    public Optional<String> warning(Object model) {
        return unknown <= MANY * all
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT,
                        "%.0f %% of the tokens are unknown to the vocabulary of %s; is it a model of this language?",
                        100.0 * unknown / all, model));
    }
}
