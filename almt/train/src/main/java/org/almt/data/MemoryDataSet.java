package org.almt.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.almt.Sample;
import org.almt.core.random.RandomStream;
import org.almt.input.FeatureShape;
import org.almt.input.InputShapes;
import org.almt.input.Modality;
import org.almt.io.Sha256;

/**
 * A data set of samples in memory. Sequences may differ in length: shorter ones are padded with zeros to the longest of
 * all splits.
 *
 * <pre>{@code
 * MemoryDataSet.of(samples, labels)               // eight tenths to train on, one each to choose by and to test
 * MemoryDataSet.of(train, valid, test)            // your own splits, with ids and transcripts
 * }</pre>
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class MemoryDataSet implements DataSet {
    /** Separates the cut from all other uses of a seed. */
    private static final long PURPOSE = 0x53504C4954L;
    private static final int TENTHS = 10;

    private final InputShapes shapes;
    private final Map<SplitName, MemorySplit> splits = new EnumMap<>(SplitName.class);
    private final String sha256;

    private MemoryDataSet(Map<SplitName, List<LabelledSample>> samples) {
        List<Sample> all = samples.values().stream().flatMap(List::stream).map(LabelledSample::sample).toList();
        shapes = new InputShapes(
                common(all, Modality.TEXT), common(all, Modality.AUDIO), common(all, Modality.VISION));
        samples.forEach((name, split) -> splits.put(name, new MemorySplit(name, List.copyOf(split), shapes)));
        sha256 = hash();
    }

    /**
     * Samples with labels, divided into splits in an order that depends on their number alone. Validation and test get
     * one tenth each, at least one sample.
     *
     * @param labels one for each sample
     * @throws IllegalArgumentException if there are fewer than three, or widths differ
     */
    public static MemoryDataSet of(List<Sample> samples, float... labels) {
        if (samples.size() != labels.length || labels.length < 3) {
            throw new IllegalArgumentException("data set: " + samples.size() + " samples and " + labels.length
                    + " labels; three or more samples with one label each are needed");
        }
        int held = Math.max(1, labels.length / TENTHS);
        Map<SplitName, List<LabelledSample>> splits = new EnumMap<>(SplitName.class);
        int[] order = new RandomStream(1, PURPOSE).permutation(labels.length);
        for (int i = 0; i < order.length; i++) {
            SplitName name = i < held ? SplitName.TEST : i < 2 * held ? SplitName.VALID : SplitName.TRAIN;
            splits.computeIfAbsent(name, each -> new ArrayList<>()).add(
                    new LabelledSample("sample-" + order[i], samples.get(order[i]), labels[order[i]]));
        }
        return new MemoryDataSet(splits);
    }

    /**
     * Samples in given splits.
     *
     * @throws IllegalArgumentException if a split is empty, or widths differ
     */
    public static MemoryDataSet of(
            List<LabelledSample> train, List<LabelledSample> valid, List<LabelledSample> test) {
        Map<SplitName, List<LabelledSample>> splits = new EnumMap<>(SplitName.class);
        splits.put(SplitName.TRAIN, train);
        splits.put(SplitName.VALID, valid);
        splits.put(SplitName.TEST, test);
        splits.forEach((name, split) -> {
            if (split.isEmpty()) {
                throw new IllegalArgumentException("data set: the " + name + " split is empty; at least one sample is"
                        + " needed");
            }
        });
        return new MemoryDataSet(splits);
    }

    /** The longest length, and the common width. */
    private static FeatureShape common(List<Sample> samples, Modality modality) {
        FeatureShape first = samples.getFirst().shape(modality);
        int length = 0;
        for (int i = 0; i < samples.size(); i++) {
            FeatureShape shape = samples.get(i).shape(modality);
            if (shape.width() != first.width()) {
                throw new IllegalArgumentException("data set: " + modality + " has " + shape.width()
                        + " features in one sample and " + first.width() + " in another; all need the same number");
            }
            length = Math.max(length, shape.length());
        }
        return new FeatureShape(length, first.width());
    }

    private String hash() {
        MessageDigest digest = Sha256.digest();
        splits.forEach((name, split) -> {
            for (Modality modality : Modality.values()) {
                float[] values = new float[shapes.of(modality).size()];
                ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
                for (int i = 0; i < split.size(); i++) {
                    split.frames(modality, i, 0, shapes.of(modality).length(), values, 0);
                    bytes.asFloatBuffer().put(values);
                    digest.update(bytes.array());
                }
            }
            for (int i = 0; i < split.size(); i++) {
                digest.update((name + "\n" + split.id(i) + "\n" + split.rawText(i) + "\n" + split.label(i) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        });
        return Sha256.text(digest);
    }

    /** For example {@code samples in memory (80/10/10)}. */
    @Override
    public String description() {
        return "samples in memory (" + split(SplitName.TRAIN).size() + "/" + split(SplitName.VALID).size() + "/"
                + split(SplitName.TEST).size() + ")";
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public FeatureShape shape(Modality modality) {
        return shapes.of(modality);
    }

    @Override
    public Set<SplitName> splits() {
        return splits.keySet();
    }

    @Override
    public Split split(SplitName name) {
        return Objects.requireNonNull(splits.get(name), "all splits exist");
    }

    /** Does nothing: memory is released with the last reference. */
    @Override
    public void close() {}
}
