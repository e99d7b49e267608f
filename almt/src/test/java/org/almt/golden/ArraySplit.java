package org.almt.golden;

import java.util.EnumMap;
import java.util.Map;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.UnimodalLabel;
import org.almt.input.FeatureShape;
import org.almt.input.InputShapes;
import org.almt.input.Modality;
import org.almt.input.TokenRow;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.numpy.NpyArray;

/** A split over recorded arrays, whose padding may hold anything. */
final class ArraySplit implements Split {
    private final int size;
    private final Map<Modality, float[]> features = new EnumMap<>(Modality.class);
    private final Map<Modality, FeatureShape> shapes = new EnumMap<>(Modality.class);
    private final Map<Modality, int[]> lengths = new EnumMap<>(Modality.class);
    private final float[] labels;
    private int[] ids;
    private int[] mask;
    private int tokenLength;

    ArraySplit(NpyArray text, NpyArray audio, NpyArray vision, float[] labels) throws CheckpointException {
        this(audio.shape().size(0), labels);
        put(Modality.TEXT, text);
        put(Modality.AUDIO, audio);
        put(Modality.VISION, vision);
    }

    private ArraySplit(int size, float[] labels) {
        this.size = size;
        this.labels = labels;
    }

    private void put(Modality modality, NpyArray array) throws CheckpointException {
        features.put(modality, array.floats());
        shapes.put(modality, new FeatureShape(array.shape().size(1), array.shape().size(2)));
    }

    ArraySplit lengths(Modality modality, NpyArray numbers) throws CheckpointException {
        float[] values = numbers.floats();
        int[] each = new int[values.length];
        for (int i = 0; i < each.length; i++) {
            each[i] = (int) values[i];
        }
        lengths.put(modality, each);
        return this;
    }

    ArraySplit textMask(NpyArray given) throws CheckpointException {
        tokenLength = given.shape().size(1);
        mask = whole(given);
        int[] each = new int[size];
        for (int i = 0; i < mask.length; i++) {
            each[i / tokenLength] += mask[i];
        }
        lengths.put(Modality.TEXT, each);
        return this;
    }

    ArraySplit ids(NpyArray given) throws CheckpointException {
        ids = whole(given);
        return this;
    }

    private static int[] whole(NpyArray array) throws CheckpointException {
        float[] values = array.floats();
        int[] whole = new int[values.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (int) values[i];
        }
        return whole;
    }

    InputShapes shapes() {
        return new InputShapes(shapes.get(Modality.TEXT), shapes.get(Modality.AUDIO), shapes.get(Modality.VISION));
    }

    @Override
    public SplitName name() {
        return SplitName.TRAIN;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String id(int sample) {
        return Integer.toString(sample);
    }

    @Override
    public String rawText(int sample) {
        return null;
    }

    @Override
    public String annotation(int sample) {
        return null;
    }

    @Override
    public float label(int sample) {
        return labels[sample];
    }

    @Override
    public float label(UnimodalLabel which, int sample) {
        return Float.NaN;
    }

    @Override
    public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
        FeatureShape shape = shapes.get(modality);
        System.arraycopy(features.get(modality), sample * shape.size() + fromFrame * shape.width(), target, at,
                frames * shape.width());
    }

    private void all(Modality modality, int sample, float[] target, int at) {
        frames(modality, sample, 0, shapes.get(modality).length(), target, at);
    }

    @Override
    public void text(int sample, float[] target, int at) {
        all(Modality.TEXT, sample, target, at);
    }

    @Override
    public void audio(int sample, float[] target, int at) {
        all(Modality.AUDIO, sample, target, at);
    }

    @Override
    public void vision(int sample, float[] target, int at) {
        all(Modality.VISION, sample, target, at);
    }

    @Override
    public int trueLength(Modality modality, int sample) {
        int[] known = lengths.get(modality);
        return known == null ? shapes.get(modality).length() : known[sample];
    }

    @Override
    public boolean hasTokenIds() {
        return ids != null;
    }

    @Override
    public int tokenLength() {
        return ids == null ? 0 : tokenLength;
    }

    @Override
    public void tokens(TokenRow row, int sample, int[] target, int at) {
        int[] from = row == TokenRow.IDS ? ids : mask;
        System.arraycopy(from, sample * tokenLength, target, at, tokenLength);
    }
}
