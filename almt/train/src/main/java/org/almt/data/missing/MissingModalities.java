package org.almt.data.missing;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.almt.core.random.RandomStream;
import org.almt.data.Split;
import org.almt.input.InputShapes;
import org.almt.input.Modality;

/**
 * IMDer's protocol of random missing (Wang, Li and Cui, NeurIPS 2023): whole modalities are missing, at a given rate of
 * all. A fraction a of the samples keeps one modality, a fraction b keeps two. Which modalities are kept is drawn
 * uniformly:
 *
 * <pre>
 * rate   0    .1   .2   .3   .4   .5   .6   .7
 * a      0    .1   .2   .3   .5   .7   .9   1
 * b      0    .1   .2   .3   .2   .1   0    0
 * </pre>
 *
 * <p>Between columns, the fractions are interpolated. The last column of the table leaves one modality of three, a true
 * rate of 2/3, which is the largest possible.
 *
 * <p>Here the fractions are exact, up to rounding to whole samples, and the patterns are equally frequent. In the
 * public code all samples of a batch have one pattern, and the fractions are rounded up to tenths of the batches.
 * {@link #ofBatches} does the same.
 */
public final class MissingModalities {
    /** The largest rate of the table. */
    public static final double MOST = 0.7;

    private static final double[] LEFT_ONE = {0, .1, .2, .3, .5, .7, .9, 1};
    private static final double[] LEFT_TWO = {0, .1, .2, .3, .2, .1, 0, 0};
    private static final int TENTHS = 10;
    private static final int KINDS = Modality.values().length;
    /** Separates these numbers from all other uses of a seed. */
    private static final long PURPOSE = 0x4D4F44414C4954L;

    private final Split split;
    private final InputShapes shapes;

    /** The protocol for a split. */
    public MissingModalities(Split split, InputShapes shapes) {
        this.split = split;
        this.shapes = shapes;
    }

    /**
     * Checks that a rate is within the table.
     *
     * @throws IllegalArgumentException for a rate outside 0 to {@value #MOST}
     */
    public static double checked(double rate) {
        if (!(rate >= 0 && rate <= MOST)) {
            throw new IllegalArgumentException("missing: the rate of missing modalities is " + rate
                    + "; a number from 0 to " + MOST + " is needed (the largest leaves one modality of three)");
        }
        return rate;
    }

    private static double share(double[] table, double rate) {
        double place = checked(rate) * TENTHS;
        int column = Math.min((int) place, table.length - 2);
        return table[column] + (place - column) * (table[column + 1] - table[column]);
    }

    /** The split without some modalities in all samples. */
    public IncompleteSplit without(Collection<Modality> missing) {
        Map<Modality, double[]> rates = none();
        missing.forEach(modality -> Arrays.fill(of(rates, modality), 1));
        return new IncompleteSplit(split, shapes, Map.of(), rates);
    }

    /**
     * The split at a rate, with a pattern for each sample.
     *
     * @param seed the seed of the patterns
     *
     * @param epoch the epoch; each has other patterns
     */
    public IncompleteSplit at(double rate, long seed, int epoch) {
        RandomStream random = new RandomStream(seed, PURPOSE).fork(split.name().ordinal()).fork(epoch);
        int[] order = random.permutation(split.size());
        int one = (int) Math.round(share(LEFT_ONE, rate) * order.length);
        int two = Math.min((int) Math.round(share(LEFT_TWO, rate) * order.length), order.length - one);
        Map<Modality, double[]> rates = none();
        for (int i = 0; i < one + two; i++) {
            take(rates, order[i], i % KINDS, i < one);
        }
        return new IncompleteSplit(split, shapes, Map.of(), rates);
    }

    /**
     * The split at a rate, with a pattern for each batch: the public code's rule.
     *
     * @param order the samples in the order of use
     *
     * @param batchSize the samples of a batch
     */
    public IncompleteSplit ofBatches(double rate, long seed, int epoch, int[] order, int batchSize) {
        RandomStream random = new RandomStream(seed, PURPOSE).fork(split.name().ordinal()).fork(epoch);
        int batches = (order.length + batchSize - 1) / batchSize;
        int tenths = (int) Math.rint(batches / (double) TENTHS) * TENTHS; // half to even
        int one = (int) Math.ceil(rounded(tenths * share(LEFT_ONE, rate)));
        int two = (int) Math.ceil(rounded(tenths * share(LEFT_TWO, rate)));
        Map<Modality, double[]> rates = none();
        for (int batch = 0; batch < Math.min(batches, one + two); batch++) {
            int which = random.nextInt(KINDS);
            for (int i = batch * batchSize; i < Math.min(order.length, (batch + 1) * batchSize); i++) {
                take(rates, order[i], which, batch < one);
            }
        }
        return new IncompleteSplit(split, shapes, Map.of(), rates);
    }

    /** Rounds away the last bits: they can raise a product of tenths above a whole number. */
    private static double rounded(double value) {
        return Math.rint(value * 1e9) / 1e9;
    }

    /** Keeps one modality, or all but one. */
    private static void take(Map<Modality, double[]> rates, int sample, int which, boolean leavesOne) {
        for (Modality modality : Modality.values()) {
            of(rates, modality)[sample] = modality.ordinal() == which ^ leavesOne ? 1 : 0;
        }
    }

    private Map<Modality, double[]> none() {
        Map<Modality, double[]> rates = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            rates.put(modality, new double[split.size()]);
        }
        return rates;
    }

    private static double[] of(Map<Modality, double[]> rates, Modality modality) {
        return Objects.requireNonNull(rates.get(modality), modality.key());
    }
}
