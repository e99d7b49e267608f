package org.almt.architecture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The only binary among the sources is compiled from the source beside it. */
class JmhLifecycleTest {
    @Test
    void jarHoldsItsSourceAndNothingElse() throws IOException {
        String name = "META-INF/plexus/components.xml";
        try (ZipFile jar = new ZipFile(
                House.file(".mvn/repo/org/almt/build/jmh-lifecycle/1/jmh-lifecycle-1.jar").toFile())) {
            List<String> files = jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
            assertEquals(List.of(name), files);
            assertArrayEquals(Files.readAllBytes(House.file(".mvn/jmh-lifecycle/" + name)),
                    jar.getInputStream(jar.getEntry(name)).readAllBytes());
        }
    }
}
