/**
 * Features of sentences: a BERT, its tokeniser, and the hidden states that it computes for texts. Start with
 * {@link org.almt.language.LanguageModel}.
 *
 * <p>Threads: Many threads may use a {@code LanguageModel} while none trains its BERT. All other classes are immutable.
 */
package org.almt.language;
