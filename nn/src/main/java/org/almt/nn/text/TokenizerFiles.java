package org.almt.nn.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.almt.nn.checkpoint.CheckpointException;
import org.jspecify.annotations.Nullable;

/** Finds and reads the files of tokenisers. */
final class TokenizerFiles {
    /** The largest accepted file. The file of BERT's 30,522 tokens has 0.7 MB. */
    static final long MAX_FILE_BYTES = 64 << 20;

    static final String DAMAGED = "the file is truncated or damaged: download it again";

    private static final String JSON = "tokenizer.json";
    private static final String TEXT = "vocab.txt";
    private static final String ADDED = "added_tokens.json";
    private static final String CONFIG = "tokenizer_config.json";

    private TokenizerFiles() {}

    /** Reads the content of a file. */
    @FunctionalInterface
    interface Reading<T> {
        T from(Reader text) throws IOException;
    }

    static BertTokenizer open(Path path) throws CheckpointException {
        if (Files.isDirectory(path)) {
            for (String name : new String[] {JSON, TEXT}) {
                if (Files.exists(path.resolve(name))) {
                    return open(path.resolve(name));
                }
            }
            throw new CheckpointException(path, "holds neither " + JSON + " nor " + TEXT + ", expected a vocabulary",
                    "put the model's vocabulary beside its weights");
        }
        return open(path, beside(path, CONFIG), beside(path, ADDED));
    }

    private static @Nullable Path beside(Path path, String name) {
        Path file = path.resolveSibling(name);
        return Files.exists(file) ? file : null;
    }

    static BertTokenizer open(Path path, @Nullable Path config, @Nullable Path added) throws CheckpointException {
        TokenizerConfig stated =
                config == null ? TokenizerConfig.NONE : read(config, text -> TokenizerJson.config(text, config));
        if (config != null && stated.isForeign()) {
            throw new CheckpointException(config, "its tokenizer_class is "
                    + CheckpointException.quote(String.valueOf(stated.tokenizerClass()))
                    + ", which splits words by other rules than"
                    + " BERT's", "give a model whose tokenizer is BERT's");
        }
        List<AddedToken> more = added == null ? List.of() : read(added, text -> TokenizerJson.added(text, added));
        if (path.toString().endsWith(".json")) {
            TokenizerJson.Content file = read(path, text -> TokenizerJson.tokenizer(text, path));
            List<String> notes = new ArrayList<>();
            TokenizerSettings settings = stated.settings(file.settings(), config, path, notes);
            return tokenizer(path, file.tokens(), settings, stated.added(file.added(), more, config, path, notes),
                    notes);
        }
        return tokenizer(path, read(path, text -> lines(text, path)), stated.settings(),
                stated.added(List.of(), more, config, path, new ArrayList<>()), List.of());
    }

    private static BertTokenizer tokenizer(Path path, List<String> tokens, TokenizerSettings settings,
            List<AddedToken> added, List<String> notes) throws CheckpointException {
        Vocabulary vocabulary = new Vocabulary(tokens);
        String problem = BertTokenizer.problem(vocabulary, added);
        if (problem != null) {
            throw new CheckpointException(path, problem + " among its " + vocabulary.size()
                    + " tokens, expected a vocabulary of BERT", "check that it is the right file");
        }
        return new BertTokenizer(vocabulary, settings, added, notes);
    }

    static <T> T read(Path path, Reading<T> reading) throws CheckpointException {
        try {
            long size = Files.size(path);
            if (size > MAX_FILE_BYTES) {
                throw new CheckpointException(path, "has " + size + " bytes, expected at most " + MAX_FILE_BYTES,
                        "check that it is a vocabulary");
            }
            // A decoder made this way reports malformed bytes. A decoder made from a charset would replace them.
            try (Reader text = new BufferedReader(
                    new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8.newDecoder()))) {
                return reading.from(text);
            }
        } catch (CharacterCodingException malformed) {
            throw new CheckpointException(path, "is not valid UTF-8", DAMAGED);
        } catch (IOException cause) {
            throw CheckpointException.of(path, "reading", cause);
        }
    }

    /** One token a line; the first line has id 0. The line ends of all systems are accepted. */
    private static List<String> lines(Reader text, Path path) throws IOException {
        List<String> tokens = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int c = text.read(); c >= 0; c = text.read()) {
            if (c != '\n') {
                line.append((char) c);
            } else {
                tokens.add(token(line, tokens.size(), path));
                line.setLength(0);
            }
            if (line.length() > Vocabulary.MAX_TOKEN_LENGTH + 1) {
                throw new CheckpointException(path, "line " + (tokens.size() + 1) + " has more than "
                        + Vocabulary.MAX_TOKEN_LENGTH + " characters, expected one token a line",
                        "check that it is a vocabulary");
            }
        }
        if (!line.isEmpty()) {
            tokens.add(token(line, tokens.size(), path));
        }
        return tokens;
    }

    private static String token(StringBuilder line, int index, Path path) throws CheckpointException {
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        if (index >= Vocabulary.MAX_TOKENS) {
            throw new CheckpointException(path, "has more than " + Vocabulary.MAX_TOKENS + " lines, the most accepted",
                    "check that it is a vocabulary");
        }
        return check(line.toString(), index, path);
    }

    static String check(String token, int index, Path path) throws CheckpointException {
        String problem = Vocabulary.problem(token);
        if (problem != null) {
            throw new CheckpointException(path, "token " + index + " " + problem, DAMAGED);
        }
        return token;
    }
}
