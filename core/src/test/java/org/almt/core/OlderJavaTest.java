package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.almt.testsdata.OlderJdk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's classes are those of Java 17, and give the same bits on every older JDK that this machine has. */
class OlderJavaTest {
    private static final Path SOURCES = Path.of("src/test/java/org/almt/core");
    private static final Path ENGINE = OlderJdk.home(Tensor.class);

    @TempDir
    Path programs;

    @Test
    void everyClassIsOfJava17() throws IOException {
        int classes = OlderJdk.classesOfJava17(ENGINE).size();
        assertTrue(classes > 80, classes + " classes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "auto"})
    void olderJavaGivesTheSameBits(String kernels) throws IOException, InterruptedException {
        List<OlderJdk> older = OlderJdk.found();
        assumeFalse(older.isEmpty(), "no JDK 17 to 24 in " + OlderJdk.PLACES);
        compilePrograms();
        String expected = TrainingHash.of();
        for (OlderJdk jdk : older) {
            for (int threads = 1; threads <= 3; threads += 2) {
                String printed = jdk.run("--add-modules=jdk.incubator.vector", "-Dalmt.simd=" + kernels,
                        "-Dalmt.threads=" + threads, "-cp", programs + File.pathSeparator + ENGINE,
                        TrainingHash.class.getName());
                assertEquals(kernels.equals("auto") ? "simd" : "plain", printed.split("[- ]")[0]);
                assertEquals(expected, printed.split(" ")[1], "JDK " + jdk.version() + ", " + printed);
            }
        }
    }

    private void compilePrograms() {
        int failures = ToolProvider.getSystemJavaCompiler().run(null, null, null, "--release", "17", "-cp",
                ENGINE.toString(), "-d", programs.toString(), SOURCES.resolve("TrainingHash.java").toString());
        assertEquals(0, failures);
    }
}
