package org.almt.clips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.almt.features.FeatureTable;
import org.almt.features.io.Printable;
import org.almt.io.Json;
import org.almt.io.Sha256;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.saved.Version;
import org.jspecify.annotations.Nullable;

/**
 * The features of one clip in their own file. Its name is a hash of the bytes of the clip and the recipe. So features
 * that were extracted before a build was stopped are found by the next build.
 */
record ClipPart(Path features, Path facts) {
    private static final int NAME = 24;

    /** The hashes of the inputs; null for a missing file. */
    record Inputs(@Nullable String audio, @Nullable String vision, @Nullable String words) {
        static Inputs of(Manifest.Row row) throws IOException {
            return new Inputs(sha256(row.audio()), sha256(row.vision()), sha256(row.words()));
        }

        private static @Nullable String sha256(@Nullable Path file) throws IOException {
            return file == null ? null : Sha256.of(file);
        }
    }

    static ClipPart of(Path folder, ClipRecipe recipe, Inputs inputs) {
        Map<String, Object> map = recipe.withLengths(0, 0).withScaling(null, null).toMap();
        map.put("audioSha256", inputs.audio);
        map.put("visionSha256", inputs.vision);
        if (recipe.alignment() != null) {
            map.put("wordsSha256", inputs.words);
        }
        map.put("version", Version.NUMBER);
        MessageDigest digest = Sha256.digest();
        digest.update(Json.write(map));
        String name = Sha256.text(digest).substring(0, NAME);
        return new ClipPart(folder.resolve(name + ".npz"), folder.resolve(name + ".json"));
    }

    /** Whether a file has the name of a part. */
    static boolean isPart(Path file) {
        return file.getFileName().toString().matches("[0-9a-f]{" + NAME + "}\\.(npz|json)");
    }

    boolean isThere() {
        return Files.isRegularFile(facts) && Files.isRegularFile(features);
    }

    /** Marks the part as used now. */
    void markUsed() {
        LeastUsed.mark(features);
        LeastUsed.mark(facts);
    }

    /**
     * Writes the features extracted from the files of a row. The facts are written last, because they mark the part as
     * complete.
     */
    void write(ClipFeatures clip, Manifest.Row row) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        put(arrays, "audio", clip.audio());
        put(arrays, "vision", clip.vision());
        Npz.write(features, arrays);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("audioFrames", frames(clip.audio()));
        map.put("visionRows", frames(clip.vision()));
        map.put("failedFrames", clip.failedFrames());
        map.put("warnings", clip.warnings());
        map.put("files", files(row));
        byte[] json = Json.write(map);
        AtomicFiles.write(facts, out -> out.write(json));
    }

    /** The files of a row as warnings name them; empty for a missing file. */
    private static List<String> files(Manifest.Row row) {
        return Stream.of(row.audio(), row.vision(), row.words())
                .map(file -> file == null ? "" : Printable.path(file)).toList();
    }

    private static int frames(@Nullable FeatureTable table) {
        return table == null ? 0 : table.frames();
    }

    private static void put(Map<String, NpyArray> arrays, String name, @Nullable FeatureTable table) {
        if (table != null) {
            arrays.put(name, NpyArray.of(table.toFloats(), table.frames(), table.columns().size()));
        }
    }

    /** The facts of a part that are known without its features. */
    record Facts(int audioFrames, int visionRows, long failedFrames, List<String> warnings) {}

    /** Reads the facts. Warnings name the files of the row, also if the features are of equal files elsewhere. */
    Facts read(Manifest.Row row) throws IOException {
        Map<String, Object> map = Json.read(facts);
        List<?> before = map.get("files") instanceof List<?> list ? list : List.of();
        List<String> now = files(row);
        List<String> warnings = new ArrayList<>();
        if (map.get("warnings") instanceof List<?> list) {
            for (Object each : list) {
                String warning = String.valueOf(each);
                for (int i = 0; i < Math.min(before.size(), now.size()); i++) {
                    if (before.get(i) instanceof String file && !file.isEmpty()) {
                        warning = warning.replace(file, now.get(i));
                    }
                }
                warnings.add(warning);
            }
        }
        return new Facts(number(map, "audioFrames"), number(map, "visionRows"), number(map, "failedFrames"), warnings);
    }

    private int number(Map<String, Object> map, String key) throws IOException {
        if (map.get(key) instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw new IOException(facts + ": '" + key + "' is damaged; delete the folder " + facts.getParent());
    }

    /** The rows [frames, columns] of a modality. */
    float[] rows(String modality) throws IOException {
        try (Npz file = Npz.open(features)) {
            return file.array(modality).floats();
        }
    }

}
