package org.almt.nn.checkpoint.safetensors;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.DType;
import org.almt.nn.checkpoint.TensorInfo;
import org.almt.nn.checkpoint.bytes.FileRegion;
import org.almt.nn.checkpoint.bytes.Place;
import org.almt.nn.checkpoint.bytes.TensorNames;
import org.almt.nn.checkpoint.bytes.TensorSizes;
import org.almt.nn.json.JsonException;
import org.almt.nn.json.JsonReader.Token;
import org.almt.nn.json.JsonReader;

/**
 * The checked header of a safetensors file. The rules:
 *
 * <ul>
 *   <li>the header's length fits the file and is at most {@link SafeTensors#MAX_HEADER_BYTES};
 *   <li>it is valid UTF-8 and one JSON object, from its first byte on, followed by nothing but spaces;
 *   <li>no key occurs twice, and there are at most {@link SafeTensors#MAX_TENSORS} of them;
 * <li>{@code __metadata__} maps strings to strings, at most {@link #MAX_WORDS}; every other key has exactly three
 * entries: a known {@code dtype}, a {@code shape} of sizes from 0 on with a product that does not overflow, and {@code
 * data_offsets [begin, end]} that span exactly the bytes of that shape;
 *   <li>sorted by offset, the tensors cover the rest of the file with no hole, no overlap and no byte left over.
 * </ul>
 *
 * @param dataStart position in the file that offsets count from
 * @param spans the tensors in order of offset
 * @param metadata the texts about the file
 */
