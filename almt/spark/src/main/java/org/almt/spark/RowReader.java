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
 * Reads samples out of the rows of a table, as one model takes them.
 *
 * @param text where it lies
 * @param audio where it lies
 * @param vision where it lies
 */
record RowReader(FeatureColumn text, FeatureColumn audio, FeatureColumn vision) implements Serializable {
    /**
     * A reader of a table.
     *
     * @param missing modalities that the table need not have
     * @throws IOException when a column is missing or of another type, naming it and what there is
     */
    static RowReader of(StructType table, SavedModel model, Set<Modality> missing) throws IOException {
        RowReader reader = new RowReader(
                column(Modality.TEXT, table, model, missing),
                column(Modality.AUDIO, table, model, missing),
                column(Modality.VISION, table, model, missing));
        if (reader.text.isSentence() && model.language() == null) {
            throw new IOException("the column 'text' holds sentences, but the model of " + model.origin() + " takes"
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
                    + ". Name the column so, or let zeros stand for it");
        }
        return FeatureColumn.of(modality, table);
    }

    /**
     * One row as the model takes it, before sentences have become features.
     *
     * @param sentence empty if there are features of text
     */
    record Parts(String sentence, List<Features> features) {}

    /**
     * Reads a row.
     *
     * @throws IllegalArgumentException with the reason why it cannot be scored
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

    /** Samples of rows that were read; sentences go through the language model together. */
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
