package org.almt.run;

import java.util.Arrays;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.missing.MissingModalities;
import org.almt.data.missing.RandomMissing;
import org.almt.train.MissingData;
import org.almt.train.TrainingConfig;

/** The samples for training and validation in an epoch, with the data that the settings make missing. */
final class EpochSamples {
    /** The rate of missing rows at which LNLN's protocol selects weights. */
    private static final double VALIDATION_RATE = 0.5;

    private final TrainingConfig config;
    private final OfEpoch train;
    private final Split valid;

    /** The training samples of an epoch, counted from 1, in the order of use. */
    private interface OfEpoch {
        Split at(int epoch, int[] order);
    }

    /** The samples of a data set. {@code train} is its training split with the final labels. */
    EpochSamples(TrainingConfig config, Split train, DataSet data) {
        this.config = config;
        Split whole = data.split(SplitName.VALID);
        if (config.missing() == MissingData.RANDOM) {
            RandomMissing rows = new RandomMissing(train, data.shapes());
            this.train = (epoch, order) -> rows.training(config.seed(), epoch);
            valid = new RandomMissing(whole, data.shapes()).at(VALIDATION_RATE);
        } else if (config.missing() == MissingData.NONE) {
            this.train = (epoch, order) -> train;
            valid = whole;
        } else {
            MissingModalities ofTrain = new MissingModalities(train, data.shapes());
            this.train = (epoch, order) -> modalities(ofTrain, epoch, lastPass(order, train.size()));
            valid = modalities(new MissingModalities(whole, data.shapes()), 0, inOrder(whole.size()));
        }
    }

    private Split modalities(MissingModalities missing, int epoch, int[] order) {
        return config.missing() == MissingData.MODALITIES
                ? missing.at(config.missingRate(), config.seed(), epoch)
                : missing.ofBatches(config.missingRate(), config.seed(), epoch, order, config.batchSize());
    }

    private static int[] inOrder(int samples) {
        int[] order = new int[samples];
        Arrays.setAll(order, i -> i);
        return order;
    }

    /** For objectives with several passes over the samples: the pass whose losses count. */
    private static int[] lastPass(int[] order, int samples) {
        return Arrays.copyOfRange(order, order.length - samples, order.length);
    }

    /** The training samples of an epoch, counted from 1, used in the order {@code order}. */
    Split train(int epoch, int[] order) {
        return train.at(epoch, order);
    }

    /** The samples of validation. */
    Split valid() {
        return valid;
    }
}
