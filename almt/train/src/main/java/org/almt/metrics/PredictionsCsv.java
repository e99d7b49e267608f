package org.almt.metrics;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Writes predictions as CSV with the columns {@code id,label,prediction}. Every float is written with the fewest digits
 * that identify it, so {@link ScoreFile} reads the same bits back. The label of an unlabelled
 * sample is empty.
 *
 * <p>Threads: safe for many at once.
 */
public final class PredictionsCsv {
    private PredictionsCsv() {}

    /**
     * Writes a header and one row for each sample. The writer is not closed.
     *
     * @throws IllegalArgumentException if the counts differ
     * @throws IOException if writing fails
     */
    public static void write(Writer out, List<String> ids, float[] labels, float[] predictions) throws IOException {
        write(out, ids, labels, predictions, "NaN");
    }

    /**
     * The same, with another text for predictions that are NaN.
     *
     * @param absent for example empty, if NaN stands for a sample that has nothing to predict from
     */
    public static void write(Writer out, List<String> ids, float[] labels, float[] predictions, String absent)
            throws IOException {
        if (ids.size() != labels.length || ids.size() != predictions.length) {
            throw new IllegalArgumentException("predictions: " + ids.size() + " ids, " + labels.length + " labels and "
                    + predictions.length + " predictions; the three counts must be equal");
        }
        // flushed, not closed: the writer belongs to the caller
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        csv.writeRecord("id", "label", "prediction");
        for (int i = 0; i < labels.length; i++) {
            csv.writeRecord(ids.get(i), Float.isNaN(labels[i]) ? "" : Float.toString(labels[i]),
                    Float.isNaN(predictions[i]) ? absent : Float.toString(predictions[i]));
        }
        csv.flush();
    }
}
