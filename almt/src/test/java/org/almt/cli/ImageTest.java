package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a runtime image, made like that of {@code mvn package -Pimage}, without any other Java. */
class ImageTest {
    @TempDir
    static Path temporary;

    private static Path image;

    @BeforeAll
    static void link() throws Exception {
        Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
        assumeTrue(Files.exists(jlink), "this Java has no jlink");
        image = temporary.resolve("image");
        ChildAlmt.run(new ProcessBuilder(jlink.toString()), List.of("@src/main/image/jlink.options", "--module-path",
                ChildAlmt.modulePath(), "--output", image.toString())).assertDone();
    }

    @Test
    void holdsTheLauncherAndWhatItNeeds() throws Exception {
        assertEquals(Set.of("almt", "java"), names(image.resolve("bin")));
        ChildAlmt modules = ChildAlmt.run(
                new ProcessBuilder(image.resolve("bin/java").toString()), List.of("--list-modules")).assertDone();
        assertEquals(
                Set.of("java.base", "jdk.incubator.vector", "org.almt.core", "org.almt.nn", "org.almt",
                        "org.almt.features",
                        "org.almt.train", "org.almt.study", "org.almt.cli", "com.fasterxml.jackson.core",
                        "info.picocli", "de.siegmar.fastcsv"),
                modules.out().lines().map(line -> line.replaceAll("@.*", "")).collect(Collectors.toSet()));
    }

    @Test
    void trainsToTheSameBits() throws Exception {
        Path here = temporary.resolve("here");
        Path there = temporary.resolve("there");
        ChildAlmt.run(List.of("-Dalmt.simd=scalar"), TinyTraining.NARROW.into(here, List.of())).assertDone();
        ProcessBuilder launcher = new ProcessBuilder(image.resolve("bin/almt").toString());
        launcher.environment().remove("JAVA_HOME");
        ChildAlmt training = ChildAlmt.run(launcher, TinyTraining.NARROW.into(there, List.of())).assertDone();
        assertEquals(ChildAlmt.hashOfRun(here), ChildAlmt.hashOfRun(there));
        assertTrue(!training.err().contains("almt: "), "runs on vectors, so that there is no hint: " + training.err());
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
