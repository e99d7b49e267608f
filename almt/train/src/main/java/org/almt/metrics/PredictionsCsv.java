package org.almt.metrics;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Predictions as CSV with the columns {@code id,label,prediction}, which {@link ScoreFile} reads back to the same bits:
 * every float is written with the fewest digits that find it again. A sample without a label has none there.
 *
 * <p>Threads: safe for many at once.
 */
public final class PredictionsCsv {
    private PredictionsCsv() {}

    /**
     * Writes a header and one row for each sample; the writer stays open.
     *
     * @throws IllegalArgumentException when the counts differ
     * @throws IOException when writing fails
     */
    public static void write(Writer out, List<String> ids, float[] labels, float[] predictions) throws IOException {
        if (ids.size() != labels.length || ids.size() != predictions.length) {
            throw new IllegalArgumentException("predictions: " + ids.size() + " ids, " + labels.length + " labels and "
                    + predictions.length + " predictions; there must be as many of each");
        }
        // flushed, not closed: the writer is the caller's
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        csv.writeRecord("id", "label", "prediction");
        for (int i = 0; i < labels.length; i++) {
            csv.writeRecord(ids.get(i), Float.isNaN(labels[i]) ? "" : Float.toString(labels[i]),
                    Float.toString(predictions[i]));
        }
        csv.flush();
    }
}
