package org.almt.nn.checkpoint.safetensors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.almt.core.Tensor;
import org.almt.nn.checkpoint.Hostile;
import org.almt.nn.checkpoint.TensorSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule of the format broken, one at a time; then cuts and random damage. */
class SafeTensorsHostileTest {
    private static final String X = "\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    @TempDir
    Path folder;

    private Path propertyFolder;
    private byte[] whole;

    @BeforeProperty
    void makeFolder() throws IOException {
        propertyFolder = Files.createTempDirectory("almt");
        whole = small(propertyFolder.resolve("hostile"));
    }

    @AfterProperty
    void deleteFolder() throws IOException {
        Files.deleteIfExists(propertyFolder.resolve("hostile"));
        Files.delete(propertyFolder);
    }

    static byte[] file(String header, byte[] data) {
        return file(header.getBytes(StandardCharsets.UTF_8), data);
    }

    private static byte[] file(byte[] header, byte[] data) {
        return withLength(header.length, header, data);
    }

    private static byte[] withLength(long length, byte[] header, byte[] data) {
        return ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN).putLong(length)
                .put(header).put(data).array();
    }

    private void refused(String header, int dataBytes, String expected) throws IOException {
        Hostile.refused(folder, file(header, new byte[dataBytes]), SafeTensors::read, expected);
    }

    /** One tensor {@code x} with these fields, over eight bytes of data. */
    private void tensorRefused(String fields, String expected) throws IOException {
        refused("{\"x\":{" + fields + "}}", 8, expected);
    }

    @Test
    void theUnbrokenFileIsRead() throws IOException {
        assertTrue(Hostile.survives(folder, file("{" + X + "}   ", new byte[8]), SafeTensors::read));
        assertTrue(Hostile.survives(folder, file("{}", new byte[0]), SafeTensors::read));
    }

    @Test
    void headerLength() throws IOException {
        byte[] header = ("{" + X + "}").getBytes(StandardCharsets.UTF_8);
        byte[] data = new byte[8];
        Hostile.refused(folder, new byte[0], SafeTensors::read, "has 0 bytes");
        Hostile.refused(folder, withLength(-1, header, data), SafeTensors::read, "18446744073709551615 bytes");
        Hostile.refused(folder, withLength(1L << 60, header, data), SafeTensors::read, "at most 100000000");
        Hostile.refused(folder, withLength(100_000_001, header, data), SafeTensors::read, "at most 100000000");
        Hostile.refused(folder, withLength(100_000_000, header, data), SafeTensors::read,
                "only " + (header.length + 8));
        Hostile.refused(folder, withLength(0, header, data), SafeTensors::read, "does not start with '{'");
        Hostile.refused(folder, withLength(header.length - 1, header, data), SafeTensors::read, "malformed JSON");
    }

    @Test
    void headerIsOneJsonObject() throws IOException {
        refused(" {" + X + "}", 8, "does not start with '{'");
        refused("[]", 0, "does not start with '{'");
        refused("\ufeff{" + X + "}", 8, "does not start with '{'");
        refused("{" + X + "}{}", 8, "followed by something else than spaces");
        refused("{" + X + "}\n", 8, "followed by something else than spaces");
        refused("{" + X + "}\0", 8, "followed by something else than spaces");
        refused("{" + X + "}" + " ".repeat(10_000) + "x", 8, "followed by something else than spaces");
        refused("{" + X, 8, "malformed JSON");
        refused("{" + X + ",}", 8, "malformed JSON");
        refused("{'x':1}", 8, "malformed JSON");
        refused("{/**/" + X + "}", 8, "malformed JSON");
        Hostile.refused(folder, file(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, new byte[0]),
                SafeTensors::read, "not valid UTF-8");
    }

    @Test
    void keysAreUniqueAndSane() throws IOException {
        refused("{" + X + "," + X + "}", 8, "is there twice");
        refused("{" + X + "," + X.replace("\"x\"", "\"\\u0078\"") + "}", 8, "is there twice");
        refused("{\"\":" + X.substring(4) + "}", 8, "0 characters");
        refused("{\"a\\u0000b\":" + X.substring(4) + "}", 8, "control character");
        refused("{\"a\\ud800b\":" + X.substring(4) + "}", 8, "surrogate");
        refused("{\"" + "n".repeat(5000) + "\":" + X.substring(4) + "}", 8, "malformed JSON");
        refused("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "is there twice");
        String escaped = X.replace("\"x\"", "\"\\u001b[2K\\n\"");
        refused("{" + X + ",\"__metadata__\":{\"\\u001b[2K\\n\":\"\",\"\\u001b[2K\\n\":\"\"}}", 8,
                "the name '\\u001b[2K\\u000a' is there twice");
        refused("{" + escaped + "}", 8, "control character");
    }

    @Test
    void metadataIsAMapOfStrings() throws IOException {
        refused("{\"__metadata__\":[]}", 0, "an object of strings");
        refused("{\"__metadata__\":{\"a\":1}}", 0, "a string");
        refused("{\"__metadata__\":{\"a\":{}}}", 0, "a string");
        refused("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "is there twice");
        String words = IntStream.range(0, SafeTensorsHeader.MAX_WORDS + 1).mapToObj(i -> "\"" + i + "\":\"\"")
                .collect(Collectors.joining(","));
        refused("{\"__metadata__\":{" + words + "}}", 0, "more than 10000 entries");
    }

    @Test
    void fieldsOfATensor() throws IOException {
        refused("{\"x\":1}", 0, "an object");
        refused("{\"x\":" + "[".repeat(100_000) + "}", 0, "an object");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[2]", "lacks a part");
        tensorRefused("\"dtype\":\"F32\",\"data_offsets\":[0,8]", "lacks a part");
        tensorRefused("\"shape\":[2],\"data_offsets\":[0,8]", "lacks a part");
        tensorRefused("\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]", "is there twice");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"y\":1", "field 'y'");
        tensorRefused("\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]", "dtype 'F8_E4M3'");
        tensorRefused("\"dtype\":32,\"shape\":[2],\"data_offsets\":[0,8]", "a string as dtype");
        tensorRefused("\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]", "an array as shape");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]", "an integer in shape");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[\"2\"],\"data_offsets\":[0,8]", "an integer in shape");
    }

    @Test
    void shapesDoNotOverflow() throws IOException {
        tensorRefused("\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]", "negative size");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[1152921504606846976],\"data_offsets\":[0,8]",
                "more than 2147483631");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]", "malformed JSON");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]",
                "more than 2147483631");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536],\"data_offsets\":[0,0]",
                "more than 2147483631");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[0,65536,65536],\"data_offsets\":[0,0]", "more than 2147483631");
        tensorRefused("\"dtype\":\"U8\",\"shape\":[2147483632],\"data_offsets\":[0,8]", "more than 2147483631");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[" + "1,".repeat(64) + "2],\"data_offsets\":[0,8]", "more than 64");
    }

    @Test
    void offsetsFitShapeAndFile() throws IOException {
        tensorRefused("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]", "lacks a part");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,8]", "more than 2");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]", "outside the 8 bytes");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]", "outside the 8 bytes");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]", "outside the 8 bytes");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]", "hold 8 bytes, expected 12");
        tensorRefused("\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,8]", "hold 8 bytes, expected 16");
        tensorRefused("\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,8]", "hold 8 bytes, expected 4");
    }

    @Test
    void noHolesNoOverlapsNothingLeft() throws IOException {
        String y = "\"y\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":";
        refused("{" + X + "," + y + "[12,20]}}", 20, "starts at byte 12 of the data, expected 8");
        refused("{" + X + "," + y + "[4,12]}}", 12, "starts at byte 4 of the data, expected 8");
        refused("{" + X + "," + y + "[0,8]}}", 8, "starts at byte 0 of the data, expected 8");
        refused("{" + y + "[8,16]}}", 16, "starts at byte 8 of the data, expected 0");
        refused("{" + X + "}", 9, "1 bytes follow the last tensor");
        refused("{}", 1, "1 bytes follow the last tensor");
    }

    @Test
    void tooManyTensors() throws IOException {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i <= SafeTensors.MAX_TENSORS; i++) {
            header.append("\"" + i + "\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},");
        }
        header.setCharAt(header.length() - 1, '}');
        refused(header.toString(), 0, "more than 100000 tensors");
    }

    @Test
    void valuesThatAreNoBooleans() throws IOException {
        Hostile.refused(folder,
                file("{" + X.replace("F32", "BOOL").replace("[2]", "[8]") + "}", new byte[] {0, 1, 2, 0, 0,
                        0, 0, 0}),
                SafeTensors::read, "element 2 is 2, expected at most 1");
        Hostile.refused(folder,
                file("{" + X.replace("F32", "U64").replace("[2]", "[1]") + "}", new byte[] {0, 0, 0, 0, 0,
                        0, 0, -1}),
                SafeTensors::read, "element 0 is 18374686479671623680");
        byte[] huge = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(1e300).array();
        Hostile.refused(folder, file("{" + X.replace("F32", "F64").replace("[2]", "[1]") + "}", huge),
                SafeTensors::read,
                "element 0 is 1.0E300");
    }

    private static byte[] small(Path path) throws IOException {
        SafeTensors.write(path, List.of(TensorSource.of("weight", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)),
                TensorSource.of("step", 7), TensorSource.of("bias", Tensor.zeros(2))), Map.of("epoch", "1"));
        return Files.readAllBytes(path);
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        Hostile.everyTruncation(folder, small(folder.resolve("small")), Hostile::readAll);
    }

    @Property(tries = 500)
    void randomDamageIsReadOrRefused(@ForAll long seed) throws IOException {
        Hostile.survives(propertyFolder, Hostile.mutated(whole, seed), Hostile::readAll);
    }
}
