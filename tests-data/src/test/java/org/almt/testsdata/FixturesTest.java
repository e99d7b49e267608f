package org.almt.testsdata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixturesTest {
    private static final String NAME = "numpy/f4.npy";

    @TempDir
    Path folder;

    @Test
    void pathAndStreamHoldTheSame() throws IOException {
        try (InputStream in = Fixtures.open(NAME)) {
            assertArrayEquals(in.readAllBytes(), Files.readAllBytes(Fixtures.path(NAME)));
        }
        assertEquals("f4.npy", Fixtures.path(NAME).getFileName().toString());
    }

    @Test
    void aMissingFixtureIsNamed() {
        assertEquals("fixture no/such is missing; see tests-data/src/main/resources",
                assertThrows(IllegalArgumentException.class, () -> Fixtures.path("no/such")).getMessage());
    }

    /** Loads the class a second time, from a jar, where a fixture has no path of its own. */
    @Test
    void fixturesInAJarAreCopiedOut() throws Exception {
        Path jar = folder.resolve("fixtures.jar");
        try (OutputStream out = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : new String[] {"org/almt/testsdata/Fixtures.class", NAME}) {
                zip.putNextEntry(new ZipEntry(name));
                try (InputStream in = Fixtures.open(name)) {
                    in.transferTo(zip);
                }
            }
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            Class<?> copy = loader.loadClass(Fixtures.class.getName());
            Path path = (Path) copy.getMethod("path", String.class).invoke(null, NAME);
            assertEquals(path, copy.getMethod("path", String.class).invoke(null, NAME), "copied once");
            assertArrayEquals(Files.readAllBytes(Fixtures.path(NAME)), Files.readAllBytes(path));
        }
    }
}
