package org.almt.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.almt.data.CroppedDataSet;
import org.almt.data.DataSet;
import org.almt.data.LabelRange;
import org.almt.data.SplitName;
import org.almt.data.mmsa.MmsaFile;
import org.almt.data.mmsa.MmsaOptions;
import org.almt.data.mmsa.Repair;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.input.CropRule;
import org.almt.input.DatasetKind;

/** Where samples come from: the generated data set, a feature file, or memory. */
public sealed interface DataOrigin {
    /** The generated data set, the same whatever the seed of a run. */
    DataOrigin EMBEDDED = new Embedded();

    /**
     * Opens splits.
     *
     * @param kind the range of the labels
     * @param cropped whether audio and vision are cut to 50 frames
     * @param announce informed before something begins that takes long
     */
    DataSet open(
            DatasetKind kind, boolean cropped, Consumer<String> announce, SplitName first, SplitName... more)
            throws IOException;

    /** The file, where it is one. */
    default Optional<Path> path() {
        return Optional.empty();
    }

    /** Whether unusable values are repaired rather than refused. */
    default boolean repaired() {
        return false;
    }

    /** The generated data set. */
    record Embedded() implements DataOrigin {
        @Override
        public DataSet open(
                DatasetKind kind, boolean cropped, Consumer<String> announce, SplitName first, SplitName... more) {
            return SyntheticDataSet.standard();
        }
    }

    /**
     * A feature file in MMSA's layout.
     *
     * @param file {@code .pkl} or {@code .pkl.gz}
     * @param repaired whether unusable features become 0 and labels are moved into their range
     * @param cache where large files are converted to once; empty for the user's cache folder
     */
    record FeatureFile(Path file, boolean repaired, Optional<Path> cache) implements DataOrigin {
        /** A file that is refused where a value is unusable. */
        public FeatureFile(Path file) {
            this(file, false, Optional.empty());
        }

        @Override
        public DataSet open(
                DatasetKind kind, boolean cropped, Consumer<String> announce, SplitName first, SplitName... more)
                throws IOException {
            MmsaOptions options = MmsaOptions.defaults()
                    .withSplits(first, more)
                    .withLabels(kind == DatasetKind.SIMS ? LabelRange.SIMS : LabelRange.MOSI)
                    .withRepair(repaired ? Repair.ZERO : Repair.REFUSE)
                    .withAnnounce(announce);
            return cut(MmsaFile.open(file, cache.map(options::withCacheFolder).orElse(options)), cropped);
        }

        @Override
        public Optional<Path> path() {
            return Optional.of(file);
        }
    }

    /**
     * Samples in memory, or in any form that implements {@link DataSet}. The caller closes it.
     *
     * @param data all splits that are needed
     */
    record InMemory(DataSet data) implements DataOrigin {
        @Override
        public DataSet open(
                DatasetKind kind, boolean cropped, Consumer<String> announce, SplitName first, SplitName... more) {
            return cut(new KeptOpenDataSet(data), cropped);
        }
    }

    private static DataSet cut(DataSet data, boolean cropped) {
        return cropped ? new CroppedDataSet(data, CropRule.PAPER_FRAMES) : data;
    }
}
