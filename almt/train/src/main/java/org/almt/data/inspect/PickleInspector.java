package org.almt.data.inspect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.almt.data.column.ConversionBuffers;
import org.almt.data.column.NumpyNumbers;
import org.almt.data.inspect.FileReport.Entry;
import org.almt.data.inspect.FileReport.Section;
import org.almt.data.pickle.NdArray;
import org.almt.data.pickle.PayloadRead;
import org.almt.data.pickle.PickleFile;
import org.almt.data.pickle.PickleValue;
import org.jspecify.annotations.Nullable;

/**
 * Describes a pickle: the entries of its dictionaries two levels deep, with the statistics of every array of numbers.
 */
final class PickleInspector {
    private final Path path;
    private final float[] scratch = new float[ConversionBuffers.CELLS];
    private final List<PayloadRead> reads = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    PickleInspector(Path path) {
        this.path = path;
    }

    /** A section whose statistics are filled in during the pass over the file. */
    private record Part(String name, String summary, List<Item> items) {}

    private static final class Item {
        private final String key;
        private final PickleValue value;
        private @Nullable ArrayStatistics statistics;

        Item(String key, PickleValue value) {
            this.key = key;
            this.value = value;
        }

        Entry entry() {
            return switch (value) {
                case NdArray array when array.dtype() != null -> new Entry(key, array.dtype().toString(),
                        Arrays.stream(array.shape()).boxed().toList(), statistics);
                case PickleValue.Sequence list ->
                    new Entry(key, elements(list), List.of((long) list.size()), statistics);
                default -> new Entry(key, value.kind(), List.of(), null);
            };
        }

        private static String elements(PickleValue.Sequence list) {
            List<String> kinds = list.items().stream().map(Item::element).distinct().limit(2).toList();
            return kinds.size() == 1 ? "list of " + kinds.getFirst() : kinds.isEmpty() ? "list" : "mixed list";
        }

        /** The kind of an element without its size. */
        private static String element(PickleValue item) {
            return switch (item) {
                case NdArray _ -> "array";
                case PickleValue.Text _ -> "string";
                default -> item.kind();
            };
        }
    }

    FileReport inspect() throws IOException {
        PickleFile file = PickleFile.open(path);
        if (file.root() instanceof PickleValue.Dict top) {
            List<Item> loose = new ArrayList<>();
            for (Map.Entry<String, PickleValue> entry : top.entries().entrySet()) {
                if (entry.getValue() instanceof PickleValue.Dict split) {
                    parts.add(part(entry.getKey(), split));
                } else {
                    loose.add(item(entry.getKey(), entry.getValue()));
                }
            }
            if (!loose.isEmpty()) {
                parts.add(new Part("", "beside the splits", loose));
            }
        } else {
            parts.add(new Part("", "one value", List.of(item("value", file.root()))));
        }
        String sha256 = file.stream(reads);
        List<Section> sections = parts.stream()
                .map(part -> new Section(part.name(), part.summary(), part.items().stream().map(Item::entry).toList()))
                .toList();
        String format = "pickle, protocol " + file.protocol() + (file.isGzipped() ? ", gzipped" : "");
        return new FileReport(path, format, file.size(), sha256, sections);
    }

    private Part part(String name, PickleValue.Dict split) {
        List<Item> items = new ArrayList<>();
        split.entries().forEach((key, value) -> items.add(item(key, value)));
        List<Long> rows = items.stream().map(item -> item.entry().shape()).filter(shape -> !shape.isEmpty())
                .map(List::getFirst).distinct().toList();
        String summary = rows.isEmpty() ? items.size() + " entries"
                : rows.size() == 1 ? rows.getFirst() + " samples"
                : "numbers of rows differ between keys";
        return new Part(name, summary, items);
    }

    private Item item(String key, PickleValue value) {
        Item item = new Item(key, value);
        if (value instanceof NdArray array && array.data() != null && array.dtype().isNumeric()) {
            StatisticsCollector collector = new StatisticsCollector(key, array.shape(), array.isFortran(),
                    statistics -> item.statistics = statistics);
            reads.add(new PayloadRead(array.data(), (bytes, length) -> {
                int count = length / array.dtype().itemSize();
                NumpyNumbers.toFloats(array.dtype(), ByteBuffer.wrap(bytes, 0, length).order(array.dtype().order()),
                        scratch,
                        count);
                collector.add(scratch, count);
            }));
        } else if (value instanceof PickleValue.Sequence list && !list.items().isEmpty()) {
            fromList(item, list);
        }
        return item;
    }

    private static void fromList(Item item, PickleValue.Sequence list) {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            switch (list.items().get(i)) {
                case PickleValue.Int number -> values[i] = number.value();
                case PickleValue.Real number -> values[i] = (float) number.value();
                default -> {
                    return;
                }
            }
        }
        new StatisticsCollector(item.key, new long[] {values.length}, false, statistics -> item.statistics = statistics)
                .add(values, values.length);
    }
}
