package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGINT or SIGTERM, as sent by Ctrl-C or the system, stops a training in a separate process. */
class InterruptTest {
    @TempDir
    Path temporary;

    @Test
    void trainingStopsAfterTheBatchAndCanGoOn() throws IOException, InterruptedException {
        Path run = temporary.resolve("run");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("train", "--out", run.toString(), "--epochs", "100000", "--set", "width=16", "--set",
                "tokens=2", "--set", "heads=2", "--set", "headSize=8", "--set", "mlp=16"));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines = child.inputReader()) {
            StringBuilder before = new StringBuilder();
            String line = lines.readLine();
            while (line != null && !line.startsWith("epoch ")) {
                before.append(line).append('\n');
                line = lines.readLine();
            }
            assertTrue(line != null, "the child ended by itself: " + before);
            // the child has no Vector API, and reports this once
            assertEquals(2, before.toString().split("running without vector instructions", -1).length,
                    before.toString());
            child.toHandle().destroy(); // leaves its output open
            String rest = lines.lines().collect(Collectors.joining("\n"));
            assertTrue(rest.contains("Stopped; continue with: almt train --resume " + run), rest);
        } finally {
            child.destroyForcibly();
        }
        assertTrue(child.waitFor(30, TimeUnit.SECONDS));
        assertEquals(128 + 15, child.exitValue());
        assertTrue(Files.exists(run.resolve("last.safetensors")));
        assertFalse(Files.exists(run.resolve("summary.json")));
    }
}
