package org.almt.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What the rules of a format refuse, found without our readers: by Jackson, by the JDK's own readers, or from the
 * specification. A file that a reader accepted and that is found here was accepted wrongly.
 *
 * <table border="1">
 * <caption>The rules</caption>
 * <tr><td>any text</td><td>is UTF-8, or UTF-16 with a byte order mark (RFC 3629)</td></tr>
 * <tr><td>JSON</td><td>Jackson reads it whole: one value, no name twice (RFC 8259)</td></tr>
 * <tr><td>CSV</td><td>a field that begins with a quote ends with one (RFC 4180)</td></tr>
 * <tr><td>safetensors</td><td>the header is an object of Jackson's; tensors cover all bytes once, each as many as its
 * shape and type say</td></tr>
 * <tr><td>npy</td><td>magic, version, a header with three keys, as many bytes as shape and type say</td></tr>
 * <tr><td>zip, npz</td><td>the JDK reads all members, their checksums included</td></tr>
 * <tr><td>gzip</td><td>the JDK reads it whole, its checksum included</td></tr>
 * <tr><td>WAV</td><td>RIFF or RF64 of type WAVE, with a format and a data chunk</td></tr>
 * <tr><td>ONNX</td><td>fields of Protocol Buffers up to the last byte</td></tr>
 * <tr><td>index of TensorFlow</td><td>the magic number of its table at the end</td></tr>
 * </table>
 */
