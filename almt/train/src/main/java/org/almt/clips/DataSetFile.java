package org.almt.clips;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.almt.clips.DataSetBuilder.Built;
import org.almt.data.SplitName;
import org.almt.data.column.Key;
import org.almt.data.pickle.PickleWriter;
import org.almt.features.FeatureException;
import org.almt.language.LanguageModel;
import org.almt.language.TokenTable;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.nn.checkpoint.DType;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.jspecify.annotations.Nullable;

/** Writes built samples: as a pickle in MMSA's layout, row by row, or as an archive of NumPy or safetensors. */
final class DataSetFile {
    /** The most values of an archive, which is assembled in memory. */
    private static final long MOST_ARCHIVED_VALUES = 100_000_000;

    private static final Key[] LABELS = {Key.LABELS, Key.LABELS_T, Key.LABELS_A, Key.LABELS_V};

    private final ClipRecipe recipe;
    private final List<Built> built;
    private final @Nullable LanguageModel bert;
    private final int tokens;

    DataSetFile(ClipRecipe recipe, List<Built> built, @Nullable LanguageModel bert) throws FeatureException {
        this.recipe = recipe;
        this.built = built;
        this.bert = bert;
        tokens = bert == null ? 0 : tokens(bert, built);
    }

    private static int tokens(LanguageModel bert, List<Built> built) throws FeatureException {
        LengthRule rule = new LengthRule();
        for (Built each : built) {
            rule.add(Math.min(bert.positions(), bert.tokens(sentence(each))));
        }
        return rule.length();
    }

    private static String sentence(Built sample) throws FeatureException {
        String text = sample.row().text();
        if (text == null) {
            throw new FeatureException("tokens are made from the column 'text', which the manifest lacks");
        }
        return text;
    }

