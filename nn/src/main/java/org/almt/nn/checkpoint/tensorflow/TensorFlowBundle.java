package org.almt.nn.checkpoint.tensorflow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.almt.core.Shape;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.DType;
import org.almt.nn.checkpoint.TensorInfo;
import org.almt.nn.checkpoint.bytes.ByteWindow;
import org.almt.nn.checkpoint.bytes.ElementReader;
import org.almt.nn.checkpoint.bytes.FileRegion;
import org.almt.nn.checkpoint.bytes.Place;
import org.almt.nn.checkpoint.bytes.TensorNames;
import org.almt.nn.checkpoint.bytes.TensorSizes;
import org.almt.nn.checkpoint.bytes.WireReader;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a TensorFlow checkpoint or SavedModel: an index file, and a data file of raw elements.
 *
 * <pre>
 *   variables.index                  a sorted table ({@code SortedTable}): "" → header, name → type, shape, offset,
 *                                    size, checksum; both in Protocol Buffers' wire format
 *   variables.data-00000-of-00001    the elements, little-endian, row-major
 * </pre>
 *
 * <p>tensor_bundle.proto defines the fields. The checksum of a tensor is compared when its elements are read.
 */
public final class TensorFlowBundle implements Checkpoint {
    /** The most accepted tensors. */
    public static final int MAX_TENSORS = SortedTable.MAX_ENTRIES;

    private record Span(TensorInfo info, long begin, long end, int checksum) {}

