package org.almt.data.corrupt;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.almt.core.random.RandomStream;
import org.almt.data.ForwardingSplit;
import org.almt.data.Split;
import org.almt.data.missing.IncompleteSplit;
import org.almt.data.missing.MissingModalities;
import org.almt.data.missing.RandomMissing;
import org.almt.input.FeatureShape;
import org.almt.input.InputShapes;
import org.almt.input.Modality;

/** A split whose features are corrupted when they are read. Labels, ids and words are not changed. */
final class CorruptedSplit extends ForwardingSplit {
    /** Separates these numbers from all other uses of a seed. */
    private static final long PURPOSE = 0x434F5252555054L;

    private final Function<Modality, FeatureShape> shapes;
    private final FeatureDeviations deviations;
    private final long seed;
    private final List<Corruption> corruptions;
    private final Map<Corruption, IncompleteSplit> masks = new ConcurrentHashMap<>();

    CorruptedSplit(
            Split whole, Function<Modality, FeatureShape> shapes, FeatureDeviations deviations, long seed,
            List<Corruption> corruptions) {
        super(whole);
        this.shapes = shapes;
        this.deviations = deviations;
        this.seed = seed;
        this.corruptions = corruptions;
    }

    @Override
    public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
        if (corruptions.stream().noneMatch(corruption -> corruption.actsOn(modality))) {
            whole().frames(modality, sample, fromFrame, frames, target, at);
            return;
        }
        FeatureShape shape = shapes.apply(modality);
        Objects.checkFromIndexSize(fromFrame, frames, shape.length());
        float[] features = new float[shape.size()];
        whole().frames(modality, sample, 0, shape.length(), features, 0);
        Extent extent = Extent.of(whole(), modality, sample, features, shape);
        RandomStream ofSample = new RandomStream(seed, PURPOSE).fork(name().ordinal()).fork(sample);
        // the index counts corruptions of the same kind only, so other corruptions do not change its random numbers
        int[] before = new int[CorruptionKind.values().length];
        for (Corruption corruption : corruptions) {
            if (corruption.kind() == CorruptionKind.ROWS || corruption.kind() == CorruptionKind.MODALITIES) {
                dropRows(corruption, modality, sample, features, shape);
            } else if (corruption.actsOn(modality)) {
                int occurrence = before[corruption.kind().ordinal()]++;
                corruption.kind().transform().apply(
                        features, extent, shape.width(), corruption.strength(),
                        corruption.kind() == CorruptionKind.NOISE ? deviations.of(modality) : null,
                        ofSample.fork(occurrence).fork(modality.ordinal()).fork(corruption.kind().ordinal()));
            }
        }
        System.arraycopy(features, fromFrame * shape.width(), target, at, frames * shape.width());
    }

    /** Drops the same rows as the public code, for any seed. The sample's own random numbers are not used. */
    private void dropRows(
            Corruption corruption, Modality modality, int sample, float[] features, FeatureShape shape) {
        if (!corruption.actsOn(modality) || corruption.strength() == 0) {
            return;
        }
        IncompleteSplit mask = masks.computeIfAbsent(corruption, this::mask);
        if (corruption.kind() == CorruptionKind.MODALITIES) {
            if (mask.rate(modality, sample) >= 1) {
                Arrays.fill(features, 0);
            }
            return;
        }
        for (int row = 0; row < shape.length(); row++) {
            if (!mask.isThere(modality, sample, row)) {
                Arrays.fill(features, row * shape.width(), (row + 1) * shape.width(), 0);
            }
        }
    }

    private IncompleteSplit mask(Corruption corruption) {
        InputShapes all = new InputShapes(
                shapes.apply(Modality.TEXT), shapes.apply(Modality.AUDIO), shapes.apply(Modality.VISION));
        if (corruption.kind() == CorruptionKind.MODALITIES) {
            return new MissingModalities(whole(), all).at(corruption.strength(), seed, 0);
        }
        Map<Modality, Double> rates = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            if (corruption.actsOn(modality)) {
                rates.put(modality, corruption.strength());
            }
        }
        return new RandomMissing(whole(), all).at(rates);
    }

    @Override
    public void text(int sample, float[] target, int at) {
        frames(Modality.TEXT, sample, 0, shapes.apply(Modality.TEXT).length(), target, at);
    }

    @Override
    public void audio(int sample, float[] target, int at) {
        frames(Modality.AUDIO, sample, 0, shapes.apply(Modality.AUDIO).length(), target, at);
    }

    @Override
    public void vision(int sample, float[] target, int at) {
        frames(Modality.VISION, sample, 0, shapes.apply(Modality.VISION).length(), target, at);
    }
}
