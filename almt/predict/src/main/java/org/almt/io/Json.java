package org.almt.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, text, whole numbers ({@code Long}), fractions ({@code Double}) and truth values, in the order in
 * which they are written. JSON has no NaN: it is written as {@code null}.
 */
public final class Json {
    /** Far more than any file of ours, far less than what would hurt. */
    private static final long MAX_BYTES = 16 << 20;

    private static final int MAX_DEPTH = 32;

    /** An object takes some 60 times its two bytes in memory; a study of 100 cells has some 10,000 values. */
    private static final int MAX_VALUES = 400_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Jackson's own pool leaves its buffers, and so its classes, in the threads that read.
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Where the parser says that something began: in words about the parser rather than the file. */
    private static final Pattern PLACE = Pattern.compile("\\s*\\(start marker at \\[.*?\\]\\)");

    private Json() {}

    /** The indented UTF-8 text of a map, ending with a line break. */
    public static byte[] write(Map<String, ?> object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(
                    new DefaultIndenter("  ", "\n")));
            write(out, object);
            out.writeRaw('\n');
        } catch (IOException e) {
            throw new IllegalStateException("json: writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(entry.getKey().toString());
                write(out, entry.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object element : list) {
                write(out, element);
            }
            out.writeEndArray();
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Integer || value instanceof Long) {
            out.writeNumber(((Number) value).longValue());
        } else if (value instanceof Float || value instanceof Double) {
            writeFinite(out, ((Number) value).doubleValue(), value.toString());
        } else {
            out.writeString(value.toString());
        }
    }

    private static void writeFinite(JsonGenerator out, double value, String digits) throws IOException {
        if (Double.isFinite(value)) {
            out.writeNumber(digits);
        } else {
            out.writeNull();
        }
    }

    /** As {@link #read}, of bytes in memory; {@code source} names them in messages. */
    public static Map<String, Object> read(byte[] bytes, String source) throws IOException {
        if (bytes.length > MAX_BYTES) {
            throw new IOException(source + ": " + bytes.length + " bytes are too many for a JSON file of ours");
        }
        try {
            return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), source);
        } catch (CharacterCodingException e) {
            throw new IOException(source + ": not valid UTF-8, which JSON must be", e);
        }
    }

    /** Reads a file that holds one JSON object; keys that occur twice, and anything after the object, are errors. */
    public static Map<String, Object> read(Path file) throws IOException {
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

    /** As {@link #read}, of a text; {@code source} names it in messages. */
    public static Map<String, Object> parse(String text, String source) throws IOException {
        try (JsonParser in = FACTORY.createParser(text)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException(source + ": a JSON object is expected");
            }
            Map<String, Object> object = readObject(in, 1, new int[1]);
            if (in.nextToken() != null) {
                throw new IOException(source + ": there is text after the JSON object");
            }
            return object;
        } catch (StreamReadException e) {
            throw new IOException(source + ": not valid JSON, line " + e.getLocation().getLineNr() + ": "
                    + PLACE.matcher(e.getOriginalMessage()).replaceAll("") + "; correct the file, or replace it", e);
        }
    }

    private static Map<String, Object> readObject(JsonParser in, int depth, int[] count) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            object.put(name, readValue(in, depth, count));
        }
        return object;
    }

    private static @Nullable Object readValue(JsonParser in, int depth, int[] count) throws IOException {
        if (++count[0] > MAX_VALUES) {
            throw new JsonParseException(in, "more than " + MAX_VALUES + " values");
        }
        if (depth > MAX_DEPTH) {
            throw new JsonParseException(in, "nested more than " + MAX_DEPTH + " deep");
        }
        return switch (in.currentToken()) {
            case START_OBJECT -> readObject(in, depth + 1, count);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    list.add(readValue(in, depth + 1, count));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> in.getText();
        };
    }
}
