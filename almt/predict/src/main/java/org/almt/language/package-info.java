/**
 * Language from sentences: a BERT and its tokeniser, and the hidden states that it makes of texts. Start with {@link
 * org.almt.language.LanguageModel}.
 *
 * <p>Threads: A {@code LanguageModel} is safe for many while none trains its BERT; the rest is immutable.
 */
package org.almt.language;
