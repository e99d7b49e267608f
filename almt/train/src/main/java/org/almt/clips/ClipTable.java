package org.almt.clips;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.almt.data.SplitName;
import org.almt.data.WorkListener;
import org.almt.features.FeatureException;
import org.almt.io.FileFolder;
import org.almt.io.Json;
import org.almt.io.Sha256;
import org.almt.language.LanguageModel;
import org.jspecify.annotations.Nullable;

/**
 * A table of clips or sentences that is used directly as a data set. It is built into a feature file in the cache
 * folder. The features of unchanged clips are read from the cache.
 *
 * <p>Threads: one at a time.
 */
public final class ClipTable {
    private static final int NAME = 16;
    private static final int MOST_WARNINGS = 10;
    /** The most bytes in the cache for clips, and as many for tables. */
    private static final long MOST_BYTES = 4L << 30;

    private final Manifest manifest;
    private final Path cache;

    private ClipTable(Manifest manifest, Path cache) {
        this.manifest = manifest;
        this.cache = cache;
    }

    /** Reads a table. */
    public static ClipTable of(Path file, Path cacheFolder) throws IOException {
        return new ClipTable(Manifest.read(file), cacheFolder);
    }

    /**
     * Builds the feature file. An existing file with the same content is not rewritten, because another process may be
     * reading it.
     *
     * @param recipe the recipe of the features; lengths of 0 are computed from the clips
     *
     * @param language the model that makes the tokens, if the recipe aligns to tokens; otherwise not used
     *
     * @param announce receives a message before long work, and its progress
     *
     * @return the feature file, a pickle
     */
    public Path build(ClipRecipe recipe, @Nullable LanguageModel language, WorkListener announce,
            SplitName first, SplitName... more) throws IOException {
        requireSplit(first);
        for (SplitName name : more) {
            requireSplit(name);
        }
        Path out = file(recipe);
        Files.createDirectories(out.getParent());
        boolean clips = manifest.rows().stream().anyMatch(row -> row.audio() != null || row.vision() != null);
        if (clips && manifest.rows().size() > 1 && !Files.exists(out)) {
            announce.accept("features of the clips of " + manifest.file() + " are kept in " + cache);
        }
        Provenance built = DataSetBuilder.refresh(manifest, out, new DataSetBuilder.Options(recipe, false, false,
                Runtime.getRuntime().availableProcessors(), cache.resolve("clips"), null, language),
                clips ? announce : announce::accept);
        List<String> warnings = built.warnings();
        warnings.stream().limit(MOST_WARNINGS).forEach(warning -> announce.accept("warning: " + warning));
        if (warnings.size() > MOST_WARNINGS) {
            announce.accept("… and " + (warnings.size() - MOST_WARNINGS) + " more warnings");
        }
        LeastUsed.trim(cache.resolve("clips"), ClipPart::isPart, MOST_BYTES);
        LeastUsed.trim(cache.resolve("tables"), ClipTable::isTable, MOST_BYTES);
        return out;
    }

    private static boolean isTable(Path file) {
        String name = file.getFileName().toString();
        return FileFolder.of(file).getFileName().toString().matches("[0-9a-f]{" + NAME + "}")
                && (name.endsWith(".pkl") || name.endsWith(".pkl.provenance.json")
                        || name.endsWith(".pkl" + SharedDataSet.LOCK));
    }

    /** The path of the feature file of a recipe. */
    public Path file(ClipRecipe recipe) throws IOException {
        MessageDigest digest = Sha256.digest();
        digest.update(Json.write(recipe.toMap()));
        digest.update(Sha256.of(manifest.file()).getBytes(StandardCharsets.US_ASCII));
        digest.update(manifest.file().toAbsolutePath().normalize().toString().getBytes(
                StandardCharsets.UTF_8));
        Path folder = cache.resolve("tables").resolve(Sha256.text(digest).substring(0, NAME));
        return folder.resolve(manifest.file().getFileName() + ".pkl");
    }

    private void requireSplit(SplitName name) throws FeatureException {
        if (manifest.rows().stream().noneMatch(row -> row.split() == name)) {
            throw new FeatureException(manifest.file() + (manifest.hasSplits()
                    ? " has no sample of split " + name + "; column 'split' or 'mode' has none"
                    : " has no column 'split' (or 'mode') with train, valid and test, so all its samples count as test"
                            + " samples; split " + name + " is requested"));
        }
    }

    /** The table. */
    public Manifest manifest() {
        return manifest;
    }
}
