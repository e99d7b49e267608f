/**
 * Words: a transcript as it was typed, or words with times as tools for speech write them, and features averaged word
 * by word.
 *
 * <p>Start with {@link org.almt.features.words.Transcript}.
 */
package org.almt.features.words;