record SafeTensorsHeader(long dataStart, Map<String, Span> spans, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";

    /** The most accepted entries of metadata. They take far more room in memory than in the file. */
    static final int MAX_WORDS = 10_000;

    /** The longest accepted text of metadata, in UTF-16 units. */
    static final int MAX_WORD_LENGTH = 1 << 20;

    /** The bytes {@code [begin, end)} of a tensor, counted from the end of the header. */
    record Span(TensorInfo info, long begin, long end) {}

    private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");

    private static final JsonReader.Limits LIMITS =
            new JsonReader.Limits(4, TensorNames.MAX_LENGTH, MAX_WORD_LENGTH, 20);

    static SafeTensorsHeader read(FileRegion file) throws CheckpointException {
        Place place = file.place();
        if (file.size() < 10) {
            throw place.damaged("has " + file.size() + " bytes, expected at least the 10 of an empty safetensors file");
        }
        long length = file.read(0, 8).getLong();
        // A negative long is an unsigned number of at least 2^63.
        if (length < 0 || length > SafeTensors.MAX_HEADER_BYTES) {
            throw place.error("claims a header of " + Long.toUnsignedString(length) + " bytes, expected at most "
                    + SafeTensors.MAX_HEADER_BYTES, "check that this is a safetensors file");
        }
        if (length > file.size() - 8) {
            throw place.damaged("claims a header of " + length + " bytes, but only " + (file.size() - 8) + " follow");
        }
        if (length < 2 || file.read(8, 1).get() != '{') {
            throw place.error("the header does not start with '{'", "check that this is a safetensors file");
        }
        return new Parser(file, 8 + length).parse();
    }

    private static final class Parser {
        private final FileRegion file;
        private final Place place;
        private final long dataStart;
        private final List<Span> spans = new ArrayList<>();
        private Map<String, String> metadata = Map.of();
        @SuppressWarnings("NullAway.Init") // parse() opens it before anything is read
        private JsonReader json;

        Parser(FileRegion file, long dataStart) {
            this.file = file;
            this.place = file.place();
            this.dataStart = dataStart;
        }

        SafeTensorsHeader parse() throws CheckpointException {
            // A decoder made this way reports malformed bytes. A decoder made from a charset would replace them.
            try (Reader text = new InputStreamReader(file.stream(8, dataStart), StandardCharsets.UTF_8.newDecoder());
                    JsonReader reader = new JsonReader(text, LIMITS)) {
                json = reader;
                json.next();
                object();
                onlySpacesFollow();
            } catch (JsonException malformed) {
                throw malformed(malformed);
            } catch (CharacterCodingException malformed) {
                throw place.damaged("the header is not valid UTF-8");
            } catch (IOException cause) {
                throw place.failed("reading the header", cause);
            }
            return new SafeTensorsHeader(dataStart, contiguous(), metadata);
        }

        private CheckpointException malformed(JsonException cause) {
            return place.damaged("the header has malformed JSON at character " + cause.character() + " ("
                    + cause.getMessage() + ")");
        }

        private void object() throws IOException {
            for (String name = json.nextField(); name != null; name = json.nextField()) {
                json.next();
                if (name.equals(METADATA)) {
                    metadata = words();
                } else {
                    spans.add(tensor(name));
                }
                if (spans.size() > SafeTensors.MAX_TENSORS) {
                    throw place.error("holds more than " + SafeTensors.MAX_TENSORS + " tensors, the most accepted",
                            "split the file");
                }
            }
        }

        private Map<String, String> words() throws IOException {
            expect(Token.START_OBJECT, METADATA, "an object of strings");
            Map<String, String> words = new TreeMap<>();
            for (String key = json.nextField(); key != null; key = json.nextField()) {
                json.next();
                expect(Token.STRING, METADATA + "." + key, "a string");
                if (!TensorNames.isText(key) || !TensorNames.isText(json.text())) {
                    throw place.damaged(METADATA + " holds half a surrogate pair, expected text");
                }
                words.put(key, json.text());
                if (words.size() > MAX_WORDS) {
                    throw place.error(
                            METADATA + " has more than " + MAX_WORDS + " entries, the most accepted", "shorten it");
                }
            }
            return Collections.unmodifiableMap(words);
        }

        private Span tensor(String name) throws IOException {
            Place here = place.tensor(name);
            String problem = TensorNames.problem(name);
            if (problem != null) {
                throw place.damaged(problem);
            }
            expect(Token.START_OBJECT, name, "an object");
            DType dtype = null;
            List<Long> shape = null;
            List<Long> offsets = null;
            for (String field = json.nextField(); field != null; field = json.nextField()) {
                json.next();
                switch (field) {
                    case "dtype" -> dtype = dtype(here, name);
                    case "shape" -> shape = integers(name, field, TensorSizes.MAX_RANK);
                    case "data_offsets" -> offsets = integers(name, field, 2);
                    default -> throw here
                            .damaged("has the field " + CheckpointException.quote(field) + ", expected only " + FIELDS);
                }
            }
            if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
                throw here.damaged("lacks a part of dtype, shape and data_offsets [begin, end]");
            }
            return span(new TensorInfo(name, dtype, TensorSizes.shape(shape, here)), offsets.get(0), offsets.get(1),
                    here);
        }

        private DType dtype(Place here, String name) throws IOException {
            expect(Token.STRING, name, "a string as dtype");
            String text = json.text();
            for (DType dtype : DType.values()) {
                if (dtype.name().equals(text)) {
                    return dtype;
                }
            }
            throw here.error(
                    "has the dtype " + CheckpointException.quote(text) + ", expected one of " + List.of(DType.values()),
                    "convert it to one of them");
        }

        private List<Long> integers(String name, String field, int most) throws IOException {
            expect(Token.START_ARRAY, name, "an array as " + field);
            List<Long> values = new ArrayList<>();
            while (json.next() != Token.END_ARRAY) {
                expect(Token.INTEGER, name, "an integer in " + field);
                if (json.text().equals("-0")) {
                    throw place.tensor(name).damaged(field + " has -0, expected sizes from 0 on");
                }
                values.add(json.integer());
                if (values.size() > most) {
                    throw place.tensor(name).damaged(field + " has more than " + most + " entries");
                }
            }
            return values;
        }

        private void expect(Token token, String where, String what) throws CheckpointException {
            if (json.token() != token) {
                throw place.tensor(where).damaged("the header has " + json.token() + " where " + what
                        + " is expected");
            }
        }

        private Span span(TensorInfo info, long begin, long end, Place here) throws CheckpointException {
            long available = file.size() - dataStart;
            String offsets = "data_offsets [" + begin + ", " + end + "]";
            if (begin < 0 || end < begin || end > available) {
                throw here.damaged(offsets + " are outside the " + available + " bytes that follow the header");
            }
            if (end - begin != info.bytes()) {
                throw here.damaged(offsets + " hold " + (end - begin) + " bytes, expected " + info.bytes() + " for "
                        + info.dtype() + " " + info.shape());
            }
            return new Span(info, begin, end);
        }

        private void onlySpacesFollow() throws IOException {
            if (!json.onlySpacesFollow()) {
                throw place.damaged("the header's JSON object is followed by something else than spaces");
            }
        }

        private Map<String, Span> contiguous() throws CheckpointException {
            spans.sort(Comparator.comparingLong(Span::begin).thenComparingLong(Span::end));
            Map<String, Span> byName = new LinkedHashMap<>();
            long next = 0;
            for (Span span : spans) {
                if (span.begin() != next) {
                    throw place.tensor(span.info().name()).damaged("starts at byte " + span.begin()
                            + " of the data, expected " + next + ", where the tensor before it ends");
                }
                next = span.end();
                byName.put(span.info().name(), span);
            }
            if (next != file.size() - dataStart) {
                throw place.damaged((file.size() - dataStart - next) + " bytes follow the last tensor, expected none");
            }
            return Collections.unmodifiableMap(byName);
        }
    }
}
