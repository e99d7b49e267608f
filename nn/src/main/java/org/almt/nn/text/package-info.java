/**
 * From text to the token ids that BERT reads. Start with {@link org.almt.nn.text.BertTokenizer}; the path of a text is
 * {@code BasicTokenizer} (clean, lower, split into words), then {@code WordPieces} (split words into pieces of the
 * {@link org.almt.nn.text.Vocabulary}). Every piece remembers which part of the original text it came from.
 *
 * <p>Text comes from strangers: any sequence of {@code char} is accepted, unpaired surrogates and control characters
 * among them, and none of it can stand for a special token. Vocabulary files are read strictly, within named limits.
 *
 * <p>Threads: Tokenisers, vocabularies and settings are immutable and safe for many; a {@code Sampler} is for one
 * thread at a time.
 */
package org.almt.nn.text;
