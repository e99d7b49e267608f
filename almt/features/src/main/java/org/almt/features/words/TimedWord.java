package org.almt.features.words;

/**
 * A word and when it is said.
 *
 * @param start seconds from the beginning of the clip
 * @param end seconds, at least {@code start}
 */
public record TimedWord(String text, double start, double end) {}
