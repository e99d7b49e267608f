package org.almt.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.almt.testsdata.Fixtures;
import org.almt.weights.SmallBert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sound files of all readers keep the rules: {@link FuzzTest} gives them as they are. */
class FormatRulesTest {
    @TempDir
    Path scratch;

    private String broken(String name, byte... bytes) throws IOException {
        return FormatRules.broken(name, bytes, scratch);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] header(String json, int data) {
        byte[] text = latin(json);
        byte[] file = new byte[8 + text.length + data];
        file[0] = (byte) text.length;
        System.arraycopy(text, 0, file, 8, text.length);
        return file;
    }

    @Test
    void whatTheFormatRefusesIsFound() throws IOException {
        String tensor = "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}";
        assertEquals("", broken("x.safetensors", header(tensor + "}", 8)));
        byte[] zip = SmallBert.zip(Map.of("a", latin("hello hello hello")), false);
        assertEquals("", broken("x.zip", zip));
        zip[40] ^= 1;
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(zip);
        }
        byte[] cut = gzip.toByteArray();
        assertEquals("", broken("x.pkl.gz", cut));
        cut[cut.length - 6] ^= 1;
        byte[] npy = Files.readAllBytes(Fixtures.path("numpy/f4.npy"));
        for (Map.Entry<String, List<byte[]>> wrong : Map.of(
                "x.json", List.of(latin("{\"a\": 1, \"a\": 2}"), latin("{} {}"), latin("[01]"), latin(""),
                        latin("\"\u00e9\"")),
                "x.csv", List.of(latin("a,b\n\"c,d\n"), latin("\u00e9")),
                "vocab.txt", List.of(latin("a\u00ffb")),
                "x.safetensors", List.of(header(tensor + "}", 9), header(tensor + "}", 7), header(tensor, 8),
                        header(tensor.replace("[2]", "[3]") + "}", 8),
                        header(tensor + ", \"b\": {\"dtype\": \"U8\", \"shape\": [1], \"data_offsets\": [9, 10]}}",
                                10)),
                "x.npy", List.of(Arrays.copyOf(npy, npy.length - 1), latin("\u0093NUMPX\1\0\0\0")),
                "x.zip", List.of(zip),
                "x.pkl.gz", List.of(cut),
                "x.wav", List.of(latin("RIFF....WAVX....")),
                "x.onnx", List.of(new byte[] {10, 5, 1}, new byte[] {7}),
                "x.index", List.of(new byte[48])).entrySet()) {
            for (byte[] file : wrong.getValue()) {
                assertNotEquals("", broken(wrong.getKey(), file), wrong.getKey());
            }
        }
    }
}
