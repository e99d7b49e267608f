package org.almt.distill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.almt.io.Json;

/**
 * The sizes of students, by their names in {@code config.json}. Sizes that they omit are the teacher's. The numbers of
 * parameters are those for the embedded data, whose full model has 2,403,201.
 */
public enum Student {
    /** 585,889 parameters: narrower, with the same depth and number of tokens. */
    QUARTER(96, 8, 4, 24, 96, 3, 2),
    /** 189,441 parameters: half the width, half the tokens, one layer less everywhere. */
    TENTH(64, 4, 4, 16, 64, 2, 1);

    private final Map<String, Object> sizes = new LinkedHashMap<>();

    Student(int width, int tokens, int heads, int headSize, int mlp, int hyperDepth, int fusionDepth) {
        sizes.put("width", width);
        sizes.put("tokens", tokens);
        sizes.put("heads", heads);
        sizes.put("headSize", headSize);
        sizes.put("hyperHeadSize", headSize);
        sizes.put("mlp", mlp);
        sizes.put("hyperDepth", hyperDepth);
        sizes.put("fusionDepth", fusionDepth);
    }

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The sizes of a student.
     *
     * @param word a name, or a JSON file with one object of sizes; the model checks the sizes
     * @throws IllegalArgumentException if there is no such name
     * @throws IOException if the file cannot be read, or contains a value that is not a size
     */
    public static Map<String, Object> sizes(String word) throws IOException {
        if (!word.endsWith(".json")) {
            return Arrays.stream(values()).filter(student -> student.label().equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst().orElseThrow(() -> new IllegalArgumentException("student: there is no '" + word
                            + "'; known are " + Arrays.stream(values()).map(Student::label).collect(
                                    Collectors.joining(", "))
                            + ", and any file that ends with .json")).sizes;
        }
        Map<String, Object> sizes = Json.read(Path.of(word));
        for (Map.Entry<String, Object> size : sizes.entrySet()) {
            if (!(size.getValue() instanceof Long || size.getValue() instanceof String
                    || size.getValue() instanceof Boolean)) {
                throw new IOException(
                        word + ": '" + size.getKey() + "' must be a whole number, true, false or a name");
            }
        }
        return sizes;
    }
}
