package org.almt.data.language;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.almt.data.DataException;
import org.almt.data.DataSet;
import org.almt.data.ForwardingDataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.WorkListener;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.io.Sha256;
import org.almt.language.LanguageModel;
import org.almt.language.TextPadding;
import org.almt.language.TokenTable;
import org.almt.language.UnknownTokens;
import org.almt.nn.checkpoint.AtomicFiles;
import org.jspecify.annotations.Nullable;

/**
 * A data set whose text features a {@link LanguageModel} computes from its transcripts. Without transcripts, the token
 * ids of the data set are used. A sentence has as many positions as the data set's token ids, otherwise as its text
 * features, otherwise 50. Longer sentences are cut. The SHA-256 is that of the wrapped data set; it does not depend on
 * the language model.
 */
public final class LanguageDataSet extends ForwardingDataSet {
    /**
     * The tokens of a sentence if the data contain neither tokens nor text features, as in the files of MOSI and MOSEI.
     */
    private static final int USUAL_LENGTH = 50;

    /** The hexadecimal digits of a hash in the name of a cache file. The whole hash is in the file. */
    private static final int NAME = 16;

    /** The unit of the progress. */
    private static final String SENTENCE = "sentence";

    private final LanguageModel model;
    private final TextPadding padding;
    private final FeatureShape text;
    private final Arena arena = Arena.ofShared();
    private final Map<SplitName, Split> splits = new EnumMap<>(SplitName.class);

    private UnknownTokens unknown = new UnknownTokens(0, 0);

    private LanguageDataSet(DataSet data, LanguageModel model, TextPadding padding, int most) {
        super(data);
        this.model = model;
        this.padding = padding;
        boolean texts = data.split(data.splits().iterator().next()).rawText(0) != null;
        int length = texts ? Math.min(length(data), most) : length(data);
        text = new FeatureShape(Math.min(length, model.positions()), model.width());
    }

    private static int length(DataSet data) {
        int tokens = data.split(data.splits().iterator().next()).tokenLength();
        return tokens > 0 ? tokens : data.has(Modality.TEXT) ? data.text().length() : USUAL_LENGTH;
    }

    /** Creates the text features of a split. */
    private interface Maker {
        TextFeatures make(SplitName name, TokenTable tokens) throws IOException;
    }

