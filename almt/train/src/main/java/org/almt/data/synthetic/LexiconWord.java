package org.almt.data.synthetic;

/**
 * One entry of the {@link Lexicon}.
 *
 * @param text the word
 * @param kind its role in a sentence
 * @param strength the sentiment of an opinion, the factor of a modifier, otherwise 0
 */
record LexiconWord(String text, Kind kind, double strength) {
    /** The role of a word in a sentence. */
    enum Kind {
        /** Carries its own sentiment. */
        OPINION,
        /** Reverses the next opinion and weakens it. */
        NEGATOR,
        /** Strengthens or weakens the next opinion. */
        DEGREE,
        /** The topic of a clause, without sentiment. */
        TOPIC,
        /** A function word, without sentiment. */
        FUNCTION,
        /** Hesitation and small talk, without sentiment. */
        FILLER
    }

    /** Whether the word contributes to the sentiment of a clause. */
    boolean informative() {
        return kind == Kind.OPINION || modifies();
    }

    /** Whether the word changes the sentiment of the next opinion. */
    boolean modifies() {
        return kind == Kind.NEGATOR || kind == Kind.DEGREE;
    }
}
