package org.almt;

import org.almt.input.CropRule;
import org.almt.input.FeatureShape;
import org.almt.input.InputShapes;

/**
 * Fits samples to a model: checks their sizes, and crops audio and vision if the model was trained on cropped ones.
 *
 * @param shapes the model's input shapes
 * @param cropped whether it reads {@link CropRule#PAPER_FRAMES} frames of a longer sample
 */
record SampleCut(InputShapes shapes, boolean cropped) {
    /**
     * The rows of a sample that the model reads.
     *
     * @param what the name of the sample in messages
     * @throws IllegalArgumentException if it does not fit
     */
    Sample fitted(Sample sample, String what) {
        Sample cut = cropped ? new Sample(sample.text(), cut(sample.audio()), cut(sample.vision())) : sample;
        check(what + "text", cut.text(), shapes.text());
        check(what + "audio", cut.audio(), shapes.audio());
        check(what + "vision", cut.vision(), shapes.vision());
        return cut;
    }

    private static void check(String what, Features features, FeatureShape shape) {
        if (features.width() != shape.width() || features.length() > shape.length()) {
            throw new IllegalArgumentException("predict: " + what + " is " + features.length() + " x "
                    + features.width() + "; the model takes up to " + shape.length() + " rows of " + shape.width()
                    + " features");
        }
    }

    private static Features cut(Features whole) {
        int frames = CropRule.PAPER_FRAMES;
        if (whole.length() <= frames) {
            return whole;
        }
        int start = CropRule.start(whole.length(), frames, whole::isZero);
        return whole.rows(start, frames);
    }
}