    private LanguageDataSet with(Maker maker) throws IOException {
        try {
            for (SplitName name : splits()) {
                Split split = super.split(name);
                TokenTable tokens;
                try {
                    tokens = SplitTokens.of(model.tokenizer(), split, text.length());
                } catch (DataException e) {
                    throw new DataException(description() + ": " + e.getMessage(), e);
                }
                unknown = unknown.plus(tokens.unknown(model.tokenizer().unknown()));
                splits.put(name, new LanguageSplit(split, tokens, maker.make(name, tokens)));
            }
            return this;
        } catch (IOException | RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /**
     * Computes the features of all texts at once.
     *
     * @param cache a folder for files that are found again, made where it is missing; null to keep them in memory
     * @param listener receives a sentence when something begins that takes long, and the progress
     */
    public static LanguageDataSet computed(
            DataSet data, LanguageModel model, TextPadding padding, @Nullable Path cache, WorkListener listener)
            throws IOException {
        return computed(data, model, padding, Integer.MAX_VALUE, cache, listener);
    }

    /**
     * Computes the features of all texts at once, for a model that was trained on texts of some length.
     *
     * @param most tokens that are left of a transcript
     * @param cache a folder for files that are found again, made where it is missing; null to keep them in memory
     * @param listener receives a sentence when something begins that takes long, and the progress
     */
    public static LanguageDataSet computed(
            DataSet data, LanguageModel model, TextPadding padding, int most, @Nullable Path cache,
            WorkListener listener)
            throws IOException {
        LanguageDataSet made = new LanguageDataSet(data, model, padding, most);
        String hash = cache == null ? "" : model.sha256();
        return made.with((name, tokens) -> cache == null
                ? made.inMemory(tokens, listener)
                : made.cached(cache, hash, name, tokens, listener));
    }

    /** Computes the features of a text on request, for a few texts. */
    public static LanguageDataSet onDemand(DataSet data, LanguageModel model, TextPadding padding) throws IOException {
        return onDemand(data, model, padding, Integer.MAX_VALUE);
    }

    /**
     * Computes the features of a text on request, for a model that was trained on texts of a given length.
     *
     * @param most the most tokens of a transcript that are used
     */
    public static LanguageDataSet onDemand(DataSet data, LanguageModel model, TextPadding padding, int most)
            throws IOException {
        LanguageDataSet made = new LanguageDataSet(data, model, padding, most);
        return made.with((name, tokens) -> made.live(tokens));
    }

    /** The number of tokens of all splits that are unknown to the vocabulary. */
    public UnknownTokens unknown() {
        return unknown;
    }

    private TextFeatures live(TokenTable tokens) {
        HiddenStates states = new HiddenStates(model.bert(), tokens, padding);
        int width = model.width();
        return (sample, from, count, target, at) -> {
            synchronized (states) {
                states.compute(sample, sample + 1, (text, rows, array, first) -> new TextRows(
                        MemorySegment.ofArray(array).asSlice((long) Float.BYTES * first), width, 0, rows)
                        .copy(0, from, count, target, at));
            }
        };
    }

    private TextFeatures inMemory(TokenTable tokens, WorkListener listener) {
        int width = model.width();
        long[] starts = TextRows.starts(tokens, padding);
        float[] all = new float[Math.toIntExact(starts[tokens.size()] * width)];
        this.<RuntimeException>computeAll(tokens, listener, (text, rows, array, at) -> System
                .arraycopy(array, at, all, (int) starts[text] * width, rows * width));
        return new TextRows(MemorySegment.ofArray(all), width, starts);
    }

    /** Computes the rows of all texts, and reports the progress. */
    private <E extends Exception> void computeAll(TokenTable tokens, WorkListener listener, HiddenStates.Sink<E> sink)
            throws E {
        listener.progress(SENTENCE, 0, tokens.size());
        new HiddenStates(model.bert(), tokens, padding).<E>compute(0, tokens.size(), (text, rows, array, at) -> {
            sink.accept(text, rows, array, at);
            listener.progress(SENTENCE, text + 1, tokens.size());
        });
    }

    private TextFeatures cached(
            Path cache, String hash, SplitName name, TokenTable tokens, WorkListener listener)
            throws IOException {
        int width = model.width();
        long[] starts = TextRows.starts(tokens, padding);
        String key = key(hash, tokens);
        RowsFile file =
                new RowsFile(cache.resolve(key.substring(0, NAME) + ".rows"), key, starts[tokens.size()] * width);
        if (Files.isDirectory(cache)) {
            AtomicFiles.removeLeftovers(cache);
        }
        Optional<MemorySegment> found = file.map(arena);
        if (found.isEmpty()) {
            String damaged = file.exists() ? file.path() + " is damaged or of another version; " : "";
            listener.accept(
                    damaged + "computing the text features of " + tokens.size() + " sentences (" + name + ") once into "
                            + file.path());
            Files.createDirectories(cache);
            file.write(out -> this.<IOException>computeAll(
                    tokens, listener, (text, rows, array, at) -> out.write(array, at, rows * width)));
            found = file.map(arena);
        }
        return new TextRows(
                found.orElseThrow(() -> new IOException(file.path() + " was changed while it was written; try again")),
                width, starts);
    }

    /** The key of the features of a split: a hash of everything that affects them. */
    private String key(String model, TokenTable tokens) {
        MessageDigest digest = Sha256.digest();
        digest.update((model + " " + padding + " " + tokens.length()).getBytes(StandardCharsets.UTF_8));
        for (int[] numbers : List.of(tokens.lengths(), tokens.ids())) {
            ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
            bytes.asIntBuffer().put(numbers);
            digest.update(bytes);
        }
        return Sha256.text(digest);
    }

    @Override
    public FeatureShape shape(Modality modality) {
        return modality == Modality.TEXT ? text : super.shape(modality);
    }

    @Override
    public boolean has(Modality modality) {
        return modality == Modality.TEXT || super.has(modality);
    }

    @Override
    public Split split(SplitName name) {
        Split split = splits.get(name);
        return split != null ? split : super.split(name);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        super.close();
    }
}
