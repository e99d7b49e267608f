/**
 * Language from sentences: a BERT and its tokeniser, what it makes of the texts of a data set, and a data set whose text
 * features are that.
 *
 * <p>Start with {@link org.almt.language.LanguageModel}; {@link org.almt.language.LanguageDataSet} puts its hidden states
 * in the place of a feature file's text.
 */
package org.almt.language;
