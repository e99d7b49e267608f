package org.almt.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.almt.Almt;
import org.almt.PredictionLimits;
import org.almt.PredictionStoppedException;
import org.almt.Sentiment;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The rows of a partition, each with its prediction, or with the reason why it has none. */
final class ScoredRows implements Iterator<InternalRow> {
    /**
     * The rows that are predicted together. A row of CMU-MOSI at full length takes 200 KB, so the batch takes 6.5 MB.
     */
    private static final int BATCH = 32;

    private final Iterator<InternalRow> rows;
    private final List<Almt> models;
    private final List<RowReader> readers;
    private final PredictionLimits limits;
    private final TaskContext task;

    private final List<InternalRow> batch = new ArrayList<>();
    private final @Nullable String[] reasons = new @Nullable String[BATCH];
    private final double[] sums = new double[BATCH];
    private final JoinedRow joined = new JoinedRow();
    private int next;

    ScoredRows(Iterator<InternalRow> rows, List<Almt> models, List<RowReader> readers, TaskContext task) {
        this.rows = rows;
        this.models = models;
        this.readers = readers;
        this.task = task;
        limits = PredictionLimits.until(task::isInterrupted);
    }

    @Override
    public boolean hasNext() {
        return next < batch.size() || rows.hasNext();
    }

    @Override
    public InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (next == batch.size()) {
            fill();
        }
        String reason = reasons[next];
        Object prediction = reason == null ? (float) (sums[next] / models.size()) : null;
        InternalRow added = new GenericInternalRow(new Object[] {prediction, UTF8String.fromString(reason)});
        return joined.apply(batch.get(next++), added);
    }

    private void fill() {
        batch.clear();
        next = 0;
        while (batch.size() < BATCH && rows.hasNext()) {
            batch.add(rows.next().copy()); // Spark returns one row object that it reuses, so the row is copied
        }
        Arrays.fill(reasons, null);
        Arrays.fill(sums, 0);
        for (int m = 0; m < models.size(); m++) {
            predict(models.get(m), readers.get(m));
        }
    }

    private void predict(Almt model, RowReader reader) {
        List<RowReader.Parts> parts = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (reasons[i] != null) {
                continue;
            }
            try {
                parts.add(reader.read(batch.get(i), model));
                places.add(i);
            } catch (IllegalArgumentException e) {
                reasons[i] = reason(e);
            }
        }
        try {
            predict(model, reader, parts, places);
        } catch (IllegalArgumentException oneOfThem) {
            for (int i = 0; i < parts.size(); i++) {
                try {
                    predict(model, reader, parts.subList(i, i + 1), places.subList(i, i + 1));
                } catch (IllegalArgumentException e) {
                    reasons[places.get(i)] = reason(e);
                }
            }
        }
    }

    /** The message without the name of the method. */
    private static String reason(IllegalArgumentException e) {
        return String.valueOf(e.getMessage()).replaceFirst("^(predict|sample): (sample 0,? )?", "");
    }

    private void predict(Almt model, RowReader reader, List<RowReader.Parts> parts, List<Integer> places) {
        try {
            List<Sentiment> sentiments = model.predict(reader.samples(parts, model), limits);
            for (int i = 0; i < places.size(); i++) {
                sums[places.get(i)] += sentiments.get(i).value();
            }
        } catch (PredictionStoppedException e) {
            task.killTaskIfInterrupted(); // throws the exception that Spark expects from a task that it ended
            throw e;
        }
    }
}
