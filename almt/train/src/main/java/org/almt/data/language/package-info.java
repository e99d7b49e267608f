/**
 * Data sets whose text features a language model makes from transcripts or token ids. Start with
 * {@link org.almt.data.language.LanguageDataSet}.
 */
package org.almt.data.language;
