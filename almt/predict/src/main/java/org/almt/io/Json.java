package org.almt.io;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.almt.nn.json.JsonException;
import org.almt.nn.json.JsonReader;
import org.almt.nn.json.JsonReader.Token;
import org.almt.nn.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON as maps, lists, text, whole numbers ({@code Long}), fractions ({@code Double}) and truth
 * values. The order is kept. JSON has no NaN: it is written as {@code null}.
 */
public final class Json {
    /** The most bytes that are read: far more than any file of this program, far less than would exhaust memory. */
    private static final long MAX_BYTES = 16 << 20;

    private static final int MAX_DEPTH = 32;

    /**
     * The most values that are read. An object of two bytes takes some 60 times as many in memory. A study of 100 cells
     * has some 10,000 values.
     */
    private static final int MAX_VALUES = 400_000;

    private static final JsonReader.Limits LIMITS = new JsonReader.Limits(MAX_DEPTH, 50_000, (int) MAX_BYTES, 1000);

    private Json() {}

    /** The indented UTF-8 text of a map, ending with a line break. */
    public static byte[] write(Map<String, ?> object) {
        StringBuilder out = new StringBuilder();
        write(out, object, "\n");
        return out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Writes a value; {@code line} is a line break with the indentation of the object that it is in. */
    private static void write(StringBuilder out, @Nullable Object value, String line) {
        if (value == null) {
            out.append("null");
        } else if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator).append(line).append("  ");
                JsonText.quote(entry.getKey().toString(), out);
                write(out.append(" : "), entry.getValue(), line + "  ");
                separator = ",";
            }
            out.append(map.isEmpty() ? "{ }" : line + "}");
        } else if (value instanceof List<?> list) {
            String separator = "[ ";
            for (Object element : list) {
                write(out.append(separator), element, line);
                separator = ", ";
            }
            out.append(list.isEmpty() ? "[ ]" : " ]");
        } else if (value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            out.append(value);
        } else if (value instanceof Float || value instanceof Double) {
            out.append(Double.isFinite(((Number) value).doubleValue()) ? value : "null");
        } else {
            JsonText.quote(value.toString(), out);
        }
    }

    /** Like {@link #read}, for bytes in memory. {@code source} names them in messages. */
    public static Map<String, @Nullable Object> read(byte[] bytes, String source) throws IOException {
        if (bytes.length > MAX_BYTES) {
            throw new IOException(source + ": " + bytes.length + " bytes are too many for a JSON file of ours");
        }
        try {
            return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), source);
        } catch (CharacterCodingException e) {
            throw new IOException(source + ": not valid UTF-8, which JSON must be", e);
        }
    }

    /** Reads a file with one JSON object. A repeated key, and anything after the object, is an error. */
    public static Map<String, @Nullable Object> read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": " + Files.size(file) + " bytes are too many for a JSON file of ours");
        }
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": not valid UTF-8, which JSON must be", e);
        }
        return parse(text, file.toString());
    }

    /** Like {@link #read}, for a text. {@code source} names it in messages. */
    public static Map<String, @Nullable Object> parse(String text, String source) throws IOException {
        try (JsonReader in = new JsonReader(new StringReader(text), LIMITS)) {
            if (in.next() != Token.START_OBJECT) {
                throw new IOException(source + ": a JSON object is expected");
            }
            Map<String, @Nullable Object> object = readObject(in, new int[1]);
            if (in.next() != null) {
                throw new IOException(source + ": there is text after the JSON object");
            }
            return object;
        } catch (JsonException e) {
            throw new IOException(source + ": not valid JSON, line " + e.line() + ": " + e.getMessage()
                    + "; correct the file, or replace it", e);
        }
    }

    private static Map<String, @Nullable Object> readObject(JsonReader in, int[] count) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            in.next();
            object.put(name, readValue(in, count));
        }
        return object;
    }

    private static @Nullable Object readValue(JsonReader in, int[] count) throws IOException {
        if (++count[0] > MAX_VALUES) {
            throw in.error("more than " + MAX_VALUES + " values");
        }
        return switch (Objects.requireNonNull(in.token(), "a value was read")) {
            case START_OBJECT -> readObject(in, count);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (in.next() != Token.END_ARRAY) {
                    list.add(readValue(in, count));
                }
                yield list;
            }
            case INTEGER -> in.integer();
            case FRACTION -> in.number();
            case TRUE -> true;
            case FALSE -> false;
            case NULL -> null;
            default -> in.text();
        };
    }
}
