package org.almt.study;

import java.util.ArrayList;
import java.util.List;
import org.almt.data.DataSet;
import org.almt.train.SavedModel;

/** A figure beyond the test metrics: one number for each test sample, of which a study reports the mean. */
public interface Measure {
    /** The name in study files. */
    String name();

    /**
     * The number of each test sample; NaN for those that have none.
     *
     * @param saved a trained model
     * @param data with the test split that it was tested on
     * @throws IllegalArgumentException when the model or the data have no such figure
     */
    float[] of(SavedModel saved, DataSet data);

    /** All that there are. */
    static List<Measure> all() {
        return new ArrayList<>();
    }

    /**
     * The measure of a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    static Measure named(String name) {
        return all().stream().filter(measure -> measure.name().equals(name)).findFirst().orElseThrow(
                () -> Keys.error("'measures' names '" + name + "'; known are "
                        + String.join(", ", all().stream().map(Measure::name).toList())));
    }
}
