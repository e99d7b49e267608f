package org.almt.nn.checkpoint.safetensors;

import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.TensorInfo;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.bytes.ElementReader;
import org.almt.nn.checkpoint.bytes.FileRegion;
import org.almt.nn.checkpoint.bytes.TensorSizes;

/**
 * Hugging Face's safetensors: a length, a JSON header that states each tensor's type, shape and bytes, and the bytes.
 *
 * <pre>
 *   u64 n | header: n bytes of JSON, padded with spaces | elements, little-endian, row-major, without holes
 * </pre>
 *
 * <p>Reading is strict: see {@code SafeTensorsHeader} for the rules. Writing is deterministic: equal tensors, names and
 * metadata give equal bytes. No time and no path is stored.
 *
 * <p>Threads: safe for many at once.
 */
public final class SafeTensors implements Checkpoint {
    /** The longest accepted header, in bytes. The reference implementation has the same limit. */
    public static final int MAX_HEADER_BYTES = 100_000_000;

    /** The most accepted tensors. The names of a header thus fit into memory. */
    public static final int MAX_TENSORS = 100_000;

    private final FileRegion file;
    private final SafeTensorsHeader header;
    private final Map<String, TensorInfo> tensors;
    private final Map<String, String> metadata;

    private SafeTensors(FileRegion file, SafeTensorsHeader header) {
        this.file = file;
        this.header = header;
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        header.spans().forEach((name, span) -> infos.put(name, span.info()));
        this.tensors = Collections.unmodifiableMap(infos);
        Map<String, String> words = new LinkedHashMap<>(header.metadata());
        words.remove(Checksum.KEY);
        this.metadata = Collections.unmodifiableMap(words);
    }

    /**
     * Opens a file and checks its header, and its checksum if it has one. Elements are read when they are requested.
     *
     * @throws CheckpointException if the file cannot be read or breaks a rule of the format
     */
    public static SafeTensors open(Path path) throws CheckpointException {
        Checks.given("SafeTensors.open", "path", path);
        return open(FileRegion.open(path));
    }

    /**
     * Reads a file that is in memory, such as a resource of the class path.
     *
     * @param path the name of the file in errors
     * @param bytes the whole file, which must not change while it is in use
     * @throws CheckpointException when it breaks a rule of the format
     */
    public static SafeTensors of(Path path, byte[] bytes) throws CheckpointException {
        Checks.given("SafeTensors.of", "path", path);
        Checks.given("SafeTensors.of", "bytes", bytes);
        return open(FileRegion.of(path, bytes));
    }

    private static SafeTensors open(FileRegion file) throws CheckpointException {
        try {
            SafeTensorsHeader header = SafeTensorsHeader.read(file);
            Checksum.check(file, header);
            return new SafeTensors(file, header);
        } catch (CheckpointException | RuntimeException | Error broken) {
            file.close();
            throw broken;
        }
    }

    /** All tensors of a file, converted to float as by {@link Checkpoint#read}. */
    public static Map<String, Tensor> read(Path path) throws CheckpointException {
        Checks.given("SafeTensors.read", "path", path);
        try (SafeTensors file = open(path)) {
            return file.readAll();
        }
    }

    /**
     * Writes tensors atomically: after a crash or an error {@code path} is the old file or the new one. The header and
     * the elements follow the given order, but wider types come first, so that every tensor is aligned to its type.
     *
     * @param path the file, replaced if it exists
     * @param tensors the tensors to write, with distinct names; the values of each are requested when its turn comes
     * @param metadata texts about the file, stored sorted by key. Two entries are added. {@code format = pt} is needed
     *     by Python's transformers, which otherwise refuse the file. {@code almt.crc32c} is a checksum of the whole
     *     file; {@link #open} compares it, and other readers ignore it
     * @throws IllegalArgumentException if a name is given twice, empty, longer than 1024 or reserved
     */
    public static void write(Path path, List<TensorSource> tensors, Map<String, String> metadata)
            throws CheckpointException {
        Checks.given("SafeTensors.write", "path", path);
        Checks.given("SafeTensors.write", "tensors", tensors);
        Checks.given("SafeTensors.write", "metadata", metadata);
        SafeTensorsWriter.write(path, tensors, metadata);
    }

    /**
     * Writes a model's tensors in the order of the map; see {@link #write(Path, List, Map)}.
     *
     * @throws IllegalArgumentException also if a tensor holds NaN: either everywhere, because the parameter was never
     *     given values, or in places, because training diverged. {@link TensorSource#of} writes such a tensor unchanged
     */
    public static void write(Path path, Map<String, Tensor> tensors) throws CheckpointException {
        Checks.given("SafeTensors.write", "path", path);
        Checks.given("SafeTensors.write", "tensors", tensors);
        List<TensorSource> sources = new ArrayList<>();
        tensors.forEach((name, tensor) -> {
            int nans = nans(tensor);
            if (nans > 0 && nans < tensor.shape().count()) {
                throw new IllegalArgumentException("safetensors: " + CheckpointException.quote(name) + " holds NaN in "
                        + nans + " of " + tensor.shape().count() + " elements, probably because training diverged;"
                        + " save an earlier state, or write TensorSource.of(name, tensor) to keep this one");
            }
            if (nans > 0) {
                throw new IllegalArgumentException(
                        "safetensors: " + CheckpointException.quote(name) + " is NaN in all elements, like a new"
                                + " parameter; call initialise(seed) or load a checkpoint before saving");
            }
            sources.add(TensorSource.of(name, tensor));
        });
        write(path, sources, Map.of());
    }

    private static int nans(Tensor tensor) {
        int nans = 0;
        for (int i = 0; i < tensor.shape().count(); i++) {
            nans += Float.isNaN(tensor.array()[tensor.offset() + i]) ? 1 : 0;
        }
        return nans;
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    /** The texts about the file, as stored, without its checksum. */
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public void read(String name, float[] target, int at) throws CheckpointException {
        Checks.given("SafeTensors.read", "name", name);
        Checks.given("SafeTensors.read", "target", target);
        int count = info(name).shape().count();
        Objects.checkFromIndexSize(at, count, target.length);
        reader(name).floats(target, at, count);
    }

    @Override
    public long[] longs(String name) throws CheckpointException {
        Checks.given("SafeTensors.longs", "name", name);
        int count = info(name).shape().count();
        ElementReader reader = reader(name);
        long[] values = TensorSizes.allocate(long[]::new, count, Long.BYTES, file.place().tensor(name));
        reader.longs(values, 0, count);
        return values;
    }

    private ElementReader reader(String name) {
        SafeTensorsHeader.Span span = Objects.requireNonNull(header.spans().get(name), "info(name) has found it");
        InputStream bytes = file.stream(header.dataStart() + span.begin(), header.dataStart() + span.end());
        return new ElementReader(bytes, span.info().dtype(), ByteOrder.LITTLE_ENDIAN, file.place().tensor(name));
    }

    @Override
    public void close() throws CheckpointException {
        file.close();
    }
}
