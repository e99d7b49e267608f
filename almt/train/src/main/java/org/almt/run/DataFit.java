package org.almt.run;

import java.util.ArrayList;
import java.util.List;
import org.almt.data.DataSet;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.model.ModelConfig;

/**
 * Adapts a model's input sizes to a data set.
 *
 * <p>Threads: safe for many at once.
 */
public final class DataFit {
    private DataFit() {}

    /** A configuration with the widths and lengths of a data set. */
    public static ModelConfig adopt(ModelConfig config, DataSet data) {
        ModelConfig adopted = config;
        for (Modality modality : Modality.values()) {
            FeatureShape shape = data.shape(modality);
            adopted = adopted.with(modality.key() + "Length", shape.length());
            adopted = adopted.with(modality.key() + "Width", shape.width());
        }
        return adopted;
    }

    /** A description of the adopted sizes: {@code text width 384 instead of 768, audio width 6 instead of 5}. */
    public static String differences(ModelConfig before, ModelConfig after) {
        List<String> differences = new ArrayList<>();
        for (Modality modality : Modality.values()) {
            add(differences, modality.key() + " length", before.length(modality), after.length(modality));
            add(differences, modality.key() + " width", before.width(modality), after.width(modality));
        }
        return String.join(", ", differences);
    }

    private static void add(List<String> differences, String what, int old, int adopted) {
        if (old != adopted) {
            differences.add(what + " " + adopted + " instead of " + old);
        }
    }

    /**
     * Checks that a model can read a data set: equal widths, and no sequence longer than the model's positions.
     *
     * @param owner the owner of the sizes, for the message
     * @throws IllegalArgumentException naming both sides
     */
    public static void require(ModelConfig config, DataSet data, String owner) {
        for (Modality modality : Modality.values()) {
            FeatureShape shape = data.shape(modality);
            int length = config.length(modality);
            int width = config.width(modality);
            if (shape.width() != width || shape.length() > length) {
                throw new IllegalArgumentException("the data do not fit " + owner + ": " + modality.key() + " of "
                        + data.description() + " is " + shape.length() + " x " + shape.width() + ", " + owner
                        + " takes up to " + length + " rows of " + width + " features"
                        + (shape.width() == width
                                ? ""
                                : "; " + shape.width() + " columns are not " + width
                                        + ": the model was trained on features of another kind and cannot read these"));
            }
        }
    }
}
