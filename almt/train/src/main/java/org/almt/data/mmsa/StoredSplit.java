package org.almt.data.mmsa;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.almt.data.LabelRange;
import org.almt.data.SourceNames;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.UnimodalLabel;
import org.almt.data.column.Column;
import org.almt.data.column.Key;
import org.almt.data.column.SplitData;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.input.TokenRow;
import org.jspecify.annotations.Nullable;

/** A split over columns. Small columns are stored as arrays. Features and tokens are copied only when they are read. */
final class StoredSplit implements Split {
    private final SplitData data;
    private final float[] labels;
    private final Map<UnimodalLabel, float[]> unimodal = new EnumMap<>(UnimodalLabel.class);
    private final Map<Modality, Column> features = new EnumMap<>(Modality.class);
    private final Map<Modality, int[]> lengths = new EnumMap<>(Modality.class);
    private final Map<String, Integer> indices;
    private final @Nullable Column tokens;
    private final SourceNames names;

    StoredSplit(SplitData data, LabelRange range, Repair repair, SourceNames names) {
        this.data = data;
        this.names = names;
        this.labels = labels(data.columns().get(Key.LABELS), range, repair);
        for (UnimodalLabel which : UnimodalLabel.values()) {
            Column column = data.columns().get(Key.of(which));
            if (column != null) {
                unimodal.put(which, labels(column, range, repair));
            }
        }
        for (Modality modality : Modality.values()) {
            Column column = data.columns().get(Key.of(modality));
            if (column != null) {
                features.put(modality, column);
            }
        }
        this.tokens = data.columns().get(Key.TEXT_BERT);
        keepLengths(Modality.AUDIO, Key.AUDIO_LENGTHS);
        keepLengths(Modality.VISION, Key.VISION_LENGTHS);
        this.indices = HashMap.newHashMap(data.rows());
        for (int i = 0; i < data.rows(); i++) {
            indices.putIfAbsent(id(i), i);
        }
    }

    private float[] labels(@Nullable Column column, LabelRange range, Repair repair) {
        if (column == null) {
            float[] none = new float[data.rows()];
            Arrays.fill(none, Float.NaN);
            return none;
        }
        float[] labels = column.allFloats();
        boolean keepsUnknown = SplitCheck.keepsUnknown(labels, repair);
        for (int i = 0; i < labels.length; i++) {
            boolean kept = range.contains(labels[i]) || keepsUnknown && Float.isNaN(labels[i]);
            labels[i] = kept ? labels[i] : range.clamp(labels[i]);
        }
        return labels;
    }

    private void keepLengths(Modality modality, Key key) {
        Column column = data.columns().get(key);
        if (column != null && has(modality)) {
            lengths.put(modality, column.allInts());
        }
    }

    FeatureShape shape(Modality modality) {
        Column column = features.get(modality);
        return column == null ? FeatureShape.ABSENT : new FeatureShape(column.length(), column.width());
    }

    /** Whether the file has a modality. An absent modality is one frame of one feature, 0. */
    boolean has(Modality modality) {
        return features.containsKey(modality);
    }

    @Override
    public SplitName name() {
        return data.name();
    }

    @Override
    public int size() {
        return data.rows();
    }

    @Override
    public String id(int sample) {
        return data.ids()[sample];
    }

    @Override
    public int indexOf(String id) {
        Integer index = indices.get(id);
        return index == null ? Split.super.indexOf(id) : index;
    }

    @Override
    public String place(int sample) {
        return names.place(data.name(), sample);
    }

    @Override
    public @Nullable String rawText(int sample) {
        return text(Key.RAW_TEXT, sample);
    }

    @Override
    public @Nullable String annotation(int sample) {
        return text(Key.ANNOTATIONS, sample);
    }

    private @Nullable String text(Key key, int sample) {
        Objects.checkIndex(sample, size());
        String[] texts = data.texts().get(key);
        return texts == null ? null : texts[sample];
    }

    @Override
    public float label(int sample) {
        return labels[sample];
    }

    @Override
    public float label(UnimodalLabel which, int sample) {
        Objects.checkIndex(sample, size());
        float[] values = unimodal.get(which);
        return values == null ? Float.NaN : values[sample];
    }

    @Override
    public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
        Column column = features.get(modality);
        Objects.checkIndex(sample, size());
        Objects.checkFromIndexSize(fromFrame, frames, shape(modality).length());
        if (column == null) {
            Arrays.fill(target, at, at + frames, 0);
            return;
        }
        column.floats(sample, fromFrame, frames * column.width(), target, at);
    }

    @Override
    public void text(int sample, float[] target, int at) {
        frames(Modality.TEXT, sample, 0, shape(Modality.TEXT).length(), target, at);
    }

    @Override
    public void audio(int sample, float[] target, int at) {
        frames(Modality.AUDIO, sample, 0, shape(Modality.AUDIO).length(), target, at);
    }

    @Override
    public void vision(int sample, float[] target, int at) {
        frames(Modality.VISION, sample, 0, shape(Modality.VISION).length(), target, at);
    }

    @Override
    public int trueLength(Modality modality, int sample) {
        Objects.checkIndex(sample, size());
        int full = shape(modality).length();
        if (modality == Modality.TEXT && tokens != null) {
            int[] mask = new int[tokenLength()];
            tokens(TokenRow.MASK, sample, mask, 0);
            int count = 0;
            for (int m : mask) {
                count += m != 0 ? 1 : 0;
            }
            return Math.min(count, full);
        }
        int[] known = lengths.get(modality);
        return known == null ? full : Math.clamp(known[sample], 0, full);
    }

    @Override
    public boolean hasTokenIds() {
        return tokens != null;
    }

    @Override
    public int tokenLength() {
        return tokens == null ? 0 : tokens.width();
    }

    @Override
    public void tokens(TokenRow row, int sample, int[] target, int at) {
        if (tokens == null) {
            throw new IllegalStateException("split " + name() + " has no text_bert: no token ids");
        }
        Objects.checkIndex(sample, size());
        tokens.ints(sample, row.ordinal(), tokens.width(), target, at);
    }
}
