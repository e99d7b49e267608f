package org.almt.data.missing;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.almt.core.random.RandomStream;
import org.almt.data.Split;
import org.almt.input.InputShapes;
import org.almt.input.Modality;

/**
 * LNLN's protocol of random missing (Zhang, Wang and Yu, "Towards robust multimodal sentiment analysis with incomplete
 * data", NeurIPS 2024). Each row inside the length of a sequence is missing with a probability: the rate of its sample.
 * [CLS] and [SEP] of token ids are always kept.
 *
 * <p>The random numbers are NumPy's after seed {@value #SEED}, drawn anew for each modality and split. So the masks are
 * those of the public code to the bit, and do not depend on the seed of a run. In token ids, the public code replaces a
 * missing word by [UNK]. Text features have zeros there instead.
 */
public final class RandomMissing {
    /** The seed in the public code's configurations. */
    public static final int SEED = 1111;

    /** Separates these numbers from all other uses of a seed. */
    private static final long PURPOSE = 0x4D495353494E47L;

    private final Split split;
    private final InputShapes shapes;
    private final Map<Modality, RowDraws> draws = new EnumMap<>(Modality.class);

    /** The protocol for a split. The numbers are drawn once. */
    public RandomMissing(Split split, InputShapes shapes) {
        this(split, shapes, SEED);
    }

    /** The protocol for a split, with another seed. */
    public RandomMissing(Split split, InputShapes shapes, int seed) {
        this.split = split;
        this.shapes = shapes;
        for (Modality modality : Modality.values()) {
            int rows = modality == Modality.TEXT && split.hasTokenIds()
                    ? split.tokenLength()
                    : shapes.of(modality).length();
            draws.put(modality, new RowDraws(seed, split.size(), rows));
        }
    }

    /**
     * The split at one rate for all samples and modalities.
     *
     * @throws IllegalArgumentException for a rate outside 0 to 1
     */
    public IncompleteSplit at(double rate) {
        Map<Modality, Double> all = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            all.put(modality, rate);
        }
        return at(all);
    }

    /**
     * The split at a rate for each modality; the rate is 0 for a modality that is not named.
     *
     * @throws IllegalArgumentException for a rate outside 0 to 1
     */
    public IncompleteSplit at(Map<Modality, Double> byModality) {
        Map<Modality, double[]> rates = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            double rate = byModality.getOrDefault(modality, 0.0);
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException("missing: the rate of " + modality.key() + " is " + rate
                        + "; a number from 0 to 1 is needed");
            }
            double[] each = new double[split.size()];
            Arrays.fill(each, rate);
            rates.put(modality, each);
        }
        return new IncompleteSplit(split, shapes, draws, rates);
    }

    /**
     * The split for training in an epoch. For each modality, a random half of the samples have rate 0, and the others a
     * rate drawn from 0 to 1.
     *
     * @param seed the seed of the run
     *
     * @param epoch the epoch, counted from 1
     */
    public IncompleteSplit training(long seed, int epoch) {
        Map<Modality, double[]> rates = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            RandomStream random = new RandomStream(seed, PURPOSE).fork(epoch).fork(modality.ordinal());
            double[] each = new double[split.size()];
            for (int i = 0; i < each.length; i++) {
                each[i] = random.nextDouble();
            }
            int[] order = random.permutation(each.length);
            for (int i = 0; i < each.length / 2; i++) {
                each[order[i]] = 0;
            }
            rates.put(modality, each);
        }
        return new IncompleteSplit(split, shapes, draws, rates);
    }
}
