package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.data.TestSplits;
import org.almt.data.mmsa.MmsaFile;
import org.almt.data.mmsa.MmsaOptions;
import org.almt.nn.checkpoint.Unfinished;
import org.almt.train.StopSignal;
import org.almt.train.TrainingListener;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A clock that was moved loses nothing. To a program whose clock went back, files are of the future; to one whose clock
 * went forward, of the past.
 */
class ClockTest {
    @TempDir
    Path folder;

    private static void shift(Path file, long days) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofDays(days))));
    }

    private static void shiftAll(Path folder, long days) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                shift(file, days);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10_000, 400, -400, -10_000})
    void aRunIsResumedWithTheSameBits(long days) throws IOException {
        Path whole = folder.resolve("whole");
        TinyRun.whole(whole, TinyRun.CONFIG);
        Path stopped = folder.resolve("stopped");
        TinyRun.StopAfter stop = new TinyRun.StopAfter(TinyRun.BATCHES + 1);
        assertTrue(TinyRun.begin(stopped, TinyRun.CONFIG, stop, stop.signal).run().isEmpty());
        shiftAll(stopped, days);
        assertTrue(TinyRun.resume(stopped, new TrainingListener() {}, new StopSignal()).run().isPresent());
        assertEquals(TinyRun.bits(whole), TinyRun.bits(stopped));
    }

    /** The cache belongs to a file of one time and size, whether that time is earlier or later than its own. */
    @ParameterizedTest
    @ValueSource(longs = {10_000, 400, -400, -10_000})
    void aDataFileThatWasChangedIsReadAgain(long days) throws IOException {
        MmsaOptions options = MmsaOptions.defaults().withCacheFolder(folder.resolve("cache")).withDirectLimit(0);
        Map<String, Object> content = TestSplits.all();
        Path file = TestSplits.write(folder, content);
        MmsaFile.open(file, options).close();
        shiftAll(folder.resolve("cache"), days);
        TestSplits.values(content, "train", "text")[0] = 42;
        TestSplits.write(folder, content);
        shift(file, days);
        float[] text = new float[12];
        for (int time = 0; time < 2; time++) {
            try (DataSet data = MmsaFile.open(file, options)) {
                data.split(SplitName.TRAIN).text(0, text, 0);
                assertEquals(42, text[0]);
            }
        }
    }

    /** Files of a running process are kept, whatever their time. Files of an ended process are deleted. */
    @ParameterizedTest
    @ValueSource(longs = {10_000, 400, -400, -10_000})
    void unfinishedFiles(long days) throws IOException {
        Path ours = Unfinished.name(folder.resolve("x"), ".", ".part");
        Path dead = folder.resolve(".x." + Integer.MAX_VALUE + "-0123abcd.part");
        Files.write(dead, new byte[1]);
        try (FileChannel open = Unfinished.create(ours)) {
            shift(ours, days);
            shift(dead, days);
            assertEquals(1, Unfinished.removeAbandoned(folder, ".*.part"));
            assertTrue(Files.exists(ours) && open.isOpen());
        }
        assertFalse(Files.exists(dead));
    }
}