final class FormatRules {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final Map<String, Integer> BYTES = Map.ofEntries(Map.entry("BOOL", 1), Map.entry("U8", 1),
            Map.entry("I8", 1), Map.entry("F8_E4M3", 1), Map.entry("F8_E5M2", 1), Map.entry("I16", 2),
            Map.entry("U16", 2), Map.entry("F16", 2), Map.entry("BF16", 2), Map.entry("I32", 4), Map.entry("U32", 4),
            Map.entry("F32", 4), Map.entry("F64", 8), Map.entry("I64", 8), Map.entry("U64", 8));
    private static final Pattern NPY_SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([^)]*)\\)");
    private static final Pattern NPY_TYPE =
            Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([<>|=]?)([a-zA-Z])(\\d*)['\"]");
    private static final long TABLE_MAGIC = 0xdb4775248b80fb57L;

    private FormatRules() {}

    /**
     * Why the format refuses a file, or an empty text.
     *
     * @param name the name of the file, whose ending gives the format
     * @param scratch a folder for a copy, which is deleted again
     */
    static String broken(String name, byte[] bytes, Path scratch) throws IOException {
        try {
            if (name.endsWith(".json")) {
                utf8(bytes);
                json(bytes, 0, bytes.length);
            } else if (name.endsWith(".csv")) {
                String text = utf8(bytes);
                csv(name.equals("metrics.csv") ? text.replace("\"", "") : text); // has no quotes: cut at commas
            } else if (name.endsWith(".txt") || name.endsWith(".srt") || name.endsWith(".TextGrid")) {
                utf8(bytes);
            } else if (name.endsWith(".safetensors")) {
                safetensors(bytes);
            } else if (name.endsWith(".npy")) {
                npy(bytes);
            } else if (name.endsWith(".zip") || name.endsWith(".npz")) {
                zip(bytes, scratch);
            } else if (name.endsWith(".gz")) {
                try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            } else if (name.endsWith(".wav")) {
                wav(bytes);
            } else if (name.endsWith(".onnx")) {
                protocolBuffers(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            } else if (name.endsWith(".index")) {
                require(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(bytes.length - Long.BYTES)
                        == TABLE_MAGIC, "no magic number at the end");
            }
            return "";
        } catch (IOException | RuntimeException refused) {
            return String.valueOf(refused);
        }
    }

    private static void require(boolean kept, String rule) throws IOException {
        if (!kept) {
            throw new IOException(rule);
        }
    }

    private static String utf8(byte... bytes) throws CharacterCodingException {
        Charset charset = bytes.length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE
                || bytes.length >= 2 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF
                        ? StandardCharsets.UTF_16
                        : StandardCharsets.UTF_8;
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().replaceFirst("^\uFEFF", "");
    }

    private static void json(byte[] bytes, int from, int count) throws IOException {
        int mark = count >= 3 && bytes[from] == (byte) 0xEF ? 3 : 0;
        try (JsonParser parser = JSON.createParser(bytes, from + mark, count - mark)) {
            require(parser.nextToken() != null, "no value");
            parser.skipChildren();
            require(parser.nextToken() == null, "two values");
        }
    }

    /** Readers find out which separator a table has; with none of them may a quote be open at the end. */
    private static void csv(String text) throws IOException {
        require(!isOpen(text, ',') || !isOpen(text, ';') || !isOpen(text, '\t'), "a quote that is never closed");
    }

    private static boolean isOpen(String text, char separator) {
        boolean quoted = false;
        boolean begins = true;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (quoted) {
                if (each == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    i++;
                } else {
                    quoted = each != '"';
                }
            } else if (each == '"' && begins) {
                quoted = true;
            }
            begins = !quoted && (each == separator || each == '\n' || each == '\r');
        }
        return quoted;
    }

    private static void safetensors(byte... bytes) throws IOException {
        long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        require(header > 0 && header <= bytes.length - Long.BYTES, "the header is longer than the file");
        int data = Long.BYTES + (int) header;
        utf8(Arrays.copyOfRange(bytes, Long.BYTES, data));
        json(bytes, Long.BYTES, (int) header);
        require(bytes[Long.BYTES] == '{', "the header is no object");
        TreeMap<Long, Long> ranges = new TreeMap<>();
        long all = 0;
        try (JsonParser parser = JSON.createParser(bytes, Long.BYTES, (int) header)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean metadata = parser.currentName().equals("__metadata__");
                require(parser.nextToken() == JsonToken.START_OBJECT, "an entry is no object");
                if (metadata) {
                    while (parser.nextToken() != JsonToken.END_OBJECT) {
                        require(parser.nextToken() == JsonToken.VALUE_STRING, "metadata that is no text");
                    }
                    continue;
                }
                long[] range = range(parser);
                all += range[1] - range[0];
                if (range[1] > range[0]) {
                    require(ranges.put(range[0], range[1]) == null, "two tensors begin at one byte");
                }
            }
        }
        long end = 0;
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            require(range.getKey() == end, "a hole or an overlap at byte " + end);
            end = range.getValue();
        }
        require(end == bytes.length - data && all == end, "the tensors end at " + end + " of " + (bytes.length - data));
    }

    /** First and last byte of a tensor, whose entry has begun. */
    private static long[] range(JsonParser parser) throws IOException {
        String type = "";
        List<Long> shape = new ArrayList<>();
        List<Long> range = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            if (key.equals("dtype")) {
                type = parser.getText();
            } else if (key.equals("shape") || key.equals("data_offsets")) {
                require(parser.currentToken() == JsonToken.START_ARRAY, key + " is no array");
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    (key.equals("shape") ? shape : range).add(parser.getLongValue());
                }
            } else {
                parser.skipChildren();
            }
        }
        require(range.size() == 2 && range.get(0) >= 0 && shape.stream().allMatch(each -> each >= 0), "no range");
        long size = Objects.requireNonNull(BYTES.get(type), type);
        for (long each : shape) {
            size = Math.multiplyExact(size, each);
        }
        require(range.get(1) - range.get(0) == size, "a tensor of " + size + " bytes has " + range);
        return new long[] {range.get(0), range.get(1)};
    }

    private static void npy(byte... bytes) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        require(file.getLong(0) << 16 == 0x0000_5950_4d55_4e93L << 16 && bytes[4] == 'P' && bytes[5] == 'Y', "magic");
        int version = bytes[6];
        require(version >= 1 && version <= 3 && bytes[7] == 0, "version " + version);
        int start = version == 1 ? 10 : 12;
        long length = version == 1 ? file.getShort(8) & 0xFFFF : file.getInt(8) & 0xFFFF_FFFFL;
        require(start + length <= bytes.length, "the header is longer than the file");
        String header = new String(bytes, start, (int) length,
                version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1).strip();
        require(header.startsWith("{") && header.endsWith("}") && header.contains("fortran_order"), "no dictionary");
        Matcher shape = NPY_SHAPE.matcher(header);
        Matcher type = NPY_TYPE.matcher(header);
        require(shape.find() && type.find(), "no shape or no type");
        long size = type.group(3).isEmpty() ? 1 : Long.parseLong(type.group(3)) * (type.group(2).equals("U") ? 4 : 1);
        for (String each : shape.group(1).split(",")) {
            size = each.isBlank() ? size : Math.multiplyExact(size, Long.parseLong(each.strip()));
        }
        require(start + length + size <= bytes.length, "fewer bytes than the shape says");
    }

    private static void zip(byte[] bytes, Path scratch) throws IOException {
        Path copy = Files.write(scratch.resolve("copy.zip"), bytes);
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.isDirectory()) {
                    continue; // its content, of which there should be none, is never read
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    byte[] content = in.readAllBytes();
                    CRC32 sum = new CRC32();
                    sum.update(content);
                    require(content.length == entry.getSize() && sum.getValue() == entry.getCrc(),
                            "the checksum of " + entry.getName());
                }
            }
        } finally {
            Files.delete(copy);
        }
    }

    private static void wav(byte... bytes) throws IOException {
        String kind = new String(bytes, 0, 4, StandardCharsets.ISO_8859_1);
        require(kind.equals("RIFF") || kind.equals("RF64") || kind.equals("RIFX") || kind.equals("BW64"), kind);
        require(new String(bytes, 8, 4, StandardCharsets.ISO_8859_1).equals("WAVE"), "no WAVE");
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        require(all.contains("fmt ") && all.contains("data"), "no format or no data");
    }

    private static void protocolBuffers(ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            long tag = varint(message);
            require(tag >>> 3 != 0, "field 0");
            int skipped = switch ((int) (tag & 7)) {
                case 0 -> {
                    varint(message);
                    yield 0;
                }
                case 1 -> Long.BYTES;
                case 2 -> Math.toIntExact(varint(message));
                case 5 -> Integer.BYTES;
                default -> throw new IOException("wire type " + (tag & 7));
            };
            require(skipped >= 0 && skipped <= message.remaining(), "a field is longer than the message");
            message.position(message.position() + skipped);
        }
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte each = message.get();
            value |= (long) (each & 0x7F) << shift;
            if (each >= 0) {
                return value;
            }
        }
        throw new ArithmeticException("a number of more than ten bytes");
    }
}
