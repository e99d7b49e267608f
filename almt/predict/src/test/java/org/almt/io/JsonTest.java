package org.almt.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Our files keep the bytes that Jackson gives them, which wrote those of earlier versions. */
class JsonTest {
    @Test
    void filesAreThoseOfJackson() throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            Map<String, Object> object = object(random, 3);
            byte[] written = Json.write(object);
            assertArrayEquals(jackson(object), written, object.toString());
            assertEquals(object, Json.read(written, "back"));
        }
    }

    private static Map<String, Object> object(Random random, int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.put("näme\n" + i, value(random, depth - 1));
        }
        return object;
    }

    private static Object value(Random random, int depth) {
        switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 :
                return random.nextLong();
            case 1 :
                return random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            case 2 :
                return random.nextBoolean();
            case 3 :
                return null;
            case 4 :
                return "a \"word\" \u0007 \\ 好😀";
            case 5 :
                return object(random, depth);
            default :
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                return list;
        }
    }

    private static byte[] jackson(Map<String, Object> object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = new JsonFactory().createGenerator(bytes)) {
            out.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
            write(out, object);
            out.writeRaw('\n');
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
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
        } else if (value instanceof Double || value instanceof Long) {
            out.writeNumber(value.toString());
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value == null) {
            out.writeNull();
        } else {
            out.writeString(value.toString());
        }
    }

    @Test
    void whatIsNoNumberIsNull() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("a", Double.NaN);
        object.put("b", List.of(Float.POSITIVE_INFINITY, 1e-5f));
        assertEquals("{\n  \"a\" : null,\n  \"b\" : [ null, 1.0E-5 ]\n}\n",
                new String(Json.write(object), StandardCharsets.UTF_8));
    }

    @Test
    void faultsAreOneSentence() {
        IOException cut = assertThrows(IOException.class, () -> Json.parse("{\n  \"a\" : [ 1, 2\n", "config.json"));
        assertEquals("config.json: not valid JSON, line 3: the end of the text is found where a comma or the end of the"
                + " array is expected; correct the file, or replace it", cut.getMessage());
        IOException deep = assertThrows(IOException.class, () -> Json.parse("{\"a\":" + "[".repeat(40), "x"));
        assertTrue(deep.getMessage().contains("more than 32 objects and arrays"), deep.getMessage());
    }
}
