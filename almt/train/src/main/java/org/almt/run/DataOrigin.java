package org.almt.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.almt.clips.ClipRecipe;
import org.almt.clips.ClipTable;
import org.almt.clips.Manifest;
import org.almt.clips.Provenance;
import org.almt.data.CroppedDataSet;
import org.almt.data.DataSet;
import org.almt.data.LabelRange;
import org.almt.data.SplitName;
import org.almt.data.WorkListener;
import org.almt.data.mmsa.MmsaFile;
import org.almt.data.mmsa.MmsaOptions;
import org.almt.data.mmsa.Repair;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.input.CropRule;
import org.almt.input.DatasetKind;
import org.almt.language.LanguageModel;

/**
 * The source of samples: the generated data set, a feature file, or memory.
 *
 * <p>Threads: many may use it while none changes it.
 */
public sealed interface DataOrigin {
    /** The generated data set. It does not depend on the seed of a run. */
    DataOrigin EMBEDDED = new Embedded();

    /**
     * Opens splits.
     *
     * @param kind the range of the labels
     * @param cropped whether audio and vision are cropped to 50 frames
     * @param announce receives a message before long work, and its progress
     */
    DataSet open(
            DatasetKind kind, boolean cropped, WorkListener announce, SplitName first, SplitName... more)
            throws IOException;

    /** The file, if the source is a file. */
    default Optional<Path> path() {
        return Optional.empty();
    }

    /**
     * The recipe by which the features of an opened data set were made from clips.
     *
     * @param sha256 the hash of the data set
     * @return the recipe, or empty if it is not known
     */
    default Optional<ClipRecipe> recipe(String sha256) throws IOException {
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
                DatasetKind kind, boolean cropped, WorkListener announce, SplitName first, SplitName... more) {
            return SyntheticDataSet.standard();
        }
    }

    /**
     * A feature file in MMSA's layout, or a table of clips or sentences.
     *
     * @param file {@code .pkl}, {@code .pkl.gz}, {@code .csv} or {@code .tsv}
     * @param repaired whether unusable features become 0 and labels are moved into their range
     * @param cache the folder for converted copies of large files; empty for the user's cache folder
     * @param made the recipe of the features of a table; empty for the default profiles
     * @param language the model that makes the tokens, if the features of a table are aligned to tokens
     */
    record FeatureFile(Path file, boolean repaired, Optional<Path> cache, Optional<ClipRecipe> made,
            Optional<LanguageModel> language) implements DataOrigin {
        /** A file. If it is a table, its features are made by the default profiles. */
        public FeatureFile(Path file, boolean repaired, Optional<Path> cache) {
            this(file, repaired, cache, Optional.empty());
        }

        /** A file whose features are not aligned to tokens. */
        public FeatureFile(Path file, boolean repaired, Optional<Path> cache, Optional<ClipRecipe> made) {
            this(file, repaired, cache, made, Optional.empty());
        }

        /** A file that is refused if a value is unusable. */
        public FeatureFile(Path file) {
            this(file, false, Optional.empty());
        }

        @Override
        public DataSet open(
                DatasetKind kind, boolean cropped, WorkListener announce, SplitName first, SplitName... more)
                throws IOException {
            MmsaOptions options = MmsaOptions.defaults()
                    .withSplits(first, more)
                    .withLabels(LabelRange.of(kind))
                    .withRepair(repaired ? Repair.ZERO : Repair.REFUSE)
                    .withAnnounce(announce)
                    .withCacheFolder(folder());
            if (!Manifest.isTable(file)) {
                return cut(MmsaFile.open(file, options), cropped);
            }
            ClipTable table = ClipTable.of(file, folder());
            Path features = table.build(made.orElseGet(ClipRecipe::usual), language.orElse(null), announce, first,
                    more);
            return cut(MmsaFile.open(features, options, table.manifest()), cropped);
        }

        private Path folder() {
            return cache.orElseGet(MmsaOptions::userCacheFolder);
        }

        /** The same file, with another recipe for the features of a table. */
        FeatureFile madeBy(ClipRecipe recipe, Optional<LanguageModel> tokens) {
            return new FeatureFile(file, repaired, cache, Optional.of(recipe), tokens);
        }

        @Override
        public Optional<ClipRecipe> recipe(String sha256) throws IOException {
            Path features = Manifest.isTable(file)
                    ? ClipTable.of(file, folder()).file(made.orElseGet(ClipRecipe::usual))
                    : file;
            return Optional.ofNullable(Provenance.recipeOf(features, sha256));
        }

        @Override
        public Optional<Path> path() {
            return Optional.of(file);
        }
    }

    /**
     * Samples in memory, or in any form that implements {@link DataSet}. The caller closes it.
     *
     * @param data the data set, with all splits that are needed
     */
    record InMemory(DataSet data) implements DataOrigin {
        @Override
        public DataSet open(
                DatasetKind kind, boolean cropped, WorkListener announce, SplitName first, SplitName... more) {
            return cut(new KeptOpenDataSet(data), cropped);
        }
    }

    private static DataSet cut(DataSet data, boolean cropped) {
        return cropped ? new CroppedDataSet(data, CropRule.PAPER_FRAMES) : data;
    }
}
