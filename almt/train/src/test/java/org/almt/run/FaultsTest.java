package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.almt.core.Tensor;
import org.almt.data.TestSplits;
import org.almt.data.mmsa.MmsaFile;
import org.almt.data.mmsa.MmsaOptions;
import org.almt.io.Sha256;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.pretrained.WeightsImport;
import org.almt.testsdata.FaultyFiles;
import org.almt.train.StopSignal;
import org.almt.train.TrainingListener;
import org.almt.weights.SmallBert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every change of files by a task fails once: temporarily, as on a full disk, or permanently, as if the process were
 * killed there. Afterwards the old state is there or the new one, and trying again gives what it should.
 */
class FaultsTest {
    @TempDir
    Path temporary;

    /** Writes into a folder. */
    private interface Work {
        void in(Path folder) throws IOException;
    }

    private static Map<String, String> content(Path folder) throws IOException {
        Map<String, String> content = new TreeMap<>();
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    content.put(folder.relativize(file).toString(), Sha256.of(file));
                }
            }
        }
        return content;
    }

    /** What the first write of a new process into a folder does. */
    private static void startAnew(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.filter(Files::isDirectory).toList()) {
                AtomicFiles.removeLeftovers(each);
            }
        }
    }

    /** Lets each change fail; the work is then done again and must give the content that it gives without faults. */
    private int everyFault(boolean deadly, Work before, Work work, Work again) throws IOException {
        Path whole = Files.createDirectory(temporary.resolve("whole" + deadly));
        before.in(whole);
        FaultyFiles counting = new FaultyFiles(0, false);
        work.in(counting.path(whole));
        counting.end();
        Map<String, String> expected = content(whole);
        assertTrue(counting.changes() > 3, "nothing is written through the view");
        for (int n = 1; n <= counting.changes(); n++) {
            Path folder = Files.createDirectory(temporary.resolve("n" + n + deadly));
            before.in(folder);
            Map<String, String> old = content(folder);
            FaultyFiles faulty = new FaultyFiles(n, deadly);
            String where = "change " + n + " of " + counting.changes() + (deadly ? ", deadly" : "");
            try {
                work.in(faulty.path(folder));
            } catch (IOException | UncheckedIOException failure) {
                String message = String.valueOf(failure.getMessage());
                assertTrue(message.contains(temporary.toString()), where + ": names no file: " + message);
                assertTrue(message.contains("No space left") || failure instanceof java.nio.file.FileSystemException,
                        where + ": " + message);
            }
            faulty.end();
            content(folder).forEach((name, hash) -> {
                boolean temporary = name.contains("almt-tmp") || name.contains(".part");
                assertFalse(temporary && !deadly, where + " leaves " + name);
                assertTrue(temporary || hash.equals(old.get(name)) || hash.equals(expected.get(name)),
                        where + ": half of " + name);
            });
            Graves.bury(folder);
            startAnew(folder);
            again.in(folder);
            Map<String, String> now = content(folder);
            expected.forEach((name, hash) -> assertEquals(hash, now.get(name), where + ": " + name));
            assertEquals(expected.keySet(), now.keySet(), where);
        }
        return counting.changes();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void weightsAndArrays(boolean deadly) throws IOException {
        Work write = folder -> {
            SafeTensors.write(folder.resolve("a.safetensors"), Map.of("x", Tensor.of(new float[] {1, 2}, 2)));
            Npz.write(folder.resolve("states.npz"), Map.of("x", NpyArray.of(new float[] {1, 2}, 2)));
        };
        everyFault(deadly, folder -> SafeTensors.write(folder.resolve("a.safetensors"),
                Map.of("x", Tensor.of(new float[] {7}, 1))), write, write);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anImport(boolean deadly) throws IOException {
        Path source = new SmallBert().folder(Files.createDirectory(temporary.resolve("source" + deadly)));
        everyFault(deadly, folder -> {}, folder -> WeightsImport.run(source, folder.resolve("model")), folder -> {
            if (!Files.exists(folder.resolve("model"))) {
                WeightsImport.run(source, folder.resolve("model"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConversion(boolean deadly) throws IOException {
        Path data = TestSplits.write(Files.createDirectory(temporary.resolve("data" + deadly)), TestSplits.all());
        Work convert = folder -> MmsaFile.open(data, MmsaOptions.defaults().withCacheFolder(folder.resolve("cache"))
                .withDirectLimit(0)).close();
        everyFault(deadly, folder -> {}, convert, convert);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTraining(boolean deadly) throws IOException {
        RunConfig config = new RunConfig(TinyRun.CONFIG.preset(), TinyRun.CONFIG.kind(), TinyRun.CONFIG.data(),
                TinyRun.MODEL, TinyRun.TRAINING.with("epochs", 1), null, false);
        Path bits = temporary.resolve("bits");
        TinyRun.whole(bits, config);
        Map<String, String> expected = TinyRun.bits(bits);
        FaultyFiles counting = new FaultyFiles(0, false);
        TinyRun.whole(counting.path(temporary.resolve("counted")), config);
        for (int n = 1; n <= counting.changes(); n++) {
            Path run = temporary.resolve("run" + n);
            FaultyFiles faulty = new FaultyFiles(n, deadly);
            String where = "change " + n + " of " + counting.changes();
            try {
                TinyRun.whole(faulty.path(run), config);
            } catch (IOException failure) {
                assertTrue(String.valueOf(failure.getMessage()).contains(run.toString()), where + ": " + failure);
            }
            faulty.end();
            Graves.bury(run);
            if (!Files.exists(run.resolve("config.json"))) {
                TinyRun.whole(run, config);
            } else if (!RunFolder.open(run).isFinished()) {
                TinyRun.resume(run, new TrainingListener() {}, new StopSignal()).run();
            }
            Map<String, String> now = TinyRun.bits(run);
            now.keySet().removeIf(name -> name.endsWith("almt-tmp") && Files.exists(run.resolve("summary.json")));
            assertEquals(expected.keySet(), now.keySet(), where);
            expected.forEach((name, text) -> assertEquals(text, now.get(name), where + ": " + name));
        }
        assertTrue(counting.changes() > 30, "changes " + counting.changes());
    }

    @Test
    void theViewItself() throws IOException {
        FaultyFiles view = new FaultyFiles(2, false);
        Path file = view.path(temporary).resolve("x");
        IOException failure = org.junit.jupiter.api.Assertions.assertThrows(IOException.class,
                () -> Files.writeString(file, "abcd"));
        assertTrue(failure.getMessage().contains("No space left on device"));
        view.end();
        assertEquals("ab", Files.readString(temporary.resolve("x")), "half of the write");
        Files.writeString(file, "abcd");
        assertEquals("abcd", Files.readString(temporary.resolve("x")));
    }
}
