package org.almt.data.mmsa;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.almt.data.DataException;
import org.almt.data.DataSet;
import org.almt.data.SourceNames;
import org.almt.data.SplitName;
import org.almt.data.cache.CacheWriter;
import org.almt.data.cache.ColumnCache;
import org.almt.data.cache.SourceStamp;
import org.almt.data.column.CellStore;
import org.almt.data.column.Column;
import org.almt.data.column.ColumnPlan;
import org.almt.data.column.Conversion;
import org.almt.data.column.Key;
import org.almt.data.column.ResidentPages;
import org.almt.data.column.Sizes;
import org.almt.data.column.SplitData;
import org.almt.data.column.SplitPlan;
import org.almt.data.pickle.PickleFile;
import org.almt.failure.Remedy;

/**
 * Opens feature files in MMSA's layout. Such a file is a pickle, plain or gzipped, of a dictionary with the splits
 * {@code train}, {@code valid} and {@code test}. Each split is a dictionary of arrays and lists with one row per
 * sample.
 *
 * <p>Numbers of any type become float32. A file whose splits are small compared with the heap is read into memory. A
 * larger file is converted once into a cache, which is then mapped: such a data set takes almost no heap and opens
 * immediately.
 */
public final class MmsaFile {
    /** The fraction of the heap that features may take if the cache folder cannot be used. */
    private static final double FORCED_SHARE = 0.6;

    private final Path path;
    private final SourceNames names;
    private final MmsaOptions options;
    private final List<SplitName> wanted;
    private final ColumnCache cache;
    private final List<String> notes = new ArrayList<>();
    private final Map<SplitName, SplitData> splits = new EnumMap<>(SplitName.class);
    @SuppressWarnings("NullAway.Init") // by findCached() or read(), before open() reads it
    private String sha256;

    private MmsaFile(Path path, MmsaOptions options, SourceNames names) throws IOException {
        this.path = path;
        this.names = names;
        this.options = options;
        this.wanted = List.copyOf(new TreeSet<>(options.splits()));
        this.cache = new ColumnCache(options.cacheFolder(), path);
    }

    /**
     * Opens a file for the splits that the options name. Other splits are ignored.
     *
     * @param path the file
     *
     * @param options the options of reading
     *
     * @return the data set, which the caller must close
     *
     * @throws DataException if the data cannot be used as requested
     *
     * @throws org.almt.data.pickle.PickleException if the file is not a valid pickle of arrays
     *
     * @throws IOException if it cannot be read
     */
    public static DataSet open(Path path, MmsaOptions options) throws IOException {
        return open(path, options, SourceNames.of(path));
    }

