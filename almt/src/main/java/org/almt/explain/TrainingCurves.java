package org.almt.explain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The columns of a run's {@code metrics.csv}, one number an epoch.
 *
 * @param columns by name, as the file has them
 */
public record TrainingCurves(SequencedMap<String, List<Double>> columns) {
    /**
     * Reads them; none where there is no file.
     *
     * @throws IOException when a row is damaged
     */
    public static TrainingCurves read(Path file) throws IOException {
        SequencedMap<String, List<Double>> columns = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return new TrainingCurves(columns);
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        List<String> names = lines.isEmpty() ? List.of() : List.of(lines.getFirst().split(",", -1));
        names.forEach(name -> columns.put(name, new ArrayList<>()));
        for (int row = 1; row < lines.size(); row++) {
            String[] cells = lines.get(row).split(",", -1);
            try {
                for (int i = 0; i < names.size(); i++) {
                    columns.get(names.get(i)).add(Double.valueOf(cells[i]));
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IOException(file + ": row " + row + " is damaged: " + lines.get(row), e);
            }
        }
        return new TrainingCurves(columns);
    }
}
