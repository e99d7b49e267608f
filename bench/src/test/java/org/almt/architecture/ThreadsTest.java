package org.almt.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What embedders load says what several threads may do: the text of each package, for all types that say no other. */
class ThreadsTest {
    @Test
    void everyExportedPackageSpeaksOfThreads() throws IOException {
        List<String> silent = new ArrayList<>();
        int packages = 0;
        for (House module : List.of(House.CORE, House.NN, House.PREDICT)) {
            for (ModuleDescriptor.Exports exports : module.descriptor().exports()) {
                if (!exports.isQualified()) {
                    packages++;
                    Path text = module.folder().resolve("src/main/java")
                            .resolve(exports.source().replace('.', '/')).resolve("package-info.java");
                    if (!Files.readString(text).contains("<p>Threads: ")) {
                        silent.add(exports.source());
                    }
                }
            }
        }
        assertEquals(List.of(), silent, "say in package-info what several threads may do, after \"<p>Threads: \"");
        assertTrue(packages >= 20, packages + " packages");
    }
}
