package org.almt.nn.checkpoint.numpy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.Hostile;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzHostileTest {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;

    @TempDir
    Path folder;

    private Path propertyFolder;

    @BeforeProperty
    void makeFolder() throws IOException {
        propertyFolder = Files.createTempDirectory("almt");
    }

    @AfterProperty
    void deleteFolder() throws IOException {
        Files.deleteIfExists(propertyFolder.resolve("hostile"));
        Files.delete(propertyFolder);
    }

    /** Two members of equal length, {@code a.npy} and {@code b.npy}. */
    private ByteBuffer two(boolean deflated) throws IOException {
        Path path = folder.resolve("one.npy");
        Npy.write(path, NpyArray.of(new float[] {1, 2, 3, 4}, 4));
        return archive(Files.readAllBytes(path), deflated, "a.npy", "b.npy");
    }

    private static ByteBuffer archive(byte[] content, boolean deflated, String... names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            for (String name : names) {
                ZipEntry entry = new ZipEntry(name);
                if (!deflated) {
                    CRC32 crc = new CRC32();
                    crc.update(content);
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(content.length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        }
        return ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The {@code n}-th place that holds this signature. */
    private static int find(ByteBuffer bytes, int signature, int n) {
        for (int i = 0, seen = 0; i <= bytes.capacity() - 4; i++) {
            if (bytes.getInt(i) == signature && seen++ == n) {
                return i;
            }
        }
        throw new AssertionError("no such record");
    }

    private void refused(ByteBuffer bytes, String expected) throws IOException {
        Hostile.refused(folder, bytes.array(), Npz::read, expected);
        Hostile.refused(folder, bytes.array(), Hostile::readAll, expected);
    }

    @Test
    void theUnbrokenArchiveIsRead() throws IOException {
        assertTrue(Hostile.survives(folder, two(true).array(), Npz::read));
        assertTrue(Hostile.survives(folder, two(false).array(), Npz::read));
        assertTrue(Hostile.survives(folder, archive(new byte[0], true).array(), Npz::read));
    }

    @Test
    void theEndRecord() throws IOException {
        ByteBuffer zip = two(false);
        int end = find(zip, END, 0);
        refused(two(false).putShort(end + 4, (short) 1), "several parts");
        refused(two(false).putShort(end + 8, (short) 1), "several parts");
        refused(two(false).putInt(end + 12, 0x7fffffff), "expected at most");
        refused(two(false).putInt(end + 12, 7), "expected it to end at byte " + end);
        refused(two(false).putInt(end + 16, 0x7fffffff), "expected it to end at byte " + end);
        refused(two(false).putInt(end + 8, 0x00010001), "behind its 1 members");
        refused(two(false).putInt(end + 8, 0x00030003), "ends after 2 of 3 members");
        refused(two(false).putShort(end + 20, (short) 1), "no zip directory at its end");
        refused(two(false).put(end, (byte) 0), "no zip directory at its end");
    }

    @Test
    void theDirectory() throws IOException {
        int central = find(two(false), CENTRAL, 0);
        refused(two(false).put(central, (byte) 0), "ends after 0 of 2 members");
        refused(two(false).putShort(central + 28, (short) -1), "ends inside member 0");
        refused(two(false).putShort(central + 8, (short) 1), "encrypted");
        refused(two(false).putShort(central + 10, (short) 12), "method 12");
        refused(two(false).putInt(central + 24, 1), "is stored, but claims");
        refused(two(false).putInt(central + 42, 0x7fffffff), "at byte 2147483647 of a file of");
        refused(two(false).putInt(central + 24, -1), "lacks its zip64 sizes");
        refused(two(false).put(central + 46, (byte) 'b'), "occurs twice");
        refused(two(false).put(central + 46, (byte) 0), "control character");
        // The JDK declares names as UTF-8.
        refused(two(false).put(central + 46, (byte) 0xff), "neither ASCII nor declared UTF-8");
        refused(two(false).put(central + 50, (byte) 'x'), "'a.npx', expected .npy");
    }

    @Test
    void zip64IsCheckedAsWell() throws IOException {
        ByteBuffer zip = two(false);
        int end = find(zip, END, 0);
        int start = zip.getInt(end + 16);
        int size = zip.getInt(end + 12);
        assertTrue(Hostile.survives(folder, zip64(zip, end, 2, size, start, end), Npz::read));
        for (long nasty : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 60}) {
            for (byte[] bytes : new byte[][] {zip64(zip, end, nasty, size, start, end),
                    zip64(zip, end, 2, nasty, start, end), zip64(zip, end, 2, size, nasty, end),
                    zip64(zip, end, 2, size, start, nasty)}) {
                refused(ByteBuffer.wrap(bytes), "; ");
            }
        }
        refused(ByteBuffer.wrap(zip64(zip, end, 2, size + 1000, start - 1000, end)), "byte 18446744073709550");
    }

    private static byte[] zip64(ByteBuffer zip, int end, long count, long size, long start, long at) {
        ByteBuffer bytes = ByteBuffer.allocate(zip.capacity() + 56 + 20).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(zip.slice(0, end));
        bytes.putInt(0x06064b50).putLong(44).putInt(0).putInt(0).putInt(0).putLong(count).putLong(count).putLong(size)
                .putLong(start);
        bytes.putInt(0x07064b50).putInt(0).putLong(at).putInt(1);
        return bytes.put(zip.slice(end, zip.capacity() - end)).array();
    }

    @Test
    void membersAgreeWithTheDirectory() throws IOException {
        int local = find(two(false), LOCAL, 0);
        Hostile.refused(folder, two(false).put(local, (byte) 0).array(), Npz::read, "no header at byte 0");
        refused(two(false).put(local + 30, (byte) 'c'), "another name");
        refused(two(false).putShort(local + 8, (short) 8), "another name or compression");
        refused(two(false).putShort(local + 28, (short) 100), "where the next part starts");
        ByteBuffer flipped = two(false);
        int last = find(flipped, LOCAL, 1) - 1;
        refused(flipped.put(last, (byte) (flipped.get(last) ^ 1)), "checksum is wrong");
    }

    /** The trick of the zip bombs that grow without nesting: two members made of the same bytes. */
    @Test
    void membersDoNotOverlap() throws IOException {
        ByteBuffer zip = two(false);
        int second = find(zip, CENTRAL, 1);
        refused(zip.putInt(second + 42, 0), "where the next part starts");
    }

    @Test
    void deflatedContentIsExact() throws IOException {
        int central = find(two(true), CENTRAL, 0);
        int size = two(true).getInt(central + 24);
        refused(two(true).putInt(central + 24, size + 4), "20 bytes of data follow the header, expected 16");
        refused(two(true).putInt(central + 24, size - 4), "12 bytes of data follow the header, expected 16");
        refused(two(true).putInt(central + 20, two(true).getInt(central + 20) - 2),
                "; the file is truncated or damaged");
        ByteBuffer broken = two(true);
        int data = 30 + 5;
        refused(broken.put(data, (byte) 0xff), "compressed content is broken");
    }

    @Test
    void compressionBombsAreRefusedUnread() throws IOException {
        byte[] zeros = new byte[20 << 20];
        Path one = folder.resolve("zeros.npy");
        Npy.write(one, NpyArray.of(new float[zeros.length / 4], zeros.length / 4));
        ByteBuffer bomb = archive(Files.readAllBytes(one), true, "a.npy");
        assertTrue(bomb.capacity() < zeros.length / 900, "it must be a bomb");
        refused(bomb, "more than 100 times its size");
        // Small members that each would pass, but not together.
        byte[] part = Arrays.copyOf(Files.readAllBytes(one), 1 << 20);
        String[] names = new String[20];
        Arrays.setAll(names, i -> i + ".npy");
        refused(archive(part, true, names), "more than 100 times its size");
        // A member that claims less than it holds is cut at its claim.
        bomb.putInt(find(bomb, CENTRAL, 0) + 24, 1 << 10);
        refused(bomb, "bytes of data follow the header, expected");
    }

    @Test
    void anArrayThatClaimsMoreThanItsMemberIsRefused() throws IOException {
        byte[] text = "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000,)}\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer npy = ByteBuffer.allocate(10 + text.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        npy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) text.length).put(text);
        refused(archive(npy.array(), true, "a.npy"), "expected 8000000000");
    }

    @Test
    void pyTorchArchivesAreNamed() throws IOException {
        refused(archive(new byte[] {(byte) 0x80, 2, '.'}, false, "archive/data.pkl"), "convert a PyTorch checkpoint");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        for (String name : new String[] {"stored", "deflated", "zip64"}) {
            byte[] whole = Files.readAllBytes(Fixtures.path("numpy/" + name + ".npz"));
            Hostile.everyTruncation(folder, whole, Npz::read);
        }
    }

    @Property(tries = 500)
    void randomDamageIsReadOrRefused(@ForAll long seed) throws IOException {
        String[] names = {"stored", "deflated", "zip64"};
        byte[] whole = Files.readAllBytes(Fixtures.path("numpy/" + names[(int) Math.floorMod(seed, 3L)] + ".npz"));
        Hostile.survives(propertyFolder, Hostile.mutated(whole, seed), Npz::read);
        Hostile.survives(propertyFolder, Hostile.mutated(whole, seed), Hostile::readAll);
    }

    /** Damage that is not noticed is in places that change nothing: a time, a comment, a version, padding. */
    @Property(tries = 300)
    void damagedNumbersAreNeverRead(@ForAll long seed) throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.path("numpy/stored.npz"));
        float[] expected = {0, 1, 2, 3, 4, 5};
        Path path = Hostile.file(propertyFolder, Hostile.mutated(whole, seed));
        try {
            Map<String, NpyArray> read = Npz.read(path);
            if (read.containsKey("a")) {
                assertArrayEquals(expected, read.get("a").floats());
                assertEquals("F32 [2,3]", read.get("a").toString());
            }
        } catch (CheckpointException refused) {
            assertTrue(refused.getMessage().startsWith(path.toString()));
        }
    }
}
