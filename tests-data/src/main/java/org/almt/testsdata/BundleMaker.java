package org.almt.testsdata;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Makes the two files of a small TensorFlow checkpoint: an index in LevelDB's table format, and the numbers. */
public final class BundleMaker {
    /** Few, so that small checkpoints have several blocks and restarts. */
    private static final int ENTRIES_PER_BLOCK = 7;
    private static final int ENTRIES_PER_RESTART = 3;

    private final Map<String, byte[]> entries = new TreeMap<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** A checkpoint without tensors. */
    public BundleMaker() {
        entries.put("", new Wire().number(1, 1).message(3, new Wire().number(1, 1)).toBytes());
    }

    /** A tensor of 32-bit floats. */
    public BundleMaker floats(String name, float[] values, int... sizes) {
        byte[] bytes = OnnxMaker.floats(values);
        return entry(name, entry(1, data.size(), bytes.length, masked(bytes), sizes), bytes);
    }

    /** Any entry, with bytes that are appended to the data. */
    public BundleMaker entry(String name, Wire entry, byte[] bytes) {
        data.writeBytes(bytes);
        return raw(name, entry.toBytes());
    }

    /** Any bytes as an entry. */
    public BundleMaker raw(String name, byte[] entry) {
        entries.put(name, entry);
        return this;
    }

    /** The entry of a tensor in the index. */
    public static Wire entry(int type, long offset, long size, int checksum, int... sizes) {
        Wire shape = new Wire();
        for (int axis : sizes) {
            shape.message(2, new Wire().number(1, axis));
        }
        Wire entry = new Wire().number(1, type).message(2, shape);
        if (offset != 0) {
            entry.number(4, offset);
        }
        return entry.number(5, size).fixed32(6, checksum);
    }

    /** The checksum of bytes in its stored form. */
    public static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    /** The numbers. */
    public byte[] data() {
        return data.toByteArray();
    }

    /** The index. */
    public byte[] index() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Map<String, byte[]> handles = new TreeMap<>();
        Map<String, byte[]> some = new TreeMap<>();
        int left = entries.size();
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            some.put(entry.getKey(), entry.getValue());
            left--;
            if (some.size() == ENTRIES_PER_BLOCK || left == 0) {
                handles.put(entry.getKey(), block(file, some));
                some.clear();
            }
        }
        byte[] filters = block(file, Map.of());
        byte[] index = block(file, handles);
        ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN).put(filters).put(index);
        file.writeBytes(footer.putLong(40, 0xdb4775248b80fb57L).array());
        return file.toByteArray();
    }

    /** Appends a block and returns its handle. */
    private static byte[] block(ByteArrayOutputStream file, Map<String, byte[]> entries) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        ByteArrayOutputStream restarts = new ByteArrayOutputStream();
        byte[] last = {};
        int written = 0;
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            byte[] key = entry.getKey().getBytes(StandardCharsets.UTF_8);
            boolean restart = written++ % ENTRIES_PER_RESTART == 0;
            int mismatch = Arrays.mismatch(last, key);
            int shared = restart ? 0 : mismatch < 0 ? key.length : mismatch;
            if (restart) {
                restarts.writeBytes(word(block.size()));
            }
            block.writeBytes(new Wire().raw(shared).raw(key.length - shared).raw(entry.getValue().length).toBytes());
            block.write(key, shared, key.length - shared);
            block.writeBytes(entry.getValue());
            last = key;
        }
        if (entries.isEmpty()) {
            restarts.writeBytes(word(0));
        }
        block.writeBytes(restarts.toByteArray());
        block.writeBytes(word(restarts.size() / 4));
        byte[] handle = new Wire().raw(file.size()).raw(block.size()).toBytes();
        block.write(0); // not compressed
        file.writeBytes(block.toByteArray());
        file.writeBytes(word(masked(block.toByteArray())));
        return handle;
    }

    private static byte[] word(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }
}
