package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.almt.testsdata.ReadmeExample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    @TempDir
    Path folder;

    /** z = x w = (-2, -2), and so Σ gelu(z)/2 has the gradient gelu'(-2)/2 · xᵀ(1, 1). */
    @Test
    void theExampleRuns() throws IOException, InterruptedException {
        double slope = 0.5 * (1 + erf(-Math.sqrt(2))) - 2 * Math.exp(-2) / Math.sqrt(2 * Math.PI);
        String[] numbers =
                ReadmeExample.run(Path.of("README.md"), folder).strip().replaceAll("[\\[\\]]", "").split(", ");
        double[] expected = {slope / 2, slope / 2, -slope / 2, -slope / 2};
        assertEquals(expected.length, numbers.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], Double.parseDouble(numbers[i]), 1e-6);
        }
    }

    /** 2/√π Σ (-1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)). */
    private static double erf(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 60; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
