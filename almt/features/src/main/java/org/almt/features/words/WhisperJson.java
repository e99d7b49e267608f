package org.almt.features.words;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.features.FeatureException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the output of Whisper and related programs, in any of four forms. {@code segments} with {@code words} of
 * {@code word, start, end} come from Whisper with {@code --word_timestamps}, WhisperX and faster-whisper. The others
 * are {@code segments} of {@code text, start, end}; {@code transcription} with {@code offsets} in milliseconds
 * (whisper.cpp); and a plain list of words.
 */
final class WhisperJson {
    /** The most values: ten for each word of the longest transcript. They take up to 200 bytes each. */
    private static final int MOST_VALUES = 1_000_000;

    private final Transcript.Timeline line;
    private int values;

    private static final JsonFactory JSON =
            JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private WhisperJson(Path file) {
        line = new Transcript.Timeline(file);
    }

    static Transcript.Timeline read(Path file, String text) throws IOException {
        WhisperJson json = new WhisperJson(file);
        Object root;
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            root = json.value(parser);
            if (parser.nextToken() != null) {
                throw json.line.refuse("line " + parser.currentLocation().getLineNr(),
                        "is not valid JSON: something follows after its end");
            }
        } catch (JsonProcessingException e) {
            throw json.line.refuse("line " + (e.getLocation() == null ? "1" : e.getLocation().getLineNr()),
                    "is not valid JSON: " + e.getOriginalMessage().split("[(:\n]")[0].strip());
        }
        json.root(root);
        return json.line;
    }

    /** Reads a value as map, list, string or number. The parser limits the nesting. */
    private @Nullable Object value(JsonParser parser) throws IOException {
        if (values++ == MOST_VALUES) {
            throw line.refuse("", "has more than " + MOST_VALUES + " values; cut it into utterances");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                object.put(name, value(parser));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> array = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(parser));
            }
            return array;
        }
        if (token == null) {
            return null;
        }
        return token.isNumeric() ? parser.getDoubleValue() : token == JsonToken.VALUE_STRING ? parser.getText() : null;
    }

    private void root(@Nullable Object root) throws FeatureException {
        List<?> parts = null;
        if (root instanceof List<?> list) {
            parts = list;
        } else if (root instanceof Map<?, ?> map) {
            for (String name : List.of("segments", "transcription", "words", "word_segments", "chunks")) {
                if (map.get(name) instanceof List<?> list) {
                    parts = list;
                    break;
                }
            }
        }
        if (parts == null) {
            throw line.refuse("",
                    "has none of the keys 'segments', 'transcription', 'words' and 'chunks' that Whisper writes");
        }
        double last = 0;
        for (int i = 0; i < parts.size(); i++) {
            last = part("entry " + (i + 1), parts.get(i), last);
        }
    }

    private double part(String place, @Nullable Object part, double last) throws FeatureException {
        if (!(part instanceof Map<?, ?> map)) {
            throw line.refuse(place, "is not an object with text and times");
        }
        double start = time(map, "start", 0, last);
        double end = time(map, "end", 1, start);
        if (map.get("words") instanceof List<?> words && !words.isEmpty()) {
            for (int i = 0; i < words.size(); i++) {
                if (!(words.get(i) instanceof Map<?, ?> word)) {
                    throw line.refuse(place + ", word " + (i + 1), "is not an object with word, start and end");
                }
                String text = text(word);
                // Aligners omit the times of words that they cannot align, such as numerals.
                double from = time(word, "start", 0, Math.max(start, last));
                double to = time(word, "end", 1, Math.max(from, i + 1 < words.size()
                        && words.get(i + 1) instanceof Map<?, ?> next ? time(next, "start", 0, from) : end));
                line.addPhrase(place + ", word " + (i + 1), text, from, to);
                last = Math.max(last, from);
            }
            return Math.max(last, end);
        }
        line.addPhrase(place, text(map), start, end);
        return Math.max(last, end);
    }

    private static String text(Map<?, ?> map) {
        for (String name : List.of("word", "text")) {
            if (map.get(name) instanceof String text) {
                return text;
            }
        }
        return "";
    }

    private static double time(Map<?, ?> map, String name, int index, double otherwise) {
        if (map.get(name) instanceof Double seconds) {
            return seconds;
        }
        if (map.get("offsets") instanceof Map<?, ?> offsets
                && offsets.get(index == 0 ? "from" : "to") instanceof Double millis) {
            return millis / 1000;
        }
        if (map.get("timestamp") instanceof List<?> pair && pair.size() == 2
                && pair.get(index) instanceof Double seconds) {
            return seconds;
        }
        return otherwise;
    }
}
