package org.almt.clips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.almt.clips.DataSetBuilder.Built;
import org.almt.clips.DataSetBuilder.Fault;
import org.almt.data.SplitName;
import org.almt.io.Json;
import org.almt.io.JsonObject;
import org.almt.io.Sha256;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.saved.Version;
import org.jspecify.annotations.Nullable;

/**
 * The provenance of a data set: the recipe, the hashes of all inputs, the warnings, the samples left out. It is written
 * beside the data set as {@code NAME.provenance.json}. It contains no time and no path, so the same inputs give the
 * same bytes.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param recipe the recipe of the features, with lengths and standardisation
 * @param map the contents of the file
 * @param warnings the warnings, one sentence each
 * @param samples the number of samples written
 * @param skipped the number of samples left out
 */
public record Provenance(ClipRecipe recipe, Map<String, Object> map, List<String> warnings, int samples, int skipped) {
    private static final int FORMAT = 1;
    private static final String SUFFIX = ".provenance.json";

    static Provenance of(Manifest manifest, ClipRecipe recipe, List<Built> built, List<Fault> faults)
            throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", FORMAT);
        map.put("almt", Version.NUMBER);
        map.put("manifestSha256", Sha256.of(manifest.file()));
        map.put("recipe", recipe.toMap());
        Map<String, Object> splits = new LinkedHashMap<>();
        for (SplitName split : SplitName.values()) {
            splits.put(split.key(), (int) built.stream().filter(each -> each.row().split() == split).count());
        }
        map.put("samples", splits);
        Set<String> warnings = new LinkedHashSet<>(manifest.warnings());
        List<Object> clips = new ArrayList<>();
        for (Built each : built) {
            Map<String, Object> clip = new LinkedHashMap<>();
            clip.put("id", each.row().id());
            clip.put("split", each.row().split().key());
            clip.put("audioSha256", each.inputs().audio());
            clip.put("visionSha256", each.inputs().vision());
            if (each.inputs().words() != null) {
                clip.put("wordsSha256", each.inputs().words());
            }
            clip.put("audioFrames", each.facts().audioFrames());
            clip.put("visionRows", each.facts().visionRows());
            clip.put("failedFrames", each.facts().failedFrames());
            clips.add(clip);
            warnings.addAll(each.facts().warnings());
            cut(each, recipe, warnings);
        }
        map.put("clips", clips);
        List<Object> skipped = new ArrayList<>();
        for (Fault fault : faults) {
            Map<String, Object> clip = new LinkedHashMap<>();
            clip.put("id", fault.row().id());
            skipped.add(clip);
        }
        map.put("skipped", skipped);
        return new Provenance(recipe, map, List.copyOf(warnings), built.size(), faults.size());
    }

    private static void cut(Built each, ClipRecipe recipe, Set<String> warnings) {
        if (each.facts().audioFrames() > recipe.audioLength() && recipe.audio() != null) {
            warnings.add(each.row().id() + ": its " + each.facts().audioFrames() + " frames of audio are cut to "
                    + recipe.audioLength());
        }
        if (each.facts().visionRows() > recipe.visionLength() && recipe.vision() != null) {
            warnings.add(each.row().id() + ": its " + each.facts().visionRows() + " rows of vision are cut to "
                    + recipe.visionLength());
        }
    }

    private static Path file(Path data) {
        return data.resolveSibling(data.getFileName() + SUFFIX);
    }

    /** Writes the provenance beside a data set, with the hash of the data set. */
    void write(Path data) throws IOException {
        byte[] json = json(data);
        AtomicFiles.write(file(data), out -> out.write(json));
    }

    private byte[] json(Path data) throws IOException {
        Map<String, Object> whole = new LinkedHashMap<>(map);
        whole.put("dataSha256", Sha256.of(data));
        return Json.write(whole);
    }

    /** Whether the data set exists, was built from the same inputs by the same recipe, and is undamaged. */
    boolean isOf(Path data) {
        Path file = file(data);
        try {
            if (!Files.isRegularFile(data) || !Files.isRegularFile(file)) {
                return false;
            }
            byte[] json = json(data);
            return Files.size(file) == json.length && Arrays.equals(Files.readAllBytes(file), json);
        } catch (IOException cannot) {
            return false; // any damaged file can be written again
        }
    }

    /**
     * Marks a data set as used now; returns whether this was allowed. The data set itself keeps its time, because a
     * program that reads it treats another time as a change.
     */
    boolean markUsed(Path data) {
        return LeastUsed.mark(file(data));
    }

    /**
     * The recipe of a built data set; null if it has no provenance file.
     *
     * @param sha256 the hash of the data set
     *
     * @throws IOException if the file is damaged, or belongs to another data set
     */
    public static @Nullable ClipRecipe recipeOf(Path data, String sha256) throws IOException {
        Path file = file(data);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        JsonObject json = JsonObject.read(file);
        try {
            if (!json.text("dataSha256").equals(sha256)) {
                throw new IOException(file + " belongs to another data set than " + data
                        + " (its SHA-256 differs); build the data set again, or delete that file");
            }
            return ClipRecipe.ofProvenance(json);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
