package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.almt.train.StopSignal;
import org.almt.train.TrainingListener;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was interrupted, however, leaves the same files as one that was not. */
class ResumeTest {
    @TempDir
    static Path shared;

    @TempDir
    Path temporary;

    private static Map<String, String> uninterrupted;

    @BeforeAll
    static void trainOnce() throws IOException {
        TinyRun.whole(shared.resolve("whole"), TinyRun.CONFIG);
        uninterrupted = TinyRun.bits(shared.resolve("whole"));
    }

    private static void assertSameRun(Path directory) throws IOException {
        Map<String, String> files = TinyRun.bits(directory);
        assertEquals(uninterrupted.keySet(), files.keySet());
        uninterrupted.forEach((name, bits) -> assertEquals(bits, files.get(name), name));
    }

    @Test
    void aRunLeavesExactlyItsFiles() {
        assertEquals(
                List.of("best.safetensors", "config.json", "last.safetensors", "metrics.csv", "predictions-valid.csv",
                        "predictions.csv", "reference-protocol.csv", "summary.json", "summary.txt"),
                List.copyOf(uninterrupted.keySet()));
        assertEquals(1 + TinyRun.TRAINING.epochs(), uninterrupted.get("metrics.csv").lines().count());
    }

    @Test
    void theSameRunTwiceHasTheSameBits() throws IOException {
        TinyRun.whole(temporary.resolve("again"), TinyRun.CONFIG);
        assertSameRun(temporary.resolve("again"));
    }

    @Test
    void anotherSeedHasOtherBits() throws IOException {
        RunConfig other = new RunConfig(
                TinyRun.CONFIG.preset(), TinyRun.CONFIG.kind(), TinyRun.CONFIG.data(), TinyRun.MODEL,
                TinyRun.TRAINING.with("seed", 2), null, false);
        TinyRun.whole(temporary.resolve("other"), other);
        assertFalse(uninterrupted.get("last.safetensors")
                .equals(TinyRun.bits(temporary.resolve("other")).get("last.safetensors")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void stoppedAfterAnyBatchAndResumed(int batchesAtOnce) throws IOException {
        Path directory = temporary.resolve("pieces");
        int pieces = TinyRun.inPieces(directory, TinyRun.CONFIG, batchesAtOnce);
        int updates = TinyRun.TRAINING.epochs() * TinyRun.BATCHES;
        assertTrue(pieces > updates / (batchesAtOnce + TinyRun.BATCHES), "stopped too rarely: " + pieces);
        assertSameRun(directory);
    }

    @Test
    void killedBetweenTheTablesAndTheCheckpoint() throws IOException {
        Path directory = temporary.resolve("torn");
        TinyRun.StopAfter stop = new TinyRun.StopAfter(2 * TinyRun.BATCHES);
        TinyRun.begin(directory, TinyRun.CONFIG, stop, stop.signal).run();
        byte[] checkpoint = Files.readAllBytes(directory.resolve("last.safetensors"));
        TinyRun.StopAfter later = new TinyRun.StopAfter(TinyRun.BATCHES);
        TinyRun.resume(directory, later, later.signal).run();
        // as if the process had died after writing the tables of an epoch, and before its checkpoint
        Files.write(directory.resolve("last.safetensors"), checkpoint);
        Files.writeString(directory.resolve(".last.safetensors.1.almt-tmp"), "half a file");

        TinyRun.resume(directory, new TrainingListener() {}, new StopSignal()).run();
        assertSameRun(directory);
    }

    @Test
    void killedWithoutWarning() throws IOException, InterruptedException {
        Path directory = temporary.resolve("killed");
        List<String> command =
                new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildTraining.class.getName(),
                directory.toString()));
        Process child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines = child.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.equals("batch 2 of epoch 3")) {
                line = lines.readLine();
            }
            assertTrue(line != null, "the child ended by itself");
        } finally {
            child.destroyForcibly();
        }
        assertTrue(child.waitFor(30, TimeUnit.SECONDS));

        TinyRun.resume(directory, new TrainingListener() {}, new StopSignal()).run();
        assertSameRun(directory);
    }

    @Test
    void aCheckpointOfAnotherModelIsRefused() throws IOException {
        Path directory = temporary.resolve("mixed");
        TinyRun.StopAfter stop = new TinyRun.StopAfter(1);
        TinyRun.begin(directory, TinyRun.CONFIG, stop, stop.signal).run();
        String config = Files.readString(directory.resolve("config.json"));
        Files.writeString(directory.resolve("config.json"), config.replace("\"mlp\" : 16", "\"mlp\" : 24"));
        IOException e = assertThrows(
                IOException.class, () -> TinyRun.resume(directory, new TrainingListener() {}, new StopSignal()));
        assertTrue(e.getMessage().contains("belongs to another model") && e.getMessage().contains("of another shape"),
                e.getMessage());
    }
}
