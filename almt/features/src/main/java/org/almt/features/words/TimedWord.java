package org.almt.features.words;

/**
 * A word with its time.
 *
 * @param start its begin, in seconds from the beginning of the clip
 *
 * @param end its end in seconds, at least {@code start}
 */
public record TimedWord(String text, double start, double end) {}
