package org.almt.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;

/** The size of the files that a program needs to predict: three modules, packed like the build packs them. */
class ClosureTest {
    /** In MB of 10⁶ bytes: 1.3. */
    private static final int MOST_BYTES = 1_300_000;

    @Test
    void predictionStaysSmall() throws IOException {
        int all = 0;
        for (House module : List.of(House.CORE, House.NN, House.PREDICT)) {
            int bytes = packed(module);
            System.out.printf(Locale.ROOT, "%-8s %,9d bytes%n", module, bytes);
            all += bytes;
        }
        System.out.printf(Locale.ROOT, "%-8s %,9d bytes of at most %,d%n", "all", all, MOST_BYTES);
        assertTrue(all <= MOST_BYTES, all + " bytes; " + MOST_BYTES + " may go with a prediction. Move what"
                + " predictions do not need to a module above.");
    }

    private static int packed(House module) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            for (Path file : module.packedFiles()) {
                jar.putNextEntry(new JarEntry(module.name(file)));
                jar.write(Files.readAllBytes(file));
            }
        }
        return bytes.size();
    }
}
