package org.almt.data.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.almt.data.DataException;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.data.TestSplits;
import org.almt.data.column.Faults;
import org.almt.data.column.Key;
import org.almt.data.mmsa.MmsaFile;
import org.almt.data.mmsa.MmsaOptions;
import org.almt.data.mmsa.Repair;
import org.almt.data.pickle.PickleBytes;
import org.almt.failure.Remedy;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cache gives what direct reading gives, and only while it belongs to the file. */
class ColumnCacheTest {
    private static final boolean ALL = Boolean.getBoolean("almt.bits.all");

    @TempDir
    Path folder;

    private Path cache;
    private MmsaOptions direct;
    private MmsaOptions cached;

    @BeforeEach
    void prepare() {
        cache = folder.resolve("a/cache");
        direct = MmsaOptions.defaults().withCacheFolder(folder.resolve("unused")).withDirectLimit(Long.MAX_VALUE);
        cached = direct.withCacheFolder(cache).withDirectLimit(0);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.sorted().toList();
        }
    }

    private static void assertSame(DataSet expected, DataSet got) {
        assertEquals(expected.sha256(), got.sha256());
        assertEquals(expected.splits(), got.splits());
        for (SplitName name : expected.splits()) {
            assertEquals(TestSplits.dump(expected, name), TestSplits.dump(got, name));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5})
    void theCacheGivesTheSameBits(int protocol) throws IOException {
        Path path = Fixtures.path("golden/pickles/mosi_p" + protocol + ".pkl");
        List<String> announced = new ArrayList<>();
        try (DataSet expected = MmsaFile.open(path, direct);
                DataSet first = MmsaFile.open(path, cached.withAnnounce(announced::add));
                DataSet second = MmsaFile.open(path, cached.withAnnounce(announced::add))) {
            assertSame(expected, first);
            assertSame(expected, second);
            assertEquals(1, announced.size(), "converted once");
            assertTrue(first.notes().contains("converted once into " + cache + " (4 KiB)")
                    || first.notes().stream().anyMatch(note -> note.startsWith("converted once into ")));
            assertEquals(expected.notes(), second.notes());
        }
        assertEquals(3, files().size(), files().toString());
    }

    @Test
    void fortranOrderAndListsGoThroughTheCacheToo() throws IOException {
        Path path = Fixtures.path("pickles/forms.pkl");
        MmsaOptions test = cached.withSplits(SplitName.TEST);
        try (DataSet expected = MmsaFile.open(path, direct.withSplits(SplitName.TEST));
                DataSet first = MmsaFile.open(path, test); DataSet second = MmsaFile.open(path, test)) {
            assertSame(expected, first);
            assertSame(expected, second);
            assertEquals(expected.notes(), second.notes());
        }
        assertEquals(1, files().size(), "only what was asked for");
        try (DataSet train = MmsaFile.open(path, cached.withSplits(SplitName.TRAIN))) {
            assertEquals(3, train.split(SplitName.TRAIN).size());
        }
        assertEquals(2, files().size());
    }

    @Test
    void aChangedFileIsConvertedAgain() throws IOException {
        Map<String, Object> content = TestSplits.all();
        Path path = TestSplits.write(folder, content);
        MmsaFile.open(path, cached).close();
        FileTime before = Files.getLastModifiedTime(path);
        TestSplits.values(content, "train", "text")[0] = 42;
        TestSplits.write(folder, content);
        Files.setLastModifiedTime(path, FileTime.fromMillis(before.toMillis() + 1));
        float[] text = new float[12];
        try (DataSet data = MmsaFile.open(path, cached)) {
            data.split(SplitName.TRAIN).text(0, text, 0);
            assertEquals(42, text[0]);
        }
        TestSplits.part(content, "train").put("raw_text", List.of("a", "b", "c", "d", "e"));
        TestSplits.write(folder, content);
        Files.setLastModifiedTime(path, FileTime.fromMillis(before.toMillis() + 1));
        try (DataSet data = MmsaFile.open(path, cached)) {
            assertEquals("e", data.split(SplitName.TRAIN).rawText(4), "another size, the same time");
        }
        assertEquals(3, files().size(), "old caches are replaced");
    }

    @Test
    void aCacheOfAnotherFileOfTheSameNameIsNotTaken() throws IOException {
        Map<String, Object> content = TestSplits.all();
        Path here = TestSplits.write(folder, content);
        TestSplits.values(content, "train", "text")[0] = 42;
        Path there = TestSplits.write(Files.createDirectory(folder.resolve("b")), content);
        Files.setLastModifiedTime(there, Files.getLastModifiedTime(here));
        float[] text = new float[12];
        MmsaFile.open(here, cached).close();
        try (DataSet data = MmsaFile.open(there, cached)) {
            data.split(SplitName.TRAIN).text(0, text, 0);
            assertEquals(42, text[0]);
        }
    }

    @Test
    void damagedAndForeignCachesAreReplaced() throws IOException {
        Path path = TestSplits.write(folder, TestSplits.all());
        MmsaFile.open(path, cached).close();
        Path file = files().getFirst();
        byte[] sound = Files.readAllBytes(file);
        try (DataSet expected = MmsaFile.open(path, direct)) {
            List<byte[]> corrupted = new ArrayList<>(List.of(new byte[0], "something else".getBytes(), new byte[4096]));
            for (int length = 0; length < sound.length; length += 97) {
                corrupted.add(Arrays.copyOf(sound, length));
            }
            for (int at = 0; at < 32; at++) {
                corrupted.add(flipped(sound, at));
            }
            for (int at = sound.length - 300; at < sound.length; at += 13) {
                corrupted.add(flipped(sound, at));
            }
            for (byte[] bytes : corrupted) {
                Files.write(file, bytes);
                try (DataSet data = MmsaFile.open(path, cached)) {
                    assertSame(expected, data);
                }
                assertArrayEquals(sound, Files.readAllBytes(file));
            }
        }
    }

    /** Checksums that are right do not make an index right: rows without cells, sizes whose product overflows. */
    @Test
    void sizesThatTheFileDoesNotHold() throws IOException {
        SourceStamp stamp = new SourceStamp(1, 2, 3);
        Faults none = new Faults(0, -1, 0);
        CacheIndex.Entry text = new CacheIndex.Entry(Key.ID, 1, 1, 64, 8, none);
        for (int rows : new int[] {-1, 3, Integer.MAX_VALUE}) {
            byte[] index = new CacheIndex(stamp, "", SplitName.TRAIN, rows, List.of(), List.of(text), List.of())
                    .toBytes();
            assertThrows(IOException.class, () -> CacheIndex.of(index, 72));
        }
        for (int[] sizes : new int[][] {{2, -2, -2}, {1 << 16, 1 << 24, 1 << 24}, {2, 1, 3}}) {
            byte[] index = new CacheIndex(stamp, "", SplitName.TRAIN, sizes[0], List.of(
                    new CacheIndex.Entry(Key.AUDIO, sizes[1], sizes[2], 64, 32, none)), List.of(), List.of()).toBytes();
            assertThrows(IOException.class, () -> CacheIndex.of(index, 96));
        }
        byte[] sound = new CacheIndex(stamp, "", SplitName.TRAIN, 2, List.of(
                new CacheIndex.Entry(Key.AUDIO, 2, 2, 64, 32, none)), List.of(text), List.of()).toBytes();
        assertEquals(2, CacheIndex.of(sound, 96).rows());
        for (int[] sizes : new int[][] {{0, 1, 0}, {1, 0, 0}, {2, 1, 16}, {1, 1, 8}}) { // labels: one number a row
            byte[] index = new CacheIndex(stamp, "", SplitName.TRAIN, 2, List.of(
                    new CacheIndex.Entry(Key.LABELS, sizes[0], sizes[1], 64, sizes[2], none)), List.of(), List.of())
                    .toBytes();
            if (sizes[2] == 8) {
                assertEquals(2, CacheIndex.of(index, 96).rows());
            } else {
                assertThrows(IOException.class, () -> CacheIndex.of(index, 96));
            }
        }
    }

    /** Whatever bit of a cache changes, it is made again, to the bytes that it had. */
    @Test
    void everyBitCounts() throws IOException {
        Map<String, Object> small = Map.of("test", TestSplits.split(1, 1));
        Path path = TestSplits.write(folder, small);
        MmsaOptions test = cached.withSplits(SplitName.TEST);
        MmsaFile.open(path, test).close();
        Path file = files().getFirst();
        byte[] sound = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * sound.length; bit += ALL ? 1 : bit < 8 * CacheWriter.HEADER ? 7 : 61) {
            byte[] damaged = sound.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            MmsaFile.open(path, test).close();
            assertArrayEquals(sound, Files.readAllBytes(file), "bit " + bit);
        }
    }

    /** A cache that is cut while it is mapped is an error with its name, and not the end of the JVM. */
    @Test
    void aCacheThatIsCutWhileItIsMapped() throws IOException {
        Path path = TestSplits.write(folder, Map.of("test", TestSplits.split(600, 1)));
        try (DataSet data = MmsaFile.open(path, cached.withSplits(SplitName.TEST))) {
            Path file = files().getFirst();
            try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
                cut.setLength(64);
            }
            float[] target = new float[12];
            java.io.UncheckedIOException error = assertThrows(java.io.UncheckedIOException.class, () -> {
                for (int i = 0; i < 600; i++) {
                    data.split(SplitName.TEST).text(i, target, 0);
                }
            });
            assertTrue(error.getMessage().contains(file + " was truncated or replaced"), error.getMessage());
        }
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] damaged = bytes.clone();
        damaged[at] ^= 0x41;
        return damaged;
    }

    @Test
    void faultsAreRememberedByTheCacheAndJudgedAtEachOpening() throws IOException {
        Map<String, Object> content = TestSplits.all();
        TestSplits.values(content, "train", "vision")[3] = Float.NaN;
        Path path = TestSplits.write(folder, content);
        String direct1 = assertThrows(DataException.class, () -> MmsaFile.open(path, direct)).getMessage();
        for (int i = 0; i < 2; i++) {
            assertEquals(direct1, assertThrows(DataException.class, () -> MmsaFile.open(path, cached)).getMessage());
        }
        try (DataSet expected = MmsaFile.open(path, direct.withRepair(Repair.ZERO));
                DataSet got = MmsaFile.open(path, cached.withRepair(Repair.ZERO))) {
            assertSame(expected, got);
            assertEquals(expected.notes(), got.notes());
        }
        MmsaFile.open(path, cached.withSplits(SplitName.TEST)).close();
    }

    @Test
    void whatKilledConversionsLeftGoes() throws IOException {
        Path path = TestSplits.write(folder, TestSplits.all());
        MmsaFile.open(path, cached).close();
        Path part = Files.writeString(cache.resolve("other.pkl-0123-train.columns.8388608-01234567.part"), "half");
        MmsaFile.open(path, cached).close();
        assertFalse(Files.exists(part));
        assertEquals(3, files().size());
    }

    @Test
    void aFailedConversionLeavesNothing() throws IOException {
        byte[] whole = new PickleBytes().value(Map.of("test", TestSplits.split(3, 1))).stop();
        // A sound structure over text whose characters do not exist: found only while converting.
        Map<String, Object> split = TestSplits.split(1, 1);
        split.remove("id");
        PickleBytes p = new PickleBytes().raw('}').text("test").value(split).text("id")
                .array("U1", new byte[] {0, 0, 0, 0x7f}, 'C', 1).raw('s', 's');
        Path path = Files.write(folder.resolve("data.pkl"), p.stop());
        MmsaOptions test = cached.withSplits(SplitName.TEST);
        String message = assertThrows(DataException.class, () -> MmsaFile.open(path, test)).getMessage();
        assertTrue(message.contains("'id' holds characters in row 0 that do not exist in Unicode"), message);
        assertFalse(Files.exists(cache), "the folder was made for it");
        Files.write(path, whole);
        MmsaFile.open(path, test).close();
        assertEquals(1, files().size());
    }

    @Test
    void manyMayConvertAtOnce() throws Exception {
        Path path = TestSplits.write(folder, TestSplits.all());
        try (DataSet expected = MmsaFile.open(path, direct); ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Callable<List<Object>>> tasks = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                tasks.add(() -> {
                    try (DataSet data = MmsaFile.open(path, cached)) {
                        return TestSplits.dump(data, SplitName.TRAIN);
                    }
                });
            }
            for (Future<List<Object>> result : pool.invokeAll(tasks)) {
                assertEquals(TestSplits.dump(expected, SplitName.TRAIN), result.get());
            }
        }
        assertEquals(3, files().size(), files().toString());
    }

    @Test
    void withoutACacheFolderMemoryIsUsedWhereItSuffices() throws IOException {
        Path path = TestSplits.write(folder, TestSplits.all());
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file where a folder should be");
        try (DataSet expected = MmsaFile.open(path, direct);
                DataSet data = MmsaFile.open(path, cached.withCacheFolder(blocked))) {
            assertSame(expected, data);
            assertTrue(data.notes().getFirst().contains("cannot be used: it is not a folder; the features ("),
                    data.notes().toString());
        }
        MmsaFile.open(path, cached.withCacheFolder(blocked.resolve("below"))).close();
    }

    @Test
    void withoutACacheFolderAndMemoryThereIsAClearError() throws IOException {
        // A file with a hole: its audio takes more than the heap, but no disk.
        long cells = Runtime.getRuntime().maxMemory() / 4 + 1000;
        int length = (int) (cells / 2 + 1);
        Path path = folder.resolve("holes.pkl");
        Map<String, Object> split = TestSplits.split(2, 1);
        split.remove("audio");
        byte[] head = new PickleBytes().raw('}').text("test").value(split).text("audio")
                .global("numpy.core.numeric", "_frombuffer").raw('(', 0x96).i8(8L * length).stop();
        byte[] tail = new PickleBytes().dtype("f4").raw('K', 2, 'J').i4(length).raw('K', 1, 0x87).text("C")
                .raw('t', 'R', 's', 's').stop();
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(head, 0, head.length - 1);
            file.seek(head.length - 1 + 8L * length);
            file.write(tail, 2, tail.length - 2);
        }
        Path blocked = Files.writeString(folder.resolve("blocked"), "");
        DataException refusal = assertThrows(DataException.class,
                () -> MmsaFile.open(path, cached.withCacheFolder(blocked).withSplits(SplitName.TEST)));
        assertTrue(refusal.getMessage().contains("more than the free memory, and the cache folder"),
                refusal.getMessage());
        assertEquals(Optional.of(Remedy.OTHER_CACHE), refusal.remedy());
    }

    @Test
    void theDefaultFolderIsTheUsers() {
        assertTrue(MmsaOptions.userCacheFolder().isAbsolute() && MmsaOptions.userCacheFolder().endsWith("almt"));
        assertEquals(Runtime.getRuntime().maxMemory() / 4, MmsaOptions.defaults().directLimit());
    }
}
