package org.almt.nn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.almt.nn.checkpoint.format.AnyFormat;

/** What every reader must handle: broken files give the one exception, quickly, and take almost no memory. */
public final class Hostile {
    /** Far more than reading a small file takes, and far less than it may claim. */
    public static final long MEMORY_BOUND = 24 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Hostile() {}

    /** Reads a file. */
    @FunctionalInterface
    public interface Reader {
        void read(Path path) throws IOException;
    }

    public static Path file(Path folder, byte[] bytes) throws IOException {
        return Files.write(folder.resolve("hostile"), bytes);
    }

    /** The bytes are refused. The message is one sentence, names the file, and contains {@code expected}. */
    public static void refused(Path folder, byte[] bytes, Reader reader, String expected) throws IOException {
        Path path = file(folder, bytes);
        CheckpointException error = assertThrows(CheckpointException.class, () -> reader.read(path));
        String message = error.getMessage();
        assertTrue(message.contains(expected), () -> "expected \"" + expected + "\" in: " + message);
        assertTrue(message.startsWith(path + ": ") && message.endsWith(".") && message.contains("; "), message);
        assertTrue(message.length() < 600 && message.chars().noneMatch(Character::isISOControl), message);
    }

    /** The bytes are read or refused, and nothing else happens. Returns whether they were read. */
    public static boolean survives(Path folder, byte[] bytes, Reader reader) throws IOException {
        return survives(file(folder, bytes), reader);
    }

    private static boolean survives(Path path, Reader reader) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean read = true;
        try {
            reader.read(path);
        } catch (CheckpointException refused) {
            read = false;
        }
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < MEMORY_BOUND, () -> taken + " bytes allocated");
        return read;
    }

    /** Every prefix of a file is refused. */
    public static void everyTruncation(Path folder, byte[] whole, Reader reader) throws IOException {
        Path path = file(folder, whole);
        assertTrue(survives(path, reader), "the whole file must be read");
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            for (int length = whole.length - 1; length >= 0; length--) {
                file.truncate(length);
                int at = length;
                assertFalse(survives(path, reader), () -> "read although cut at byte " + at);
            }
        }
    }

    /** A copy with a few bytes changed, most of them to values that are critical for lengths and signs. */
    public static byte[] mutated(byte[] whole, long seed) {
        Random random = new Random(seed);
        byte[] bytes = whole.clone();
        int changes = 1 + random.nextInt(4);
        byte[] nasty = {0, 1, -1, 0x7f, (byte) 0x80, '9', '-', '"', '}', ']', ','};
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? nasty[random.nextInt(nasty.length)] : (byte) random.nextInt();
        }
        return bytes;
    }

    /** Opens a checkpoint of any kind and reads all of it. */
    public static void readAll(Path path) throws IOException {
        try (Checkpoint checkpoint = AnyFormat.open(path)) {
            for (TensorInfo info : checkpoint.tensors().values()) {
                if (info.dtype().isFloat()) {
                    checkpoint.tensor(info.name());
                } else {
                    checkpoint.longs(info.name());
                }
            }
        }
    }

    /** The bits of floats. Different NaNs have different bits. */
    public static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