    /**
     * The same for a feature file that was built from another file. Messages name that file.
     *
     * @param path the feature file
     *
     * @param options the options of reading
     *
     * @param names the names in messages
     *
     * @return the data set, which the caller must close
     *
     * @throws IOException as above
     */
    @SuppressWarnings("MustBeClosedChecker") // the data set closes it
    public static DataSet open(Path path, MmsaOptions options, SourceNames names) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new DataException(path + (Files.exists(path) ? " is not a file" : " does not exist"));
        }
        Arena arena = Arena.ofShared();
        try {
            return new MmsaFile(path, options, names).open(arena);
        } catch (IOException | RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    private DataSet open(Arena arena) throws IOException {
        cache.removeAbandoned();
        if (!findCached(arena)) {
            read(arena);
        }
        Map<SplitName, StoredSplit> checked = new EnumMap<>(SplitName.class);
        for (SplitName split : wanted) {
            SplitData data = Objects.requireNonNull(splits.get(split), split.key());
            notes.addAll(data.notes());
            new SplitCheck(names, data, options, notes).run();
            checked.put(split, new StoredSplit(data, options.labels(), options.repair(), names));
        }
        return new StoredDataSet(names.name(), sha256, notes, checked, arena);
    }

    /** Reads all requested splits from the cache, if the cache has all of them. */
    private boolean findCached(Arena arena) throws IOException {
        for (SplitName split : wanted) {
            Optional<ColumnCache.Cached> cached = cache.find(split, arena);
            if (cached.isEmpty()) {
                return false;
            }
            splits.put(split, cached.get().data());
            sha256 = cached.get().sha256();
        }
        return true;
    }

    private void read(Arena arena) throws IOException {
        PickleFile file = PickleFile.open(path);
        List<SplitPlan> plans = new ArrayList<>();
        for (SplitName split : wanted) {
            plans.add(MmsaLayout.plan(file.root(), names.name(), split));
        }
        long needed = plans.stream().mapToLong(SplitPlan::bytes).sum();
        if (needed > file.mostBytes()) {
            throw new DataException(names.name() + " has " + Sizes.text(file.size()) + ", but its features would take "
                    + Sizes.text(needed)
                    + ", more than 100 times as much: one array is used for many rows; save a separate array for each"
                    + " row");
        }
        boolean fitsArrays = plans.stream().allMatch(plan -> plan.largestColumn() < Integer.MAX_VALUE - 16);
        if (needed <= options.directLimit() && fitsArrays) {
            readIntoMemory(file, plans, needed);
            return;
        }
        String obstacle = cache.prepare(plans.stream().mapToLong(CacheWriter::size).sum());
        if (obstacle == null) {
            convert(file, plans, needed, arena);
            return;
        }
        String why = "the cache folder " + cache.folder() + " cannot be used: " + obstacle;
        if (!fitsArrays || needed > FORCED_SHARE * Runtime.getRuntime().maxMemory()) {
            throw new DataException(
                    names.name() + " needs " + Sizes.text(needed) + " for its features, more than the free memory, and "
                            + why + "; choose another cache folder or give the JVM more memory (-Xmx)",
                    Remedy.OTHER_CACHE);
        }
        notes.add(why + "; the features (" + Sizes.text(needed) + ") are kept in memory instead");
        readIntoMemory(file, plans, needed);
    }

    private void readIntoMemory(PickleFile file, List<SplitPlan> plans, long needed) throws IOException {
        Conversion conversion = new Conversion(file);
        List<Map<Key, MemorySegment>> columns = new ArrayList<>();
        List<Conversion.Result> results = new ArrayList<>();
        try {
            for (SplitPlan plan : plans) {
                Map<Key, MemorySegment> cells = new EnumMap<>(Key.class);
                columns.add(cells);
                results.add(conversion.add(plan, column -> {
                    MemorySegment heap = MemorySegment.ofArray(new float[(int) column.cells()]);
                    cells.put(column.key(), heap);
                    return new CellStore.InMemory(heap);
                }));
            }
        } catch (OutOfMemoryError e) {
            throw new DataException(
                    names.name() + " needs " + Sizes.text(needed) + " for its features, more than is free; give the "
                            + "JVM more memory (-Xmx)",
                    e);
        }
        sha256 = conversion.run();
        for (int i = 0; i < plans.size(); i++) {
            splits.put(plans.get(i).name(), inMemory(plans.get(i), columns.get(i), results.get(i)));
        }
    }

    private static SplitData inMemory(SplitPlan plan, Map<Key, MemorySegment> cells, Conversion.Result result) {
        Map<Key, Column> columns = new EnumMap<>(Key.class);
        cells.forEach((key, segment) -> {
            ColumnPlan column = Objects.requireNonNull(plan.columns().get(key), key.key);
            columns.put(key, new Column(key, plan.rows(), column.length(), column.width(), segment,
                    result.faultsOf(key), new ResidentPages(null)));
        });
        return new SplitData(plan.name(), plan.rows(), columns, result.texts(), plan.notes());
    }

    private void convert(PickleFile file, List<SplitPlan> plans, long needed, Arena arena) throws IOException {
        options.announce()
                .accept("converting " + names.name() + " once into " + cache.folder() + " ("
                        + Sizes.text(needed) + ")");
        SourceStamp stamp = SourceStamp.of(path);
        List<CacheWriter> writers = new ArrayList<>();
        boolean done = false;
        try {
            Conversion conversion = new Conversion(file);
            List<Conversion.Result> results = new ArrayList<>();
            for (SplitPlan plan : plans) {
                CacheWriter writer = new CacheWriter(plan, cache.file(plan.name()));
                writers.add(writer);
                results.add(conversion.add(plan, writer::store));
            }
            String hash = conversion.run();
            for (int i = 0; i < writers.size(); i++) {
                writers.get(i).finish(results.get(i), stamp, hash);
            }
            done = true;
        } finally {
            for (CacheWriter writer : writers) {
                writer.close();
            }
            if (!done) {
                cache.discard();
            }
        }
        if (!findCached(arena)) {
            throw new DataException("the cache of " + names.name() + " in " + cache.folder()
                    + " was replaced while it was written; try again, or choose another cache folder",
                    Remedy.OTHER_CACHE);
        }
        notes.add("converted once into " + cache.folder() + " (" + Sizes.text(needed) + ")");
    }
}
