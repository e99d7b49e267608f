package org.almt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.almt.core.Tensor;
import org.almt.nn.Layer;
import org.almt.testsdata.OlderJdk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What predicts is made of classes of Java 17, and predicts the same bits on older JDKs, with and without vectors. */
class AlmtOnOlderJavaTest {
    private static final Path SOURCE = Path.of("src/test/java/org/almt/PredictedBits.java");

    @TempDir
    Path folder;

    @Test
    void everyClassIsOfJava17() throws IOException {
        int classes = OlderJdk.classesOfJava17(OlderJdk.home(Almt.class)).size();
        assertTrue(classes > 100, classes + " classes");
    }

    @Test
    void olderJavaPredictsTheSameBits() throws IOException, InterruptedException {
        List<OlderJdk> older = OlderJdk.found();
        assumeFalse(older.isEmpty(), "no JDK 17 to 24 in " + OlderJdk.PLACES);
        String libraries = Stream.of(Almt.class, Layer.class, Tensor.class)
                .map(type -> OlderJdk.home(type).toString()).collect(Collectors.joining(File.pathSeparator));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(
                null, null, null, "--release", "17", "-cp", libraries, "-d", folder.toString(), SOURCE.toString()));
        String expected = PredictedBits.of(folder.resolve("here.safetensors"));
        for (OlderJdk jdk : older) {
            for (String vectors : List.of("--add-modules=jdk.incubator.vector", "-Dalmt.simd=plain")) {
                String printed = jdk.run(vectors, "-cp", folder + File.pathSeparator + libraries,
                        PredictedBits.class.getName(), folder.resolve("there.safetensors").toString());
                assertEquals(expected, printed, "JDK " + jdk.version() + " " + vectors);
            }
        }
    }
}
