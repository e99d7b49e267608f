package org.almt.cli.command;

import java.io.IOException;
import org.almt.cli.option.DataOptions;
import org.almt.data.DataException;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.explain.Neutral;
import org.almt.saved.SavedModel;

/**
 * The samples to explain, and their neutral input.
 *
 * @param data with the split open
 * @param split the samples
 * @param neutral means over the training split; over the samples themselves if there is no training split
 */
record ExplainedData(DataSet data, Split split, Neutral neutral) implements AutoCloseable {
    /** Opens a split for a model, and prints a note if the training split cannot be read. */
    static ExplainedData open(DataOptions options, SavedModel saved, SplitName name) throws IOException {
        DataSet data = name == SplitName.TRAIN
                ? options.forModels().openAll(saved, name)
                : openWithTraining(options, saved, name);
        try {
            SplitName from = data.splits().contains(SplitName.TRAIN) ? SplitName.TRAIN : name;
            return new ExplainedData(data, data.split(name), Neutral.of(data.shapes(), data.split(from), from.key()));
        } catch (RuntimeException | Error e) {
            data.close();
            throw e;
        }
    }

    private static DataSet openWithTraining(DataOptions options, SavedModel saved, SplitName name)
            throws IOException {
        try {
            return options.forModels().openAll(saved, name, SplitName.TRAIN);
        } catch (DataException e) {
            // fails if more than the training split is wrong
            DataSet alone = options.forModels().openAll(saved, name);
            options.announce("without a training split (" + e.getMessage()
                    + ") neutral frames are means over the " + name.key() + " split");
            return alone;
        }
    }

    @Override
    public void close() {
        data.close();
    }
}
