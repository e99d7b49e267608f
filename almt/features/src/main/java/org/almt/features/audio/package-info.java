/**
 * Features of sound, by named profile. Formulas and constants follow librosa. Its versions differ in their results more
 * than most models do, so a profile names the version that it reproduces.
 *
 * <p>Start with {@link org.almt.features.audio.AudioProfile}. A profile's {@link org.almt.features.audio.Extraction}
 * reads the clip twice: values that depend on the whole clip (its tuning, its loudest frame) are known only after the
 * first pass.
 *
 * <table>
 * <caption>All classes by kind</caption>
 * <tr><th>entry points</th><td>{@link AudioProfile}, {@link AudioSource}, {@link SoundPicture}</td></tr>
 * <tr><th>profiles</th><td>{@code Extraction}, {@code SimsFeatures}, {@code FetFeatures}, {@code Fet3Features},
 * {@code LibrosaVersion}, {@code Columns}, {@code SignalWarnings}</td></tr>
 * <tr><th>spectra</th><td>{@code Stft}, {@code SpectrumSink}, {@code Decibels}, {@code SpectralShape},
 * {@code SpectralContrast}, {@code MelBank}, {@code Mfcc}</td></tr>
 * <tr><th>pitch</th><td>{@code ConstantQ}, {@code Chroma}, {@code ChromaBank}, {@code ChromaShapes}, {@code Tuning},
 * {@code Yin}</td></tr>
 * <tr><th>the signal itself</th><td>{@code KeptSignal}, {@code ZeroCrossings}</td></tr>
 * <tr><th>lists</th><td>{@code DoubleList}, {@code FloatList}</td></tr>
 * </table>
 */
package org.almt.features.audio;
