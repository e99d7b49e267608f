package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.almt.model.AlmtModel;
import org.almt.saved.Network;
import org.almt.testsdata.FaultyFiles;
import org.almt.testsdata.LockHolder;
import org.almt.train.StopSignal;
import org.almt.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that cannot begin leaves nothing behind. */
class RunFolderTest {
    @TempDir
    Path temporary;

    /** Between the first look at a folder and its lock another process may begin a run, and give the lock back. */
    @Test
    void aRunThatAnotherBeginsMeanwhileIsNotOverwritten() throws IOException {
        Path run = temporary.resolve("run");
        FaultyFiles files = new FaultyFiles(0, false);
        files.watch(path -> {
            if (path.endsWith(".beginning") && !Files.exists(run.resolve("config.json"))) {
                try {
                    Files.writeString(run.resolve("config.json"), "theirs");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        IOException failure = assertThrows(IOException.class, () -> RunFolder.create(files.path(run)));
        assertEquals(run + " already holds a run; resume it, or choose another folder", failure.getMessage());
        assertEquals("theirs", Files.readString(run.resolve("config.json")));
        try (Stream<Path> left = Files.list(run)) {
            assertEquals(List.of(run.resolve("config.json")), left.toList());
        }
    }

    /** A process that a cluster has given up may still write to the folder. */
    @Test
    void aRunInUseIsWaitedForAsLongAsSaid() throws Exception {
        Path run = temporary.resolve("run");
        RunFolder.awaitFree(run, Duration.ZERO, new StopSignal());
        TinyRun.whole(run, TinyRun.CONFIG);
        Process holder = LockHolder.start(run.resolve("config.json"));
        try {
            assertEquals('t', holder.getInputStream().read());
            IOException failure = assertThrows(IOException.class,
                    () -> RunFolder.awaitFree(run, Duration.ofMillis(300), new StopSignal()));
            assertEquals(run + " is in use: another training run has been writing to it for 0 s; end that one",
                    failure.getMessage());
            StopSignal stop = new StopSignal();
            stop.raise();
            RunFolder.awaitFree(run, Duration.ofHours(1), stop);
            CompletableFuture.delayedExecutor(700, TimeUnit.MILLISECONDS).execute(holder::destroyForcibly);
            RunFolder.awaitFree(run, Duration.ofHours(1), new StopSignal());
            assertFalse(holder.isAlive() && !holder.waitFor(10, TimeUnit.SECONDS));
        } finally {
            holder.destroyForcibly();
        }
    }

    private static void beginInVain(RunFolder folder) {
        Network withoutWeights = Network.of(new AlmtModel(TinyRun.MODEL));
        assertThrows(IllegalStateException.class, () -> Trainer.begin(
                folder, TinyRun.CONFIG, withoutWeights, TinyRun.DATA, new TrainingListener() {}, new StopSignal()));
    }

    @Test
    void ourFolderIsTakenBack() throws IOException {
        beginInVain(RunFolder.create(temporary.resolve("run")));
        assertFalse(Files.exists(temporary.resolve("run")));
    }

    @Test
    void aGivenFolderStaysAndIsEmpty() throws IOException {
        Path given = Files.createDirectory(temporary.resolve("given"));
        beginInVain(RunFolder.create(given));
        assertEquals(0, given.toFile().list().length);
    }

    @Test
    void aFolderOfARunThatDiedBeforeItCouldBeResumedIsTakenAgain() throws IOException {
        Path run = Files.createDirectory(temporary.resolve("run"));
        Files.writeString(run.resolve("last.safetensors"), "half");
        Files.writeString(run.resolve(".last.safetensors.8388608-01234567.almt-tmp"), "half");
        Files.createDirectory(run.resolve("bert"));
        Files.writeString(run.resolve("bert/config.json"), "{}");
        Files.writeString(run.resolve(".beginning"), "");
        TinyRun.whole(run, TinyRun.CONFIG);
        assertFalse(Files.exists(run.resolve("bert")));
        assertFalse(Files.exists(run.resolve(".beginning")));
        Path foreign = Files.createDirectory(temporary.resolve("foreign"));
        Files.writeString(foreign.resolve("last.safetensors"), "mine");
        Files.writeString(foreign.resolve("notes.txt"), "mine");
        assertThrows(IOException.class, () -> RunFolder.create(foreign));
        assertEquals(2, foreign.toFile().list().length);
    }

    @Test
    void twoRunsCannotBeginInOneFolder() throws IOException {
        Path run = temporary.resolve("run");
        RunFolder first = RunFolder.create(run);
        String message = assertThrows(IOException.class, () -> RunFolder.create(run)).getMessage();
        assertTrue(message.contains("another training run is beginning in it"), message);
        first.discard(new IOException());
        assertFalse(Files.exists(run));
    }

    @Test
    void anOrderOfSamplesThatCannotBeKeptTakesTheFolderWithIt() throws IOException {
        RunFolder folder = RunFolder.create(temporary.resolve("run"));
        assertThrows(IOException.class, () -> folder.keepSampleOrder(temporary.resolve("nowhere.npy")));
        assertFalse(Files.exists(temporary.resolve("run")));
    }
}
