package org.almt.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.almt.data.mmsa.MmsaFile;
import org.almt.data.mmsa.MmsaOptions;
import org.almt.data.pickle.PickleBytes;
import org.almt.io.Json;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.nn.checkpoint.tensorflow.TensorFlowBundle;
import org.almt.testsdata.BundleMaker;
import org.almt.testsdata.Fixtures;
import org.almt.weights.BertConfigFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The worst file known for each reader: small, and made to grow. What it costs before it is refused is bounded, and it
 * leaves nothing. The table of the last run is {@code target/worst-files.md}.
 */
class WorstFilesTest {
    private static final Growth GROWTH = new Growth();

    @TempDir
    Path folder;

    @AfterAll
    static void table() throws IOException {
        GROWTH.write(Path.of("target/worst-files.md"));
    }

    private void open(Path file) throws IOException {
        MmsaFile.open(file, MmsaOptions.defaults().withCacheFolder(folder.resolve("cache")).withDirectLimit(0)).close();
    }

    /** One array of 1 MB that is used for 600 rows. */
    @Test
    void oneArrayForManyRows() throws IOException {
        PickleBytes p = new PickleBytes().raw('}');
        for (String split : List.of("train", "valid", "test")) {
            p.text(split).raw('}').text("id").value(Collections.nCopies(600, "a")).raw('s');
            for (String key : List.of("text", "audio", "vision")) {
                p.text(key).raw(']').raw('(').floats(new float[250_000], 50, 5_000).raw('q', 7);
                for (int i = 1; i < 600; i++) {
                    p.raw('h', 7);
                }
                p.raw('e', 's');
            }
            p.text("regression_labels").floats(new float[600], 600).raw('s', 's');
        }
        Path file = Files.write(folder.resolve("shared_rows.pkl"), p.stop());
        GROWTH.refused(file, this::open, 64, "more than 100 times as much");
    }

    /** 120 MB of continuation bytes in a transcript, gzipped. */
    @Test
    void continuationBytes() throws IOException {
        int n = 120 << 20;
        Path file = folder.resolve("continuations.pkl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            PickleBytes head = new PickleBytes().raw('}').text("train").raw('}').text("raw_text").raw(']');
            byte[] bytes = head.stop();
            out.write(bytes, 0, bytes.length - 1);
            out.write('X');
            out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(n).array());
            byte[] piece = new byte[1 << 20];
            Arrays.fill(piece, (byte) 0x80);
            for (int i = 0; i < n >> 20; i++) {
                out.write(piece);
            }
            out.write(new byte[] {'a', 's', 's', '.'});
        }
        GROWTH.refused(file, this::open, 16, "unpack to more than 100 times their size");
    }

    /** The same without compression: a text that has no character. */
    @Test
    void continuationBytesAsTheyAre() throws IOException {
        byte[] text = new byte[8 << 20];
        Arrays.fill(text, (byte) 0x80);
        PickleBytes p = new PickleBytes().raw('}').text("train").raw('}').text("id").value(List.of("a")).raw('s')
                .text("raw_text").raw(']', 'X').i4(text.length);
        for (byte b : text) {
            p.raw(b & 0xff);
        }
        p.raw('a', 's').text("text").floats(new float[1], 1, 1, 1).raw('s').text("audio").floats(new float[1], 1, 1, 1)
                .raw('s').text("vision").floats(new float[1], 1, 1, 1).raw('s').text("regression_labels")
                .floats(new float[1], 1).raw('s', 's');
        Path file = Files.write(folder.resolve("continuations.pkl"), p.stop());
        GROWTH.refused(file, path -> MmsaFile.open(path, MmsaOptions.defaults().withCacheFolder(folder.resolve("cache"))
                .withSplits(SplitName.TRAIN).withDirectLimit(0)).close(), 16, "8388608 bytes in row 0");
    }

    private static byte[] varint(long n) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (; n > 127; n >>= 7) {
            bytes.write((int) (n & 127 | 128));
        }
        bytes.write((int) n);
        return bytes.toByteArray();
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return BundleMaker.masked(bytes);
    }

    /** An index of 280,000 entries that all name one block of 2 MB. */
    @Test
    void oneBlockForManyEntries() throws IOException {
        int big = 2_000_000;
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] block = new byte[big + 1];
        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).putInt(big - 4, (big - 4) / 4);
        file.write(block);
        file.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(checksum(block)).array());
        ByteArrayOutputStream handle = new ByteArrayOutputStream();
        handle.write(varint(0));
        handle.write(varint(big));
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        for (int i = 0; i < 280_000; i++) {
            index.write(new byte[] {0, 0, (byte) handle.size()});
            index.write(handle.toByteArray());
        }
        index.write(ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN).putInt(0).putInt(1).array());
        int at = file.size();
        file.write(index.toByteArray());
        file.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(checksum(index.toByteArray())).array());
        ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        footer.put(varint(0)).put(varint(0)).put(varint(at)).put(varint(index.size() - 1));
        footer.putLong(40, 0xdb4775248b80fb57L);
        file.write(footer.array());
        Path path = Files.write(folder.resolve("quadratic.index"), file.toByteArray());
        Path data = Files.write(folder.resolve("quadratic.data-00000-of-00001"), new byte[0]);
        GROWTH.refused(path, index1 -> TensorFlowBundle.open(index1, data).close(), 16,
                "begins before the end of the one");
    }

    @Test
    void millionsOfEmptyObjects() throws IOException {
        String text = "{\"x\":[" + "{},".repeat(5_500_000) + "{}]}";
        Path file = Files.write(folder.resolve("objects.json"), text.getBytes(StandardCharsets.US_ASCII));
        GROWTH.refused(file, Json::read, 160, "more than 400000 values");
    }

    /** Files of the kinds that were found to be accepted, or to fail without a sentence. */
    @Test
    void filesThatTheFormatsRefuse() throws IOException {
        GROWTH.refused(Fixtures.path("fuzz/pickle/unbuilt_array.pkl"), this::open, 4,
                "creates an array but never fills it");
        GROWTH.refused(Fixtures.path("fuzz/pickle/bad_utf8_id.pkl"), this::open, 4, "not valid UTF-8");
        GROWTH.refused(Fixtures.path("fuzz/npy/leading_zero.npy"), file -> Npy.read(file), 4, "the first not 0");
        GROWTH.refused(Fixtures.path("fuzz/safetensors/minus_zero.safetensors"), file -> SafeTensors.open(file).close(),
                4,
                "data_offsets has -0");
        GROWTH.refused(Fixtures.path("fuzz/bert-config/overflow.json"), BertConfigFile::read, 4, "overflow.json",
                "whose product overflows");
    }
}
