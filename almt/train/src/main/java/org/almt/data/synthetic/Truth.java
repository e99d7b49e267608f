package org.almt.data.synthetic;

/**
 * What a sample was made from: {@code sentiment = clip(language + audio + vision)}, and the label is the sentiment
 * rounded to a fifth.
 *
 * @param sentiment the latent sentiment s in [-3, 3], before it is rounded to the label
 * @param language the part that the words carry, as meant (under sarcasm the words say its opposite)
 * @param audio the part that the tone of voice adds
 * @param vision the part that the face adds, as meant (a polite face shows its opposite)
 * @param contradiction which modality says the opposite of its part, if one does
 */
public record Truth(double sentiment, double language, double audio, double vision, Contradiction contradiction) {}
