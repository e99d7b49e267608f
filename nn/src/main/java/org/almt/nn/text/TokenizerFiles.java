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

/** Finds and reads the files that tokenisers come in. */
final class TokenizerFiles {
    /** The largest accepted file; that of BERT's 30,522 tokens has 0.7 MB. */
    static final long MAX_FILE_BYTES = 64 << 20;

    static final String DAMAGED = "the file is truncated or damaged: fetch it again";

    private static final String JSON = "tokenizer.json";
    private static final String TEXT = "vocab.txt";
    private static final String CONFIG = "tokenizer_config.json";

    private TokenizerFiles() {}

    /** Takes what a file says. */
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
        Path config = path.resolveSibling(CONFIG);
        return open(path, Files.exists(config) ? config : null);
    }

    static BertTokenizer open(Path path, @Nullable Path config) throws CheckpointException {
        if (path.toString().endsWith(".json")) {
            return read(path, text -> TokenizerJson.tokenizer(text, path));
        }
        TokenizerSettings settings =
                config == null ? TokenizerSettings.UNCASED : read(config, text -> TokenizerJson.config(text, config));
        return tokenizer(path, read(path, text -> lines(text, path)), settings);
    }

    static BertTokenizer tokenizer(Path path, List<String> tokens, TokenizerSettings settings)
            throws CheckpointException {
        Vocabulary vocabulary = new Vocabulary(tokens);
        List<String> missing = BertTokenizer.missing(vocabulary);
        if (!missing.isEmpty()) {
            throw new CheckpointException(path, "lacks " + String.join(", ", missing) + " among its "
                    + vocabulary.size() + " tokens, expected a vocabulary of BERT", "check that it is the right file");
        }
        return new BertTokenizer(vocabulary, settings);
    }

    static <T> T read(Path path, Reading<T> reading) throws CheckpointException {
        try {
            long size = Files.size(path);
            if (size > MAX_FILE_BYTES) {
                throw new CheckpointException(path, "has " + size + " bytes, expected at most " + MAX_FILE_BYTES,
                        "check that it is a vocabulary");
            }
            // A decoder made this way reports malformed bytes; one made from a charset would replace them.
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

    /** One token a line, the first line has id 0; lines end as on any system. */
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
