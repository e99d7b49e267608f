package org.almt.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.almt.Almt;
import org.almt.Features;
import org.almt.Sample;
import org.almt.input.Modality;
import org.almt.run.TrainingData;
import org.almt.saved.SavedModel;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Reads samples from the rows of a table, in the form of one model.
 *
 * @param text the column of text
 *
 * @param audio the column of audio
 *
 * @param vision the column of vision
 */
record RowReader(FeatureColumn text, FeatureColumn audio, FeatureColumn vision) implements Serializable {
    /**
     * A reader of a table.
     *
     * @param missing modalities that the table may lack
     * @throws IOException if a column is missing or of another type; the message names it and the existing columns
     */
    static RowReader of(StructType table, SavedModel model, Set<Modality> missing) throws IOException {
        RowReader reader = new RowReader(
                column(Modality.TEXT, table, model, missing),
                column(Modality.AUDIO, table, model, missing),
                column(Modality.VISION, table, model, missing));
        if (reader.text.isSentence() && model.language() == null) {
            throw new IOException("the column 'text' contains sentences, but the model of " + model.origin() + " reads"
                    + " features of text, since it was trained without a language model; give it array<float>");
        }
        return reader;
    }

    private static FeatureColumn column(
            Modality modality, StructType table, SavedModel model, Set<Modality> missing) throws IOException {
        boolean without = !TrainingData.reads(model.sizes()).contains(modality)
                || model.sizes().shape(modality).isAbsent();
        boolean there = List.of(table.fieldNames()).contains(modality.key());
        if (missing.contains(modality) || without) {
            return FeatureColumn.absent(modality);
        }
        if (!there) {
            throw new IOException("the table has no column '" + modality.key() + "', which the model of "
                    + model.origin() + " reads; it has " + String.join(", ", table.fieldNames())
                    + ". Rename the column, or use zeros instead");
        }
        return FeatureColumn.of(modality, table);
    }

    /**
     * One row in the form of the model, before sentences are turned into features.
     *
     * @param sentence empty if there are features of text
     */
    record Parts(String sentence, List<Features> features) {}

    /**
     * Reads a row.
     *
     * @throws IllegalArgumentException with the reason if it cannot be scored
     */
    Parts read(InternalRow row, Almt model) {
        List<Features> features = new ArrayList<>();
        String sentence = text.isSentence() ? text.sentence(row) : "";
        if (!text.isSentence()) {
            features.add(text.features(row, model.text().width()));
        }
        features.add(audio.features(row, model.audio().width()));
        features.add(vision.features(row, model.vision().width()));
        return new Parts(sentence, features);
    }

    /** The samples of rows. Their sentences go through the language model together. */
    List<Sample> samples(List<Parts> rows, Almt model) {
        if (!text.isSentence()) {
            return rows.stream().map(Parts::features)
                    .map(each -> Sample.of(each.get(0), each.get(1), each.get(2))).toList();
        }
        return model.samples(
                rows.stream().map(Parts::sentence).toList(),
                new ArrayList<>(rows.stream().map(each -> each.features().get(0)).toList()),
                new ArrayList<>(rows.stream().map(each -> each.features().get(1)).toList()));
    }
}
