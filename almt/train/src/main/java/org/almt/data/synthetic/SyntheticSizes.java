package org.almt.data.synthetic;

import org.almt.data.SplitName;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/**
 * The sizes of a {@link SyntheticDataSet}.
 *
 * @param text the most words, and the width of a word's vector
 *
 * @param audio the most frames, and the features of a frame
 *
 * @param vision the most frames, and the features of a frame
 *
 * @param train the samples of the training split
 *
 * @param valid the samples of the validation split
 *
 * @param test the samples of the test split
 */
public record SyntheticSizes(
        FeatureShape text, FeatureShape audio, FeatureShape vision, int train, int valid, int test) {
    /** The default sizes, with which training takes a minute or two. */
    public static final SyntheticSizes DEFAULT = new SyntheticSizes(
            new FeatureShape(20, 32), new FeatureShape(40, 8), new FeatureShape(40, 12), 768, 192, 384);

    /** The length of one clause with its modifiers. */
    private static final int SHORTEST_TEXT = Sentence.LONGEST_CLAUSE;
    private static final int NARROWEST_TEXT = 8;
    private static final int MOST_SAMPLES = 1_000_000;

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if the sizes have no room for a sentence, a frame's sources or a split
     */
    public SyntheticSizes {
        atLeast(Modality.TEXT, text, SHORTEST_TEXT, NARROWEST_TEXT);
        atLeast(Modality.AUDIO, audio, text.length(), AudioTrack.SOURCES);
        atLeast(Modality.VISION, vision, text.length(), VisionTrack.SOURCES);
        check(SplitName.TRAIN, train);
        check(SplitName.VALID, valid);
        check(SplitName.TEST, test);
    }

    private static void atLeast(Modality what, FeatureShape shape, int length, int width) {
        if (shape.length() < length || shape.width() < width) {
            throw new IllegalArgumentException("synthetic data: " + what + " of " + shape.length() + " x "
                    + shape.width() + " is too small; " + length + " x " + width + " is the least");
        }
    }

    private static void check(SplitName split, int count) {
        if (count < 1 || count > MOST_SAMPLES) {
            throw new IllegalArgumentException("synthetic data: " + count + " samples for the " + split
                    + " split; 1 to " + MOST_SAMPLES + " are possible");
        }
    }

    /** The length and width of a modality. */
    public FeatureShape shape(Modality modality) {
        return switch (modality) {
            case TEXT -> text;
            case AUDIO -> audio;
            case VISION -> vision;
        };
    }

    /** The number of samples of a split. */
    public int samples(SplitName split) {
        return switch (split) {
            case TRAIN -> train;
            case VALID -> valid;
            case TEST -> test;
        };
    }

    /** These sizes with other numbers of samples. */
    public SyntheticSizes withSamples(int newTrain, int newValid, int newTest) {
        return new SyntheticSizes(text, audio, vision, newTrain, newValid, newTest);
    }
}
