package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.train.StopSignal;
import org.almt.train.TrainingListener;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run folder of which a bit, a value or a file has changed is not continued as if nothing had happened. With
 * {@code -Dalmt.bits.all=true} every bit of the checkpoints is changed, otherwise some.
 */
class EveryBitTest {
    private static final boolean ALL = Boolean.getBoolean("almt.bits.all");
    /** Primes, so that every bit of a byte and every place of a float is met. */
    private static final int HEADER_STRIDE = ALL ? 1 : 331;
    private static final int STRIDE = ALL ? 1 : 9973;

    @TempDir
    static Path shared;

    @TempDir
    Path temporary;

    @BeforeAll
    static void begin() throws IOException {
        begin("run", 1);
        begin("other", 2);
    }

    private static void begin(String name, int seed) throws IOException {
        RunConfig config = new RunConfig(TinyRun.CONFIG.preset(), TinyRun.CONFIG.kind(), TinyRun.CONFIG.data(),
                TinyRun.MODEL, TinyRun.TRAINING.with("seed", seed), null, false);
        TinyRun.StopAfter stop = new TinyRun.StopAfter(2 * TinyRun.BATCHES + 1);
        TinyRun.begin(shared.resolve(name), config, stop, stop.signal).run();
    }

    private Path copy() throws IOException {
        Path copy = Files.createDirectory(temporary.resolve("copy"));
        try (var files = Files.list(shared.resolve("run"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static String refused(Path run) {
        return assertThrows(IOException.class, () -> TinyRun.resume(run, new TrainingListener() {}, new StopSignal())
                .run()).getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"last.safetensors", "best.safetensors"})
    void aBitOfACheckpoint(String name) throws IOException {
        Path file = copy().resolve(name);
        byte[] sound = Files.readAllBytes(file);
        int words;
        try (SafeTensors open = SafeTensors.open(file)) {
            words = open.metadata().size();
        }
        long header = sound[0] & 0xff | (sound[1] & 0xff) << 8 | (sound[2] & 0xff) << 16;
        for (long bit = 0; bit < 8L * sound.length; bit += bit < 64 ? 1 : bit < 8 * header ? HEADER_STRIDE : STRIDE) {
            byte[] damaged = sound.clone();
            damaged[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            try (SafeTensors open = SafeTensors.open(file)) {
                // The name of the checksum itself has changed: one word more, and the rest is as it was.
                assertEquals(1 + words, open.metadata().size(), "bit " + bit + " is not noticed");
            } catch (CheckpointException noticed) {
                assertTrue(noticed.getMessage().startsWith(file.toString()), noticed.getMessage());
            }
        }
    }

    @Test
    void aCheckpointOfAnotherRun() throws IOException {
        Path run = copy();
        Files.copy(shared.resolve("other/last.safetensors"), run.resolve("last.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
        assertTrue(refused(run).contains("last.safetensors does not belong to the run in the config.json beside it"));
    }

    @Test
    void theBestWeightsOfAnotherRun() throws IOException {
        Path run = copy();
        TinyRun.StopAfter never = new TinyRun.StopAfter(0);
        Files.copy(shared.resolve("other/best.safetensors"), run.resolve("best.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
        String config = Files.readString(run.resolve("config.json"));
        assertTrue(config.contains("epochs"));
        // Unless a better epoch replaces it, the last look at the test split finds it.
        try {
            RunSummary summary = TinyRun.resume(run, never, never.signal).run().orElseThrow();
            assertTrue(summary.bestEpoch() > 2, "a better epoch replaced it");
        } catch (IOException noticed) {
            assertTrue(noticed.getMessage().contains("best.safetensors holds weights of another run"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"seed\" : 1", "\"lr\" : 0.003", "\"batchSize\" : 16", "\"clipNorm\" : 0.0"})
    void aSettingThatWasEdited(String setting) throws IOException {
        Path run = copy();
        String config = Files.readString(run.resolve("config.json"));
        assertTrue(config.contains(setting), config);
        String edited = setting + "5";
        Files.writeString(run.resolve("config.json"), config.replace(setting, edited));
        String message = refused(run);
        assertTrue(message.contains("does not belong to the run in the config.json"), message);
    }

    @Test
    void aFigureOfATableThatWasEdited() throws IOException {
        Path run = copy();
        String metrics = Files.readString(run.resolve("metrics.csv"));
        String[] rows = metrics.split("\n");
        String[] cells = rows[1].split(",");
        cells[3] = "0.5";
        rows[1] = String.join(",", cells);
        Files.writeString(run.resolve("metrics.csv"), String.join("\n", rows) + "\n");
        assertTrue(refused(run).contains("metrics.csv has other figures"), refused(run));
    }

    @ParameterizedTest
    @CsvSource({"epoch,-1", "epoch,2000000000", "batch,100000", "batch,-1", "steps,9223372036854775807", "steps,-1",
            "bestEpoch,-3", "bestEpoch,9", "bestMae,7ff8000000000000", "lossSum,7ff0000000000000", "epoch,x",
            "batch,99999999999999999999"})
    void aStateThatCannotBe(String key, String value) throws IOException {
        Path run = copy();
        Path last = run.resolve("last.safetensors");
        Map<String, String> words;
        Map<String, Tensor> tensors = SafeTensors.read(last);
        try (SafeTensors open = SafeTensors.open(last)) {
            words = new LinkedHashMap<>(open.metadata());
        }
        words.put(key, value);
        List<TensorSource> sources = tensors.entrySet().stream()
                .map(entry -> TensorSource.of(entry.getKey(), entry.getValue())).toList();
        SafeTensors.write(last, sources, words);
        String message = refused(run);
        assertTrue(message.contains("last.safetensors") && message.contains(key), message);
    }

    @Test
    void theSoundCopyGoesOn() throws IOException {
        Path run = copy();
        assertEquals(4, TinyRun.resume(run, new TrainingListener() {}, new StopSignal()).run().orElseThrow().epochs());
    }
}
