package org.almt.data.mmsa;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.almt.data.LabelRange;
import org.almt.data.SplitName;

/**
 * The options of opening a feature file.
 *
 * @param splits the splits that must exist; others are not read
 *
 * @param labels the range of valid labels
 *
 * @param repair the handling of invalid values
 *
 * @param cacheFolder the folder for converted copies of large files
 *
 * @param directLimit the most bytes of float32 up to which a file is read into memory instead
 *
 * @param announce receives a sentence before long work
 */
public record MmsaOptions(Set<SplitName> splits, LabelRange labels, Repair repair, Path cacheFolder, long directLimit,
        Consumer<String> announce) {
    /** Checks that all options are given, and copies the set. */
    public MmsaOptions {
        splits = Set.copyOf(splits);
        if (splits.isEmpty()) {
            throw new IllegalArgumentException("a data set is opened for at least one split");
        }
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(repair, "repair");
        Objects.requireNonNull(cacheFolder, "cacheFolder");
        Objects.requireNonNull(announce, "announce");
    }

    /**
     * For training: all three splits, labels in [-3, 3], nothing repaired, the user's cache folder, and a quarter of
     * the heap for features.
     *
     * @return the defaults
     */
    public static MmsaOptions defaults() {
        return new MmsaOptions(EnumSet.allOf(SplitName.class), LabelRange.MOSI, Repair.REFUSE, userCacheFolder(),
                Runtime.getRuntime().maxMemory() / 4, sentence -> {});
    }

    /**
     * The default folder for caches: {@code $XDG_CACHE_HOME/almt}, or {@code .cache/almt} in the user's home.
     *
     * @return the folder, which need not exist
     */
    public static Path userCacheFolder() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        boolean set = xdg != null && !xdg.isBlank() && Path.of(xdg).isAbsolute();
        return (set ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache")).resolve("almt");
    }

    /**
     * The same for given splits.
     *
     * @param first a split
     *
     * @param more further splits
     * @return changed options
     */
    public MmsaOptions withSplits(SplitName first, SplitName... more) {
        return new MmsaOptions(EnumSet.of(first, more), labels, repair, cacheFolder, directLimit, announce);
    }

    /**
     * The same with another label range.
     *
     * @param range the range
     * @return changed options
     */
    public MmsaOptions withLabels(LabelRange range) {
        return new MmsaOptions(splits, range, repair, cacheFolder, directLimit, announce);
    }

    /**
     * The same with another handling of invalid values.
     *
     * @param policy the handling
     * @return changed options
     */
    public MmsaOptions withRepair(Repair policy) {
        return new MmsaOptions(splits, labels, policy, cacheFolder, directLimit, announce);
    }

    /**
     * The same with another cache folder.
     *
     * @param folder the folder, created when needed
     * @return changed options
     */
    public MmsaOptions withCacheFolder(Path folder) {
        return new MmsaOptions(splits, labels, repair, folder, directLimit, announce);
    }

    /**
     * The same with another limit for reading into memory; 0 always uses the cache.
     *
     * @param bytes the limit
     * @return changed options
     */
    public MmsaOptions withDirectLimit(long bytes) {
        return new MmsaOptions(splits, labels, repair, cacheFolder, bytes, announce);
    }

    /**
     * The same with a listener for announcements of long work.
     *
     * @param listener receives a sentence
     * @return changed options
     */
    public MmsaOptions withAnnounce(Consumer<String> listener) {
        return new MmsaOptions(splits, labels, repair, cacheFolder, directLimit, listener);
    }
}
