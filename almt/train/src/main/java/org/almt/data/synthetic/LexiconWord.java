package org.almt.data.synthetic;

/**
 * One entry of the {@link Lexicon}.
 *
 * @param text as it is written
 * @param kind what it does in a sentence
 * @param strength the sentiment of an opinion, the factor of a modifier, 0 for the rest
 */
record LexiconWord(String text, Kind kind, double strength) {
    /** What a word does in a sentence. */
    enum Kind {
        /** Carries sentiment of its own. */
        OPINION,
        /** Turns the next opinion round and weakens it. */
        NEGATOR,
        /** Strengthens or weakens the next opinion. */
        DEGREE,
        /** What is talked about; free of sentiment. */
        TOPIC,
        /** Glue: free of sentiment. */
        FUNCTION,
        /** Hesitation and small talk; free of sentiment. */
        FILLER
    }

    /** Whether the word has part in what a clause says. */
    boolean informative() {
        return kind == Kind.OPINION || modifies();
    }

    /** Whether the word changes what the next opinion says. */
    boolean modifies() {
        return kind == Kind.NEGATOR || kind == Kind.DEGREE;
    }
}
