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
 * The columns of a run's {@code metrics.csv}, with one number per epoch.
 *
 * @param columns the columns of the file by name
 *
 * @param lossWords the name of the training loss, such as {@code mean squared error}; null if it is not known
 */
public record TrainingCurves(SequencedMap<String, List<Double>> columns, @Nullable String lossWords) {
    /** Columns of a training whose loss is not known. */
    public TrainingCurves(SequencedMap<String, List<Double>> columns) {
        this(columns, null);
    }

    /**
     * Reads the columns, and the name of the loss from the {@code config.json} beside them. Without a file there are no
     * columns.
     *
     * @throws IOException if a row, or {@code config.json}, is damaged
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
