/**
 * Converts text to the token ids that BERT reads. Start with {@link org.almt.nn.text.BertTokenizer}. A text passes
 * through {@code BasicTokenizer} (clean, lower-case, split into words), then {@code WordPieces} (split words into
 * pieces of the {@link org.almt.nn.text.Vocabulary}). For every piece, the place in the original text is kept.
 *
 * <p>Text is not trusted. Any sequence of {@code char} is accepted, including unpaired surrogates and control
 * characters. None of it is read as a special token. Vocabulary files are read strictly, within named limits.
 *
 * <p>Threads: tokenisers, vocabularies and settings are immutable and thread-safe. A {@code Sampler} is for one thread
 * at a time.
 */
package org.almt.nn.text;
