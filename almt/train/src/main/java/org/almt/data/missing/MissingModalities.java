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
 * IMDer's protocol of random missing (Wang, Li and Cui, NeurIPS 2023): whole modalities are missing, so many that a
 * rate of all is missing. A share a of the samples has one modality left, a share b two, and which is drawn evenly:
 *
 * <pre>
 * rate   0    .1   .2   .3   .4   .5   .6   .7
 * a      0    .1   .2   .3   .5   .7   .9   1
 * b      0    .1   .2   .3   .2   .1   0    0
 * </pre>
 *
 * <p>Between them the shares are interpolated. The table's last column leaves one modality of three, a true rate of
 * 2/3, which is the most that there is.
 *
 * <p>Here shares are exact, up to rounding to whole samples, and patterns are even too. In the public code all samples
 * of a batch have one pattern, and shares are rounded to tenths of the batches, upwards: {@link #ofBatches} does so.
 */
public final class MissingModalities {
    /** The largest rate of the table. */
    public static final double MOST = 0.7;

    private static final double[] LEFT_ONE = {0, .1, .2, .3, .5, .7, .9, 1};
    private static final double[] LEFT_TWO = {0, .1, .2, .3, .2, .1, 0, 0};
    private static final int TENTHS = 10;
    private static final int KINDS = Modality.values().length;
    /** Names these numbers among all uses of a seed. */
    private static final long PURPOSE = 0x4D4F44414C4954L;

    private final Split split;
    private final InputShapes shapes;

    /** The protocol on a split. */
    public MissingModalities(Split split, InputShapes shapes) {
        this.split = split;
        this.shapes = shapes;
    }

    /**
     * Makes sure that a rate is one of the table or between two.
     *
     * @throws IllegalArgumentException for a rate outside 0 to {@value #MOST}
     */
    public static double checked(double rate) {
        if (!(rate >= 0 && rate <= MOST)) {
            throw new IllegalArgumentException("missing: the rate of missing modalities is " + rate
                    + "; a number from 0 to " + MOST + ", which leaves one of three, is needed");
        }
        return rate;
    }

    private static double share(double[] table, double rate) {
        double place = checked(rate) * TENTHS;
        int column = Math.min((int) place, table.length - 2);
        return table[column] + (place - column) * (table[column + 1] - table[column]);
    }

    /** The split without some modalities, in all samples. */
    public IncompleteSplit without(Collection<Modality> missing) {
        Map<Modality, double[]> rates = none();
        missing.forEach(modality -> Arrays.fill(of(rates, modality), 1));
        return new IncompleteSplit(split, shapes, Map.of(), rates);
    }

    /**
     * The split at a rate, a pattern for each sample.
     *
     * @param seed decides which
     * @param epoch decides too
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
     * The split at a rate, a pattern for each batch: the public code's rule.
     *
     * @param order the samples in the order of use
     * @param batchSize samples of a batch
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

    /** Without the last bits, in which a product of tenths may lie above a whole number. */
    private static double rounded(double value) {
        return Math.rint(value * 1e9) / 1e9;
    }

    /** Leaves one modality, or all but one. */
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
