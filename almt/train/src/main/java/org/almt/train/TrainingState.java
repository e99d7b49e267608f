package org.almt.train;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a run stands, beside its weights and the optimiser's moments: everything else follows from the configuration.
 * Neither time nor place is part of it, so that equal runs have equal files. Fractions are kept as the bits that they
 * are.
 *
 * @param epoch epochs done
 * @param batch batches done of the epoch after those; 0 between epochs
 * @param lossSum sum over these batches of (mean loss x samples)
 * @param steps updates of the weights so far
 * @param bestEpoch epoch of the lowest validation MAE so far, counted from 1; 0 before the first
 * @param bestMae that MAE; positive infinity before the first
 */
public record TrainingState(int epoch, int batch, double lossSum, long steps, int bestEpoch, double bestMae) {
    private static final String FORMAT = "almt-training-state-1";

    /** Before the first batch. */
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

    private static String bits(double value) {
        return Long.toHexString(Double.doubleToLongBits(value));
    }
}
