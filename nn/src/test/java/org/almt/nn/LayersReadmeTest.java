package org.almt.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.almt.testsdata.ReadmeExample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersReadmeTest {
    @TempDir
    Path folder;

    @Test
    void theTrainingRunLearns() throws IOException, InterruptedException {
        List<Double> losses = ReadmeExample.run(Path.of("README.md"), folder).lines()
                .map(line -> Double.parseDouble(line.replaceAll(".* ", ""))).toList();
        assertEquals(10, losses.size());
        assertTrue(losses.getLast() < 0.5 * losses.getFirst(), losses.toString());
    }
}
