package org.almt.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.almt.data.CroppedDataSet;
import org.almt.data.DataSet;
import org.almt.data.LabelRange;
import org.almt.data.MmsaFile;
import org.almt.data.MmsaOptions;
import org.almt.data.Repair;
import org.almt.data.SplitName;
import org.almt.metrics.DatasetKind;
import org.almt.train.EmbeddedRun;
import org.almt.train.SavedModel;
import picocli.CommandLine.Option;

/** Where samples come from. */
final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Features in MMSA's layout, .pkl or .pkl.gz (default: the built-in data set).")
    private Path file;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where large files are converted to once (default: the user's cache folder).")
    private Path cache;

    @Option(
            names = "--repair",
            description = "Set unusable features to 0 and move labels into their range, instead of refusing the file.")
    private boolean repair;

    /** The file, or null. */
    Path file() {
        return file;
    }

    boolean repair() {
        return repair;
    }

    /** Opens the given splits of the file. */
    DataSet open(DatasetKind kind, boolean cropped, SplitName first, SplitName... more) throws IOException {
        return open(file, kind, cropped, repair, first, more);
    }

    /** Opens the given splits for a trained model: of the file, or of the built-in data set. */
    DataSet openFor(SavedModel saved, SplitName first, SplitName... more) throws IOException {
        return file == null ? EmbeddedRun.data() : open(saved.kind(), saved.cropped(), first, more);
    }

    /** Opens the given splits of a file. */
    DataSet open(
            Path path, DatasetKind kind, boolean cropped, boolean repaired, SplitName first, SplitName... more)
            throws IOException {
        MmsaOptions options = MmsaOptions.defaults()
                .withSplits(first, more)
                .withLabels(kind == DatasetKind.SIMS ? LabelRange.SIMS : LabelRange.MOSI)
                .withRepair(repaired ? Repair.ZERO : Repair.REFUSE);
        DataSet data = MmsaFile.open(path, cache == null ? options : options.withCacheFolder(cache));
        return cropped ? new CroppedDataSet(data, CroppedDataSet.PAPER_FRAMES) : data;
    }
}
