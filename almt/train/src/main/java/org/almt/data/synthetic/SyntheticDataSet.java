package org.almt.data.synthetic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.io.Sha256;

/**
 * A data set that is computed, not stored. It is small, free of third-party rights, and its true causes are known. The
 * same sizes and seed give the same bits on any machine, as {@link #sha256} shows.
 *
 * <p>A small causal model generates each sample:
 *
 * <pre>
 *   what is meant:  language l   tone a ~ N(0, 0.6²)   face v ~ N(0, 0.6²)        independent of one another
 *   sentiment       s = clip(l + a + v, -3, 3)         label = s rounded to a fifth, as in MOSI
 *
 *   l ──► words     a sentence whose clauses add up to l; "not" reverses an opinion, "very" strengthens it.
 *                   Vectors contain opinions and the words before them; the effect of modifiers only in part.
 *   a ──► voice     in about 3 of 40 frames, on one opinion word, marked by stress; elsewhere the tone is noise
 *   v ──► face      in about 4 of 40 frames, just after that word, marked by an apex; elsewhere it is noise
 *   scene, background, pose, light ──► voice and face, always, slow, large, and correlated with one another
 *   sarcasm (8 %):        the words express -l; irony in the stressed voice and in the eyes reveals it
 *   polite face (5 %):    the face shows -v; irony in the stressed voice alone reveals it
 * </pre>
 *
 * <p>So language alone gives most of the sentiment, but it is wrong by a + v, and by 2l under sarcasm. In averages over
 * frames, a and v are lost in noise. A model that finds the few informative frames can predict nearly all of the
 * sentiment. {@link SyntheticSplit#informativeFrames} returns these frames, and {@link SyntheticSplit#truth} the parts.
 */
public final class SyntheticDataSet implements DataSet {
    /** The seed of {@link #standard}. */
    public static final long DEFAULT_SEED = 7;

    private final SyntheticSizes sizes;
    private final long seed;
    private final Map<SplitName, SyntheticSplit> splits = new EnumMap<>(SplitName.class);
    private final String sha256;

    /** The data set with the given sizes and seed. Other sizes give other samples, not a subset of the same. */
    public SyntheticDataSet(SyntheticSizes sizes, long seed) {
        this.sizes = sizes;
        this.seed = seed;
        World world = new World(sizes, seed);
        int number = 0;
        for (SplitName name : SplitName.values()) {
            SyntheticSample[] samples = new SyntheticSample[sizes.samples(name)];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = world.sample(number++);
            }
            splits.put(name, new SyntheticSplit(name, sizes, samples));
        }
        sha256 = hash();
    }

    /** The default data set of training: default sizes and seed. */
    public static SyntheticDataSet standard() {
        return new SyntheticDataSet(SyntheticSizes.DEFAULT, DEFAULT_SEED);
    }

    @Override
    public String description() {
        return "embedded synthetic data, seed " + seed + " (" + sizes.train() + "/" + sizes.valid() + "/" + sizes.test()
                + " samples)";
    }

    /** A hash over all samples of all splits: id, words, label and features, floats as their bits. */
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
        return sizes.shape(modality);
    }

    @Override
    public Set<SplitName> splits() {
        return Collections.unmodifiableSet(EnumSet.allOf(SplitName.class));
    }

    @Override
    public SyntheticSplit split(SplitName name) {
        return Objects.requireNonNull(splits.get(name), "all splits exist");
    }

    /** Does nothing: there is nothing to release. */
    @Override
    public void close() {}

    private String hash() {
        MessageDigest digest = Sha256.digest();
        for (SyntheticSplit split : splits.values()) {
            for (int i = 0; i < split.size(); i++) {
                digest.update((split.id(i) + "\n" + split.rawText(i) + "\n").getBytes(StandardCharsets.UTF_8));
                update(digest, split.label(i));
                for (Modality modality : Modality.values()) {
                    FeatureShape shape = shape(modality);
                    float[] features = new float[shape.size()];
                    split.frames(modality, i, 0, shape.length(), features, 0);
                    update(digest, features);
                }
            }
        }
        return Sha256.text(digest);
    }

    private static void update(MessageDigest digest, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        digest.update(bytes);
    }
}
