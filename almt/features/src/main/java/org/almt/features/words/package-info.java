/**
 * Words: a typed transcript, or words with times from speech tools, and features averaged over words.
 *
 * <p>Start with {@link org.almt.features.words.Transcript}.
 */
package org.almt.features.words;