    void write(Path out) throws IOException {
        String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npz")) {
            Npz.write(out, arrays());
        } else if (name.endsWith(".safetensors")) {
            SafeTensors.write(out, tensors(arrays()), Map.of());
        } else if (name.endsWith(".pkl")) {
            AtomicFiles.writeSlowly(out, stream -> {
                PickleWriter pickle = new PickleWriter(stream);
                pickle.dictionary();
                for (SplitName split : SplitName.values()) {
                    List<Built> samples = of(split);
                    if (!samples.isEmpty()) {
                        pickle.key(split.key());
                        write(pickle, samples);
                    }
                }
                pickle.endDictionary();
                pickle.end();
            });
        } else {
            throw new FeatureException(out + ": a data set is written as .pkl (MMSA's layout), .npz or .safetensors");
        }
    }

    private List<Built> of(SplitName split) {
        return built.stream().filter(each -> each.row().split() == split).toList();
    }

    private void write(PickleWriter pickle, List<Built> samples) throws IOException {
        int n = samples.size();
        pickle.dictionary();
        pickle.key(Key.ID.key);
        pickle.texts(samples.stream().map(each -> each.row().id()).toList());
        if (samples.stream().allMatch(each -> each.row().text() != null)) {
            pickle.key(Key.RAW_TEXT.key);
            pickle.texts(samples.stream().map(each -> each.row().text()).toList());
        }
        if (samples.stream().allMatch(each -> each.row().annotation() != null)) {
            pickle.key(Key.ANNOTATIONS.key);
            pickle.texts(samples.stream().map(each -> each.row().annotation()).toList());
        }
        if (recipe.audio() != null) {
            pickle.key(Key.AUDIO.key);
            features(pickle, samples, "audio", recipe.audioLength(), recipe.audioWidth(), recipe.audioScaling());
            if (!recipe.padsLeft()) {
                pickle.key(Key.AUDIO_LENGTHS.key);
                pickle.integers(lengths(samples, true));
            }
        }
        if (recipe.vision() != null) {
            pickle.key(Key.VISION.key);
            features(pickle, samples, "vision", recipe.visionLength(), recipe.visionWidth(), recipe.visionScaling());
            if (!recipe.padsLeft()) {
                pickle.key(Key.VISION_LENGTHS.key);
                pickle.integers(lengths(samples, false));
            }
        }
        if (bert != null) {
            pickle.key(Key.TEXT_BERT.key);
            pickle.longArray(n, 3, tokens);
            pickle.longs(tokenRows(bert, samples));
        }
        for (int i = 0; i < LABELS.length; i++) {
            float[] labels = labels(samples, i);
            if (labels != null) {
                pickle.key(LABELS[i].key);
                pickle.floatArray(n);
                pickle.floats(labels, 0, n);
            }
        }
        pickle.endDictionary();
    }

    private void features(PickleWriter pickle, List<Built> samples, String modality, int length, int width,
            @Nullable Scaling scaling) throws IOException {
        pickle.floatArray(samples.size(), length, width);
        for (Built each : samples) {
            float[] padded = padded(each, modality, length, width, scaling);
            pickle.floats(padded, 0, padded.length);
        }
    }

    /**
     * The rows of one sample, standardised, and cut or padded with zeros to the length. The padding is at the end; or
     * in front, and then the last rows are kept.
     */
    private float[] padded(Built each, String modality, int length, int width,
            @Nullable Scaling scaling) throws IOException {
        float[] rows = Objects.requireNonNull(each.part(), "with sound or face").rows(modality);
        if (scaling != null) {
            scaling.apply(rows, recipe.marks());
        }
        if (!recipe.padsLeft()) {
            return Arrays.copyOf(rows, length * width);
        }
        float[] padded = new float[length * width];
        int kept = Math.min(rows.length, padded.length);
        System.arraycopy(rows, rows.length - kept, padded, padded.length - kept, kept);
        return padded;
    }

    private int[] lengths(List<Built> samples, boolean audio) {
        return samples.stream().mapToInt(each -> audio
                ? Math.min(each.facts().audioFrames(), recipe.audioLength())
                : Math.min(each.facts().visionRows(), recipe.visionLength())).toArray();
    }

    /**
     * The labels, with NaN for samples without one. Null if no sample has a label, or if not all samples have one of
     * the single modality.
     */
    private static float @Nullable [] labels(List<Built> samples, int which) {
        float[] labels = new float[samples.size()];
        int known = 0;
        for (int i = 0; i < labels.length; i++) {
            labels[i] = samples.get(i).row().labels()[which];
            known += Float.isNaN(labels[i]) ? 0 : 1;
        }
        return known == labels.length || known > 0 && LABELS[which] == Key.LABELS ? labels : null;
    }

    /** The ids, mask and segments of each text, [n, 3, tokens]. */
    private long[] tokenRows(LanguageModel language, List<Built> samples) throws FeatureException {
        List<String> texts = new ArrayList<>();
        for (Built each : samples) {
            texts.add(sentence(each));
        }
        TokenTable table = TokenTable.of(language.tokenizer(), texts, tokens);
        long[] rows = new long[texts.size() * 3 * tokens];
        for (int i = 0; i < texts.size(); i++) {
            for (int t = 0; t < tokens; t++) {
                rows[3 * i * tokens + t] = table.ids()[i * tokens + t];
                rows[(3 * i + 1) * tokens + t] = t < table.lengths()[i] ? 1 : 0;
            }
        }
        return rows;
    }

    private Map<String, NpyArray> arrays() throws IOException {
        long values = (long) built.size() * ((long) recipe.audioLength() * recipe.audioWidth()
                + (long) recipe.visionLength() * recipe.visionWidth());
        if (values > MOST_ARCHIVED_VALUES) {
            throw new FeatureException("the data set has " + values + " numbers, too many for an archive, which is"
                    + " assembled in memory; write a .pkl");
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        for (SplitName split : SplitName.values()) {
            List<Built> samples = of(split);
            if (!samples.isEmpty()) {
                put(arrays, split.key() + "/", samples);
            }
        }
        return arrays;
    }

    private void put(Map<String, NpyArray> arrays, String at, List<Built> samples) throws IOException {
        int n = samples.size();
        arrays.put(at + Key.ID.key, texts(samples.stream().map(each -> each.row().id())));
        if (samples.stream().allMatch(each -> each.row().text() != null)) {
            arrays.put(at + Key.RAW_TEXT.key, texts(samples.stream().map(each -> each.row().text())));
        }
        if (recipe.audio() != null) {
            arrays.put(at + Key.AUDIO.key,
                    features(samples, "audio", recipe.audioLength(), recipe.audioWidth(), recipe.audioScaling()));
            if (!recipe.padsLeft()) {
                arrays.put(at + Key.AUDIO_LENGTHS.key, longs(lengths(samples, true)));
            }
        }
        if (recipe.vision() != null) {
            arrays.put(at + Key.VISION.key,
                    features(samples, "vision", recipe.visionLength(), recipe.visionWidth(), recipe.visionScaling()));
            if (!recipe.padsLeft()) {
                arrays.put(at + Key.VISION_LENGTHS.key, longs(lengths(samples, false)));
            }
        }
        if (bert != null) {
            arrays.put(at + Key.TEXT_BERT.key, NpyArray.of(tokenRows(bert, samples), n, 3, tokens));
        }
        for (int i = 0; i < LABELS.length; i++) {
            float[] labels = labels(samples, i);
            if (labels != null) {
                arrays.put(at + LABELS[i].key, NpyArray.of(labels, n));
            }
        }
    }

    private NpyArray features(List<Built> samples, String modality, int length, int width,
            @Nullable Scaling scaling) throws IOException {
        float[] all = new float[samples.size() * length * width];
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(padded(samples.get(i), modality, length, width, scaling), 0, all, i * length * width,
                    length * width);
        }
        return NpyArray.of(all, samples.size(), length, width);
    }

    private static NpyArray texts(Stream<String> texts) {
        String[] all = texts.toArray(String[]::new);
        return NpyArray.of(all, all.length);
    }

    private static NpyArray longs(int... values) {
        return NpyArray.of(Arrays.stream(values).asLongStream().toArray(), values.length);
    }

    /**
     * The arrays of numbers of an archive. Safetensors cannot hold strings: ids are in the provenance file, texts in
     * the manifest.
     */
    private static List<TensorSource> tensors(Map<String, NpyArray> arrays) throws IOException {
        List<TensorSource> tensors = new ArrayList<>();
        for (Map.Entry<String, NpyArray> each : arrays.entrySet()) {
            NpyArray array = each.getValue();
            if (!array.isText()) {
                tensors.add(array.dtype() == DType.I64
                        ? TensorSource.of(each.getKey(), array.longs(), array.shape().toArray())
                        : TensorSource.of(each.getKey(), array.tensor()));
            }
        }
        return tensors;
    }
}