    private final FileRegion data;
    private final Path index;
    private final Place place;
    private final Map<String, Span> spans = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    private TensorFlowBundle(FileRegion index, FileRegion data) throws CheckpointException {
        this.data = data;
        this.index = index.path();
        this.place = index.place();
        Map<String, byte[]> entries = SortedTable.read(index);
        byte[] header = entries.remove("");
        if (header == null) {
            throw place.damaged("has no header, expected the index of a TensorFlow checkpoint");
        }
        header(new WireReader(new ByteWindow(header), 0, header.length, place));
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            byte[] value = entry.getValue();
            Span span = entry(entry.getKey(), new WireReader(new ByteWindow(value), 0, value.length,
                    place.tensor(entry.getKey())));
            if (span != null) {
                spans.put(entry.getKey(), span);
                tensors.put(entry.getKey(), span.info());
            }
        }
        checkOverlaps();
    }

    /**
     * Opens a checkpoint and checks its index. Elements are read when they are requested.
     *
     * @param index the file that usually ends in {@code .index}
     * @param data the file that usually ends in {@code .data-00000-of-00001}
     * @throws CheckpointException if a file cannot be read or breaks a rule of the format
     */
    public static TensorFlowBundle open(Path index, Path data) throws CheckpointException {
        try (FileRegion table = FileRegion.open(index)) {
            FileRegion elements = FileRegion.open(data);
            try {
                return new TensorFlowBundle(table, elements);
            } catch (CheckpointException | RuntimeException | Error broken) {
                elements.close();
                throw broken;
            }
        }
    }

    private void header(WireReader message) throws CheckpointException {
        long shards = 0;
        boolean little = true;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> shards = message.number();
                case 2 -> little = message.number() == 0;
                default -> {}
            }
        }
        if (shards != 1 || !little) {
            throw place.error("has its elements in " + Long.toUnsignedString(shards) + " files"
                    + (little ? "" : " in big-endian order") + ", expected one, little-endian",
                    "save the checkpoint again as one");
        }
    }

    /** Null for a tensor of strings. A SavedModel may hold such tensors beside its weights. */
    private @Nullable Span entry(String name, WireReader message) throws CheckpointException {
        Place here = place.tensor(name);
        String problem = TensorNames.problem(name);
        if (problem != null) {
            throw place.damaged(problem);
        }
        long type = 0;
        long shard = 0;
        long offset = 0;
        long size = 0;
        int checksum = 0;
        List<Long> sizes = List.of();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> type = message.number();
                case 2 -> sizes = shape(message.message(), here);
                case 3 -> shard = message.number();
                case 4 -> offset = message.number();
                case 5 -> size = message.number();
                case 6 -> checksum = message.fixed32();
                case 7 -> throw here.error("is stored in slices", "save the checkpoint again whole");
                default -> {}
            }
        }
        DType dtype = dtype(type);
        if (dtype == null) {
            return null;
        }
        TensorInfo info = new TensorInfo(name, dtype, TensorSizes.shape(sizes, here));
        if (shard != 0 || offset < 0 || size < 0 || size > data.size() || offset > data.size() - size) {
            throw here.damaged("claims " + size + " bytes at byte " + offset + " of data file " + shard
                    + ", but there is one of " + data.size() + " bytes");
        }
        if (size != info.bytes()) {
            throw here.damaged("claims " + size + " bytes, expected " + info.bytes() + " for " + dtype + " "
                    + info.shape());
        }
        return new Span(info, offset, offset + size, checksum);
    }

    private static List<Long> shape(WireReader message, Place here) throws CheckpointException {
        List<Long> sizes = new ArrayList<>();
        while (message.next()) {
            if (message.field() == 2) {
                long size = 0;
                WireReader axis = message.message();
                while (axis.next()) {
                    size = axis.field() == 1 ? axis.number() : size;
                }
                sizes.add(size);
                if (sizes.size() > TensorSizes.MAX_RANK) {
                    throw here.damaged("has more than " + TensorSizes.MAX_RANK + " axes");
                }
            } else if (message.field() == 3 && message.number() != 0) {
                throw here.damaged("has a shape of unknown rank");
            }
        }
        return sizes;
    }

    private static @Nullable DType dtype(long type) {
        return switch ((int) Math.max(0, Math.min(100, type))) {
            case 1 -> DType.F32;
            case 2 -> DType.F64;
            case 3 -> DType.I32;
            case 4 -> DType.U8;
            case 5 -> DType.I16;
            case 6 -> DType.I8;
            case 9 -> DType.I64;
            case 10 -> DType.BOOL;
            case 14 -> DType.BF16;
            case 17 -> DType.U16;
            case 19 -> DType.F16;
            case 22 -> DType.U32;
            case 23 -> DType.U64;
            default -> null;
        };
    }

    private void checkOverlaps() throws CheckpointException {
        List<Span> sorted = new ArrayList<>(spans.values());
        sorted.sort(Comparator.comparingLong(Span::begin).thenComparingLong(Span::end));
        long next = 0;
        for (Span span : sorted) {
            if (span.begin() < next) {
                throw place.tensor(span.info().name()).damaged("starts at byte " + span.begin()
                        + " of the data, inside of another that ends at byte " + next);
            }
            next = span.end();
        }
    }

    /** The index file. */
    @Override
    public Path path() {
        return index;
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public void read(String name, float[] target, int at) throws CheckpointException {
        Shape shape = info(name).shape();
        Objects.checkFromIndexSize(at, shape.count(), target.length);
        read(name, reader -> reader.floats(target, at, shape.count()));
    }

    @Override
    public long[] longs(String name) throws CheckpointException {
        int count = info(name).shape().count();
        long[] values = TensorSizes.allocate(long[]::new, count, Long.BYTES, place.tensor(name));
        read(name, reader -> reader.longs(values, 0, count));
        return values;
    }

    @FunctionalInterface
    private interface Reading {
        void from(ElementReader reader) throws CheckpointException;
    }

    private void read(String name, Reading reading) throws CheckpointException {
        Span span = Objects.requireNonNull(spans.get(name), "info(name) has found it");
        Place here = data.place().tensor(name);
        InputStream bytes = data.stream(span.begin(), span.end());
        CheckedInputStream checked = new CheckedInputStream(bytes, new CRC32C());
        reading.from(new ElementReader(checked, span.info().dtype(), ByteOrder.LITTLE_ENDIAN, here));
        try {
            checked.close();
        } catch (IOException cause) {
            throw here.failed("reading", cause);
        }
        if (SortedTable.masked((int) checked.getChecksum().getValue()) != span.checksum()) {
            throw here.damaged("its checksum is wrong");
        }
    }

    @Override
    public void close() throws CheckpointException {
        data.close();
    }
}
