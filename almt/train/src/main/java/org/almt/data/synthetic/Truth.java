package org.almt.data.synthetic;

/**
 * The true causes of a sample: {@code sentiment = clip(language + audio + vision)}. The label is the sentiment rounded
 * to a fifth.
 *
 * @param sentiment the latent sentiment s in [-3, 3], before it is rounded to the label
 * @param language the part of the words, as meant (under sarcasm the words express its opposite)
 * @param audio the part of the tone of voice
 * @param vision the part of the face, as meant (a polite face shows its opposite)
 * @param contradiction the modality that expresses the opposite of its part, if any
 */
public record Truth(double sentiment, double language, double audio, double vision, Contradiction contradiction) {}
