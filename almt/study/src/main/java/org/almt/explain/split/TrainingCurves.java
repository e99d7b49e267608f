package org.almt.explain.split;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.almt.io.FileFolder;
import org.almt.io.TableLines;
import org.almt.run.RunConfig;
import org.almt.run.RunFolder;
import org.almt.train.Loss;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a run's {@code metrics.csv}, one number an epoch.
 *
 * @param columns by name, as the file has them
 * @param lossWords what the training loss is, such as {@code mean squared error}; null where that is not known
 */
public record TrainingCurves(SequencedMap<String, List<Double>> columns, @Nullable String lossWords) {
    /** Columns of a training of which no more is known. */
    public TrainingCurves(SequencedMap<String, List<Double>> columns) {
        this(columns, null);
    }

    /**
     * Reads them, and what the loss is from the {@code config.json} beside them; none where there is no file.
     *
     * @throws IOException when a row, or {@code config.json}, is damaged
     */
    public static TrainingCurves read(Path file) throws IOException {
        SequencedMap<String, List<Double>> columns = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return new TrainingCurves(columns);
        }
        List<String> lines = TableLines.of(file);
        List<String> names = lines.isEmpty() ? List.of() : List.of(lines.getFirst().split(",", -1));
        names.forEach(name -> columns.put(name, new ArrayList<>()));
        for (int row = 1; row < lines.size(); row++) {
            String[] cells = lines.get(row).split(",", -1);
            try {
                for (int i = 0; i < names.size(); i++) {
                    columns.computeIfAbsent(names.get(i), name -> new ArrayList<>()).add(Double.valueOf(cells[i]));
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IOException(file + ": row " + row + " is damaged: " + lines.get(row), e);
            }
        }
        return new TrainingCurves(columns, lossWords(FileFolder.of(file.toAbsolutePath())));
    }

    private static @Nullable String lossWords(Path folder) throws IOException {
        if (!Files.isRegularFile(folder.resolve("config.json"))) {
            return null;
        }
        RunConfig config = RunFolder.open(folder).readConfig();
        return words(config.training().loss())
                + (config.teacher() == null ? "" : ", to labels and the teacher's outputs");
    }

    private static String words(Loss loss) {
        return switch (loss) {
            case MSE -> "mean squared error";
            case L1 -> "mean absolute error";
        };
    }
}
