package org.almt.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.almt.io.Json;
import org.almt.metrics.ScoreFile;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.checkpoint.onnx.Onnx;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.nn.checkpoint.safetensors.ShardedSafeTensors;
import org.almt.nn.checkpoint.zip.ZipArchive;
import org.almt.nn.text.BertTokenizer;
import org.almt.testsdata.OnnxMaker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The worst files known for the readers of weights, tokenisers, archives and scores. The table of the last run is
 * {@code target/worst-model-files.md}.
 */
class WorstModelFilesTest {
    private static final Growth GROWTH = new Growth();

    /** Bytes of a text that is long, but not longer than its reader takes. */
    private static final int LARGE = 16_000_000;

    /** 167 once the reader is compiled; up to 196 were seen on a busy machine, where that comes later. */
    private static final int HEADER_MIB = 256;

    @TempDir
    Path folder;

    @AfterAll
    static void table() throws IOException {
        GROWTH.write(Path.of("target/worst-model-files.md"));
    }

    private Path text(String name, String begin, String piece, int size, String end) throws IOException {
        return Growth.text(folder.resolve(name), begin, piece, size, end);
    }

    private Path safetensors(String name, String header) throws IOException {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        return Files.write(folder.resolve(name), ByteBuffer.allocate(8 + bytes.length).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes.length).put(bytes).array());
    }

    private void safetensorsRefused(String name, String header, String expected) throws IOException {
        GROWTH.refused(safetensors(name, header), file -> SafeTensors.open(file).close(), HEADER_MIB, expected);
    }

    @Test
    void headersOfSafetensors() throws IOException {
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 250_000; i++) {
            many.append(i == 0 ? "" : ",").append("\"t").append(i)
                    .append("\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        safetensorsRefused("many-tensors.safetensors", many.append('}').toString(), "more than 100000 tensors");
        safetensorsRefused("long-name.safetensors", "{\"" + "a".repeat(LARGE) + "\":1}", "long-name.safetensors");
        safetensorsRefused("brackets.safetensors", "{\"a\":" + "[".repeat(LARGE), "brackets.safetensors");
        safetensorsRefused("shape.safetensors", "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + "1,".repeat(LARGE / 2)
                + "1],\"data_offsets\":[0,4]}}", "shape.safetensors");
        GROWTH.refused(text("many.safetensors.index.json", "{\"weight_map\":{\"a\":\"x\"", ",\"b\":\"y\"", LARGE, "}}"),
                file -> ShardedSafeTensors.open(file).close(), 192, "index.json");
    }

    @Test
    void arraysAndArchives() throws IOException {
        byte[] header =
                ("{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776,), }" + " ".repeat(48) + "\n")
                        .getBytes(StandardCharsets.US_ASCII);
        Path huge = Files.write(folder.resolve("2^40-numbers.npy"), ByteBuffer.allocate(10 + header.length)
                .order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1).put((byte) 0).putShort((short) header.length).put(header).array());
        GROWTH.refused(huge, file -> Npy.read(file), 4, "2^40-numbers.npy");
        Path zeros = folder.resolve("200-mb-of-zeros.npz");
        try (OutputStream out = Files.newOutputStream(zeros); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a.npy"));
            byte[] piece = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                zip.write(piece);
            }
            zip.closeEntry();
        }
        GROWTH.refused(zeros, file -> Npz.read(file), 64, "100 times");
        Path members = folder.resolve("100,001-members.zip");
        try (OutputStream out = Files.newOutputStream(members); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (int i = 0; i <= 100_000; i++) {
                ZipEntry entry = new ZipEntry("m" + i);
                entry.setSize(0);
                entry.setCrc(0);
                zip.putNextEntry(entry);
            }
        }
        GROWTH.refused(members, file -> ZipArchive.open(file).close(), 128, "100000");
    }

    @Test
    void graphsOfOnnx() throws IOException {
        OnnxMaker many = new OnnxMaker();
        for (int i = 0; i <= 100_000; i++) {
            many.floats("w" + i, new float[0], 0);
        }
        Path file = Files.write(folder.resolve("many-tensors.onnx"), many.toBytes());
        GROWTH.refused(file, path -> Onnx.open(path).close(), 256, "100000");
        byte[] nested = new byte[LARGE / 4];
        Arrays.fill(nested, (byte) 0x3a);
        GROWTH.refused(Files.write(folder.resolve("fields.onnx"), nested), path -> Onnx.open(path).close(), 64,
                "fields.onnx");
    }

    @Test
    void tokenisers() throws IOException {
        GROWTH.refused(text("lines.txt", "", "\n", LARGE, ""), BertTokenizer::open, 400, "2000000 lines");
        GROWTH.refused(text("one-line.txt", "", "a", LARGE, "\n"), BertTokenizer::open, 64, "256 characters");
        GROWTH.refused(text("tokenizer.json", "{\"model\":{\"vocab\":{\"a\":0", ",\"b\":1", LARGE, "}}}"),
                BertTokenizer::open, 256, "tokenizer.json");
        GROWTH.refused(text("brackets.json", "{\"padding\":", "[", LARGE, ""), BertTokenizer::open, 64,
                "brackets.json");
        GROWTH.refused(text("added.json", "{\"added_tokens\":[{\"id\":1,\"content\":\"x\"}", ",{}", LARGE, "]}"),
                BertTokenizer::open, 256, "added.json");
    }

    @Test
    void settingsAndScores() throws IOException {
        GROWTH.refused(text("deep.json", "{\"x\":", "[", LARGE, ""), Json::read, 64, "deep.json");
        GROWTH.refused(text("number.json", "{\"x\":1", "0", LARGE, "}"), Json::read, 128, "number.json");
        GROWTH.refused(text("commas.csv", "id,label,prediction\n", ",", LARGE, "\n"), ScoreFile::read, 64,
                "commas.csv");
        GROWTH.refused(text("field.csv", "id,label,prediction\n", "a", LARGE, "\n"), ScoreFile::read, 64, "field.csv");
        GROWTH.refused(text("rows.csv", "id,label,prediction\n", "a,1,1\n", LARGE, "\n"), ScoreFile::read, 1_000,
                "rows.csv");
    }
}
