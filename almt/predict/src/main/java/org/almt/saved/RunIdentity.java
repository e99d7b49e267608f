package org.almt.saved;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.io.Json;
import org.almt.io.Sha256;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.safetensors.SafeTensors;

/**
 * The identity of a run: a hash of everything that affects the bits of its weights. Paths and versions are left out, so
 * equal runs have equal files of weights, wherever they are stored.
 *
 * <p>Threads: safe for many at once.
 */
public final class RunIdentity {
    /** The key of the hash in a file's metadata. */
    public static final String WORD = "run";

    private RunIdentity() {}

    /**
     * The hash of a configuration, and of the order of samples and the teacher's outputs if the folder has them.
     *
     * @param config the contents of {@code config.json}
     */
    public static String of(Map<String, ?> config, RunFiles files) throws IOException {
        MessageDigest digest = Sha256.digest();
        digest.update(Json.write(deciding(config)));
        for (Path file : List.of(files.sampleOrder(), files.teacher())) {
            String hash = Files.exists(file) ? Sha256.of(file) : "none";
            digest.update((" " + hash).getBytes(StandardCharsets.US_ASCII));
        }
        return Sha256.text(digest);
    }

    /**
     * Refuses weights that belong to another run than the folder's, or to a run whose settings were edited. Weights
     * that name no run are accepted. So are those of a run whose order of samples or teacher's outputs were not copied
     * with it.
     */
    static void require(RunFiles files, Checkpoint weights) throws IOException {
        Map<String, ?> config = Json.read(files.config());
        boolean whole = (!Boolean.TRUE.equals(config.get("sampleOrder")) || Files.exists(files.sampleOrder()))
                && (!config.containsKey("teacher") || Files.exists(files.teacher()));
        if (whole && weights instanceof SafeTensors named && named.metadata().containsKey(WORD)
                && !of(config, files).equals(named.metadata().get(WORD))) {
            throw new IOException(files.best() + " does not belong to the run in the config.json beside it: one of the"
                    + " two was changed or exchanged; restore it");
        }
    }

    private static Map<String, Object> deciding(Map<String, ?> config) {
        Map<String, Object> all = new LinkedHashMap<>(config);
        for (List<String> path : List.of(List.of("versions"), List.of("initialWeights"), List.of("data", "file"),
                List.of("language", "source"), List.of("language", "recompute"), List.of("teacher", "run"))) {
            all = without(all, path);
        }
        return all;
    }

    private static Map<String, Object> without(Map<String, Object> map, List<String> path) {
        Map<String, Object> copy = new LinkedHashMap<>(map);
        String first = path.get(0);
        if (path.size() == 1) {
            copy.remove(first);
        } else if (copy.get(first) instanceof Map<?, ?> inner) {
            Map<String, Object> below = new LinkedHashMap<>();
            inner.forEach((key, value) -> below.put((String) key, value));
            copy.put(first, without(below, path.subList(1, path.size())));
        }
        return copy;
    }
}
