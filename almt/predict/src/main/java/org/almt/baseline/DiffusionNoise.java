package org.almt.baseline;

import org.almt.core.random.RandomStream;
import org.almt.input.Modality;

/** The random numbers of IMDer, for its loss and for sampling sequences. */
public interface DiffusionNoise {
    /** The {@code use} of {@link #normal} for the noise that the loss adds. */
    int OF_LOSS = -1;
    /** The {@code use} for the noise that a sequence starts from. */
    int START = 0;

    /** The {@code use} for the noise that a step, counted from 0, adds to the condition. */
    static int ofCondition(int step) {
        return 1 + 2 * step;
    }

    /** The {@code use} for the noise that a step, counted from 0, adds to the sequence. */
    static int ofStep(int step) {
        return 2 + 2 * step;
    }

    /** A number in [0, 1) that determines the time of a sample's loss. */
    double uniform(Modality modality, int sample);

    /**
     * {@code count} normal numbers.
     *
     * @param use the purpose of the numbers
     * @param sample the index of a sample in its batch
     */
    void normal(Modality modality, int use, int sample, float[] target, int at, int count);

    /** Separate numbers for each sample of a batch, which follow from a seed and the batch's number. */
    static DiffusionNoise of(long seed, long batch) {
        return new Streams(seed, batch, true);
    }

    /**
     * The same numbers for all samples. A prediction then depends on the sample's features alone, not on the other
     * samples of its batch.
     */
    static DiffusionNoise same() {
        return new Streams(0, 0, false);
    }

    /** Numbers of the streams of a seed. */
    record Streams(long seed, long batch, boolean apart) implements DiffusionNoise {
        /** Separates these numbers from all other uses of a seed. */
        private static final long PURPOSE = 0x494D444552L;

        @Override
        public double uniform(Modality modality, int sample) {
            return stream(modality, OF_LOSS - 1, sample).nextDouble();
        }

        @Override
        public void normal(Modality modality, int use, int sample, float[] target, int at, int count) {
            RandomStream stream = stream(modality, use, sample);
            for (int i = 0; i < count; i++) {
                target[at + i] = (float) stream.nextGaussian();
            }
        }

        private RandomStream stream(Modality modality, int use, int sample) {
            return new RandomStream(seed, PURPOSE).fork(batch).fork(modality.ordinal()).fork(use)
                    .fork(apart ? sample : -1);
        }
    }
}
