package org.almt.run;

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

/**
 * What a checkpoint belongs to: a hash of all that decides the bits of a run. Paths and versions are left out, so that
 * equal runs have equal checkpoints wherever they lie.
 */
final class RunIdentity {
    private RunIdentity() {}

    /** The hash of a configuration, and of the order of samples and the teacher's outputs if the folder has them. */
    static String of(RunConfig config, RunFolder folder) throws IOException {
        MessageDigest digest = Sha256.digest();
        digest.update(Json.write(deciding(config)));
        for (Path file : List.of(folder.sampleOrder(), folder.teacher())) {
            String hash = Files.exists(file) ? Sha256.of(file) : "none";
            digest.update((" " + hash).getBytes(StandardCharsets.US_ASCII));
        }
        return Sha256.text(digest);
    }

    private static Map<String, Object> deciding(RunConfig config) {
        Map<String, Object> all = config.toMap();
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
