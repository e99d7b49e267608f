package org.almt.nn.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.almt.nn.json.JsonReader.Limits;
import org.almt.nn.json.JsonReader.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Jackson, an independent reader of the same standard, on texts that are right and on texts that are not. */
class JsonReaderTest {
    private static final Limits WIDE = new Limits(64, 10_000, 10_000, 1000);
    private static final JsonFactory JACKSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /** All tokens with their texts, or null if it is no JSON. */
    private static List<String> ours(String text) {
        List<String> found = new ArrayList<>();
        try (JsonReader in = new JsonReader(new StringReader(text), WIDE)) {
            if (in.next() != null) {
                value(in, found);
            }
            return in.next() == null ? found : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static void value(JsonReader in, List<String> found) throws IOException {
        Token token = in.token();
        switch (token) {
            case START_OBJECT -> {
                found.add("{");
                for (String name = in.nextField(); name != null; name = in.nextField()) {
                    found.add("name " + name);
                    in.next();
                    value(in, found);
                }
                found.add("}");
            }
            case START_ARRAY -> {
                found.add("[");
                while (in.next() != Token.END_ARRAY) {
                    value(in, found);
                }
                found.add("]");
            }
            case STRING -> found.add("text " + in.text());
            case INTEGER -> found.add("integer " + in.text());
            case FRACTION -> found.add("fraction " + in.number());
            default -> found.add(token.name());
        }
    }

    private static List<String> theirs(String text) {
        List<String> found = new ArrayList<>();
        try (JsonParser in = JACKSON.createParser(new StringReader(text))) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (in.getParsingContext().inRoot() && !found.isEmpty() && !token.isStructEnd()) {
                    return null; // a second value
                }
                found.add(switch (token) {
                    case START_OBJECT -> "{";
                    case END_OBJECT -> "}";
                    case START_ARRAY -> "[";
                    case END_ARRAY -> "]";
                    case FIELD_NAME -> "name " + in.currentName();
                    case VALUE_STRING -> "text " + in.getText();
                    case VALUE_NUMBER_INT -> "integer " + in.getText();
                    case VALUE_NUMBER_FLOAT -> "fraction " + in.getDoubleValue();
                    default -> token.name().replace("VALUE_", "");
                });
            }
            return found;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}", "[]", "[1,2]", "[1,]", "[,1]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "{\"a\"}",
            "{\"a\":}", "{a:1}", "{'a':1}", "01", "-", "-0", "1.", ".5", "1e", "1e+", "1E-3", "+1", "0x1", "NaN",
            "1.5e3",
            "[1 2]", "tru", "true", "nul", "[true,false,null]", "\"a\\u00e9\\n\\/\"", "\"\\x\"", "\"\\u12g4\"",
            "\"\\ud800\"",
            "\"a\tb\"", "\"a\nb\"", "\"abc", "[", "{", "]", "}", "[}", "{]", "{\"a\":[1,{\"b\":2}]}", "/* c */ 1",
            "1 2",
            "[1]]", "\uFEFF{}", "[-]", "[1.0E400]", "123456789012345678901234567890", "[\"\\\"\"]", "{\"\":0}",
            "[[[]]]"})
    void readsAndRefusesAsJacksonDoes(String text) {
        assertEquals(theirs(text), ours(text), text);
    }

    @Test
    void randomTextsAreReadAlike() throws IOException {
        Random random = new Random(5);
        int refused = 0;
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = document(random);
            for (int change = random.nextInt(3); change > 0; change--) {
                int at = random.nextInt(text.length());
                char c = "{}[],:\"\\ 01-+.eEtfnul\n\r\u0001é".charAt(random.nextInt(25));
                text = text.substring(0, at) + (random.nextBoolean() ? c : "") + text.substring(at + random.nextInt(2));
                text = text.isEmpty() ? " " : text;
            }
            List<String> theirs = theirs(text);
            assertEquals(theirs, ours(text), text);
            if (theirs == null) {
                refused++;
            } else {
                read++;
            }
        }
        assertTrue(refused > 5_000 && read > 5_000, refused + " refused, " + read + " read");
    }

    private static String document(Random random) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JACKSON.createGenerator(text)) {
            if (random.nextBoolean()) {
                out.useDefaultPrettyPrinter();
            }
            write(out, random, 3);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, Random random, int depth) throws IOException {
        switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> out.writeString(word(random));
            case 1 -> out.writeNumber(random.nextLong() >> random.nextInt(64));
            case 2 -> out.writeNumber(random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15));
            case 3 -> out.writeBoolean(random.nextBoolean());
            case 4 -> out.writeNull();
            case 5 -> out.writeString("");
            case 6 -> {
                out.writeStartArray();
                for (int i = random.nextInt(4); i > 0; i--) {
                    write(out, random, depth - 1);
                }
                out.writeEndArray();
            }
            default -> {
                out.writeStartObject();
                for (int i = random.nextInt(4); i > 0; i--) {
                    out.writeFieldName(i + word(random));
                    write(out, random, depth - 1);
                }
                out.writeEndObject();
            }
        }
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            word.appendCodePoint("ab \"\\/\n\t\r\b\f\u0000\u001f\u007fé好".codePointAt(random.nextInt(16)));
        }
        return word.append(random.nextInt(4) == 0 ? "😀" : "").toString();
    }

    @Test
    void quotesAreThoseOfJackson() throws IOException {
        Random random = new Random(6);
        for (int i = 0; i < 2_000; i++) {
            String word = word(random);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            try (JsonGenerator out = JACKSON.createGenerator(text)) {
                out.writeString(word);
            }
            StringBuilder ours = new StringBuilder();
            JsonText.quote(word, ours);
            assertEquals(text.toString(StandardCharsets.UTF_8), ours.toString());
        }
    }

    private static JsonException refused(String text, Limits limits) {
        return assertThrows(JsonException.class, () -> {
            try (JsonReader in = new JsonReader(new StringReader(text), limits)) {
                in.next();
                value(in, new ArrayList<>());
            }
        });
    }

    @Test
    void limitsHold() {
        Limits narrow = new Limits(2, 3, 4, 5);
        assertEquals(List.of("[", "[", "]", "]"), ours("[[]]"));
        assertEquals("more than 2 objects and arrays are inside of one another", refused("[[[", narrow).getMessage());
        assertEquals("a string or name has more than 3 characters", refused("{\"abcd\":1}", narrow).getMessage());
        assertEquals("a string or name has more than 4 characters", refused("\"abcde\"", narrow).getMessage());
        assertEquals("a number has more than 5 characters", refused("123456", narrow).getMessage());
        assertEquals("the name 'a' is there twice", refused("{\"a\":1,\"a\":1}", narrow).getMessage());
    }

    @Test
    void faultsHaveTheirPlace() {
        JsonException fault = refused("{\"a\": 1,\r\n\n  \"b\" 2}", WIDE);
        assertEquals("'2' is found where a colon is expected", fault.getMessage());
        assertEquals(3, fault.line());
        assertEquals(18, fault.character());
        assertEquals("the end of the text is found where a comma or the end of the array is expected",
                refused("[1", WIDE).getMessage());
    }

    @Test
    void whatIsNotNeededIsLeftOut() throws IOException {
        try (JsonReader in =
                new JsonReader(new StringReader("{\"a\":{\"x\":[1,{\"y\":2}]},\"b\":3,\"c\":[[4],5]}  "), WIDE)) {
            in.next();
            assertEquals("a", in.nextField());
            in.next();
            in.skip();
            assertEquals("b", in.nextField());
            assertEquals(Token.INTEGER, in.next());
            in.skip();
            assertEquals(3, in.integer());
            assertEquals("c", in.nextField());
            in.next();
            in.skip();
            assertNull(in.nextField());
            assertTrue(in.onlySpacesFollow());
        }
        try (JsonReader in = new JsonReader(new StringReader("1 \n"), WIDE)) {
            in.next();
            assertFalse(in.onlySpacesFollow());
        }
        assertThrows(JsonException.class, () -> {
            try (JsonReader in = new JsonReader(new StringReader("9223372036854775808"), WIDE)) {
                in.next();
                in.integer();
            }
        });
    }

    /** Tokens that a source hands over one character at a time, and text longer than any buffer. */
    @Test
    void buffersAreNotSeen() throws IOException {
        String text = "[" + "1234, \"ab\", ".repeat(3_000) + "-5]";
        Reader slow = new StringReader(text) {
            @Override
            public int read(char[] target) throws IOException {
                return read(target, 0, 1);
            }
        };
        List<String> found = new ArrayList<>();
        try (JsonReader in = new JsonReader(slow, WIDE)) {
            in.next();
            value(in, found);
        }
        assertEquals(6_003, found.size());
        assertEquals(theirs(text), found);
        assertEquals(theirs(text), ours(text));
    }

    /** A terminal would obey: colours, a cleared line, text from right to left. */
    @ParameterizedTest
    @ValueSource(strings = {
            "{\"a\\u001b[2K\":1,\"a\\u001b[2K\":2}", "{\"\\n\":1,\"\\n\":2}", "{\"\\u202e\":1,\"\\u202e\":2}",
            "{\"\\u009b\":1,\"\\u009b\":2}", "{\"\\ud800\":1,\"\\ud800\":2}", "[\u009b]", "[1\u202e]", "\u007f",
            "[\"\\\u009b\"]",
            "[\"\\u\u202e\"]", "\u001b", "{\u2028:1}"
    })
    void noControlCharacterReachesAMessage(String text) {
        IOException refused = assertThrows(IOException.class, () -> {
            try (JsonReader in = new JsonReader(new StringReader(text), WIDE)) {
                in.next();
                value(in, new ArrayList<>());
            }
        });
        for (char c : refused.getMessage().toCharArray()) {
            int type = Character.getType(c);
            assertTrue(c >= ' ' && type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE
                    && type != Character.LINE_SEPARATOR, refused.getMessage());
        }
    }
}
