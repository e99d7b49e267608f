/**
 * Language from sentences: a BERT and its tokeniser, and the hidden states that it makes of texts. Start with {@link
 * org.almt.language.LanguageModel}.
 */
package org.almt.language;
