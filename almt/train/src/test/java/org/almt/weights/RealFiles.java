package org.almt.weights;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.almt.pretrained.KnownModel;

/**
 * The folders of files that are too large for the repository or belong to others. Missing files are reported as
 * skipped.
 */
final class RealFiles {
    private RealFiles() {}

    /** The jar of a model: in Maven's local repository, or in the folder of {@code -Dalmt.weights}. */
    static Path jar(KnownModel model) {
        String[] parts = model.coordinates().split(":");
        String name = parts[1] + "-" + parts[2] + ".jar";
        String named = System.getProperty("almt.weights");
        Path jar = named != null
                ? Path.of(named, name)
                : Path.of(System.getProperty("user.home"), ".m2", "repository").resolve(parts[0].replace('.', '/'))
                        .resolve(parts[1]).resolve(parts[2]).resolve(name);
        assumeTrue(Files.isRegularFile(jar),
                "skipped: there is no " + jar + "; run 'almt weights get " + model + "', or set -Dalmt.weights=FOLDER");
        return jar;
    }

    /** A file of the folder {@code shared}, beside any folder above. */
    static Path shared(String name) {
        Path found = null;
        for (Path above = Path.of("").toAbsolutePath(); found == null && above != null; above = above.getParent()) {
            Path file = above.resolve("shared").resolve(name);
            found = Files.exists(file) ? file : null;
        }
        assumeTrue(found != null, "skipped: shared/" + name + " is nowhere above");
        return found;
    }
}
