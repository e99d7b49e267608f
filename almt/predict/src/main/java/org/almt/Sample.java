package org.almt;

import java.util.Arrays;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/**
 * One utterance: a row of features for each token of text, each frame of audio and each frame of vision. The features
 * must be made as those that the model was trained on; how many there are in a row is checked by {@link Almt#predict}.
 *
 * <p>Immutable: the arrays are copied.
 */
public final class Sample {
    private final Features text;
    private final Features audio;
    private final Features vision;

    /** Rows of equal width, one after another. */
    record Features(float[] values, int length, int width) {}

    private Sample(Features text, Features audio, Features vision) {
        this.text = text;
        this.audio = audio;
        this.vision = vision;
    }

    /**
     * A sample of the given rows.
     *
     * @param text [tokens][features]
     * @param audio [frames][features]
     * @param vision [frames][features]
     * @throws IllegalArgumentException when a modality has no row, rows of different widths, null in place of rows, or
     *     a number that is NaN or infinite
     */
    public static Sample of(float[][] text, float[][] audio, float[][] vision) {
        return new Sample(features("text", text), features("audio", audio), features("vision", vision));
    }

    private static Features features(String modality, float[][] rows) {
        if (rows == null || Arrays.asList(rows).contains(null)) {
            throw new IllegalArgumentException("sample: " + modality + (rows == null
                    ? " is null"
                    : " row " + Arrays.asList(rows).indexOf(null) + " is null")
                    + "; rows of features are needed (zeros where the modality is missing)");
        }
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException("sample: " + modality + " is empty; at least one row of features is"
                    + " needed (zeros where the modality is missing)");
        }
        int width = rows[0].length;
        float[] values = new float[Math.multiplyExact(rows.length, width)];
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != width) {
                throw new IllegalArgumentException("sample: " + modality + " row " + row + " has " + rows[row].length
                        + " features, row 0 has " + width + "; all rows need the same number");
            }
            for (int i = 0; i < width; i++) {
                float value = rows[row][i];
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("sample: " + modality + " row " + row + ", feature " + i + " is "
                            + value + "; a finite number is needed");
                }
                values[row * width + i] = value;
            }
        }
        return new Features(values, rows.length, width);
    }

    /** Rows and features of a row. */
    public FeatureShape shape(Modality modality) {
        Features features = of(modality);
        return new FeatureShape(features.length, features.width);
    }

    /**
     * Copies the features of a modality, row by row.
     *
     * @param target where they go: as many values as {@link #shape} has
     * @param at index of the first of them
     */
    public void copy(Modality modality, float[] target, int at) {
        Features features = of(modality);
        System.arraycopy(features.values, 0, target, at, features.values.length);
    }

    private Features of(Modality modality) {
        return switch (modality) {
            case TEXT -> text;
            case AUDIO -> audio;
            case VISION -> vision;
        };
    }

    Features text() {
        return text;
    }

    Features audio() {
        return audio;
    }

    Features vision() {
        return vision;
    }

    /** For example {@code text 50 x 768, audio 375 x 5, vision 500 x 20}. */
    @Override
    public String toString() {
        return "text " + text.length + " x " + text.width + ", audio " + audio.length + " x " + audio.width
                + ", vision " + vision.length + " x " + vision.width;
    }
}
