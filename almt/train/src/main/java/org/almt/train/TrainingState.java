package org.almt.train;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The position of a run. Together with its weights, the optimiser's moments and the configuration, it determines the
 * rest of the run. It contains no time and no path, so equal runs have equal files. Fractions are stored as their bits.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param epoch the number of epochs done
 * @param batch the number of batches done of the next epoch; 0 between epochs
 * @param lossSum the sum over these batches of (mean loss x samples)
 * @param steps the number of updates of the weights so far
 * @param bestEpoch the epoch with the lowest validation MAE so far, counted from 1; 0 before the first
 * @param bestMae that MAE; positive infinity before the first epoch
 */
public record TrainingState(int epoch, int batch, double lossSum, long steps, int bestEpoch, double bestMae) {
    private static final String FORMAT = "almt-training-state-2";

    /** The state before the first batch. */
    public static final TrainingState START = new TrainingState(0, 0, 0, 0, 0, Double.POSITIVE_INFINITY);

    /** The values as text, for a checkpoint's header. */
    public Map<String, String> toMetadata() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("state", FORMAT);
        map.put("epoch", Integer.toString(epoch));
        map.put("batch", Integer.toString(batch));
        map.put("lossSum", bits(lossSum));
        map.put("steps", Long.toString(steps));
        map.put("bestEpoch", Integer.toString(bestEpoch));
        map.put("bestMae", bits(bestMae));
        return map;
    }

    /** The inverse of {@link #toMetadata}; {@code source} names the file in messages. */
    public static TrainingState of(Map<String, String> metadata, String source) throws IOException {
        if (!FORMAT.equals(metadata.get("state"))) {
            throw new IOException(source + ": holds no training state of this version (state '"
                    + metadata.get("state") + "', expected '" + FORMAT + "')");
        }
        try {
            return new TrainingState(
                    Integer.parseInt(metadata.get("epoch")),
                    Integer.parseInt(metadata.get("batch")),
                    Double.longBitsToDouble(Long.parseUnsignedLong(metadata.get("lossSum"), 16)),
                    Long.parseLong(metadata.get("steps")),
                    Integer.parseInt(metadata.get("bestEpoch")),
                    Double.longBitsToDouble(Long.parseUnsignedLong(metadata.get("bestMae"), 16)));
        } catch (NumberFormatException e) {
            throw new IOException(source + ": its training state is damaged: " + metadata, e);
        }
    }

    /**
     * Checks that a run can reach this state.
     *
     * @param epochs the number of epochs of the run
     *
     * @param batches the number of batches of an epoch
     *
     * @throws IOException naming the impossible value
     */
    public void check(String source, int epochs, int batches) throws IOException {
        require(source, epoch >= 0 && epoch <= epochs, "epoch", epoch, "0 to " + epochs);
        int last = epoch == epochs ? 0 : batches - 1;
        require(source, batch >= 0 && batch <= last, "batch", batch, "0 to " + last);
        long done = (long) epoch * batches + batch;
        require(source, steps >= 0 && steps <= done, "steps", steps, "0 to " + done);
        require(source, bestEpoch >= 0 && bestEpoch <= epoch, "bestEpoch", bestEpoch, "0 to " + epoch);
        require(source, bestEpoch == 0 ? bestMae == Double.POSITIVE_INFINITY : bestMae >= 0 && bestMae < 1e30,
                "bestMae", bestMae, bestEpoch == 0 ? "infinity before the first epoch" : "a number from 0 on");
        require(source, Double.isFinite(lossSum) && (batch > 0 || lossSum == 0), "lossSum", lossSum,
                batch > 0 ? "a number" : "0 between epochs");
    }

    private static void require(String source, boolean right, String name, Object value, String expected)
            throws IOException {
        if (!right) {
            throw new IOException(source + ": its training state has the " + name + " " + value + ", expected "
                    + expected + "; restore the file, or begin a new run");
        }
    }

    private static String bits(double value) {
        return Long.toHexString(Double.doubleToLongBits(value));
    }
}
