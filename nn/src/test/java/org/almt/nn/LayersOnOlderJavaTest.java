package org.almt.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.almt.core.Tensor;
import org.almt.testsdata.OlderJdk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layers' classes are those of Java 17, and train, save and load with the same bits on older JDKs. */
class LayersOnOlderJavaTest {
    private static final Path SOURCE = Path.of("src/test/java/org/almt/nn/TrainedFile.java");

    @TempDir
    Path folder;

    @Test
    void everyClassIsOfJava17() throws IOException {
        int classes = OlderJdk.classesOfJava17(OlderJdk.home(Layer.class)).size();
        assertTrue(classes > 80, classes + " classes");
    }

    @Test
    void olderJavaTrainsAndLoadsTheSameBits() throws IOException, InterruptedException {
        List<OlderJdk> older = OlderJdk.found();
        assumeFalse(older.isEmpty(), "no JDK 17 to 24 in " + OlderJdk.PLACES);
        String libraries = OlderJdk.home(Layer.class) + File.pathSeparator + OlderJdk.home(Tensor.class);
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(
                null, null, null, "--release", "17", "-cp", libraries, "-d", folder.toString(), SOURCE.toString()));
        String expected = TrainedFile.hash(folder.resolve("here.safetensors"));
        for (OlderJdk jdk : older) {
            String printed = jdk.run("-cp", folder + File.pathSeparator + libraries, TrainedFile.class.getName(),
                    folder.resolve("there.safetensors").toString());
            assertEquals(expected, printed, "JDK " + jdk.version());
        }
    }
}
