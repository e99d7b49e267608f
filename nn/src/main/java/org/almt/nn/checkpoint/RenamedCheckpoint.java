package org.almt.nn.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.almt.core.Shape;
import org.almt.core.op.Checks;

/**
 * A view of a checkpoint under other names, with some matrices transposed. Closing it closes the checkpoint.
 *
 * <p>Threads: safe for many at once.
 */
public final class RenamedCheckpoint implements Checkpoint {
    /** Number of rows and columns that are exchanged together. Both sides then stay in the first-level cache. */
    private static final int BLOCK = 32;

    /**
     * The source of a tensor.
     *
     * @param name its name in the file
     * @param transposed whether the matrix {@code [in, out]} of the file becomes {@code [out, in]}
     */
    public record Source(String name, boolean transposed) {}

    private final Checkpoint file;
    private final Map<String, Source> sources;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    /**
     * A view.
     *
     * @param file the file
     * @param sources the source of each new name, in order; other tensors of the file are hidden
     * @throws CheckpointException if the file lacks one, or one to be transposed is no matrix
     */
    public RenamedCheckpoint(Checkpoint file, Map<String, Source> sources) throws CheckpointException {
        Checks.given("RenamedCheckpoint", "sources", sources);
        this.file = file;
        this.sources = Map.copyOf(sources);
        for (Map.Entry<String, Source> entry : sources.entrySet()) {
            TensorInfo info = file.info(entry.getValue().name());
            Shape shape = info.shape();
            if (entry.getValue().transposed()) {
                if (shape.rank() != 2) {
                    throw new CheckpointException(file.path(), info + " has " + shape.rank()
                            + " axes, expected a matrix [in, out]", "check that the file is of the expected kind");
                }
                shape = Shape.of(shape.size(1), shape.size(0));
            }
            tensors.put(entry.getKey(), new TensorInfo(entry.getKey(), info.dtype(), shape));
        }
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public void read(String name, float[] target, int at) throws CheckpointException {
        Checks.given("RenamedCheckpoint.read", "name", name);
        Checks.given("RenamedCheckpoint.read", "target", target);
        Shape shape = info(name).shape();
        Source source = Objects.requireNonNull(sources.get(name), "info(name) has found it");
        if (!source.transposed()) {
            file.read(source.name(), target, at);
            return;
        }
        Objects.checkFromIndexSize(at, shape.count(), target.length);
        transpose(file.tensor(source.name()).array(), target, at, shape.size(0), shape.size(1));
    }

    /** From {@code [in, out]} to {@code [out, in]}. */
    private static void transpose(float[] from, float[] to, int at, int out, int in) {
        for (int row = 0; row < out; row += BLOCK) {
            for (int column = 0; column < in; column += BLOCK) {
                for (int o = row; o < Math.min(out, row + BLOCK); o++) {
                    for (int i = column; i < Math.min(in, column + BLOCK); i++) {
                        to[at + o * in + i] = from[i * out + o];
                    }
                }
            }
        }
    }

    @Override
    public long[] longs(String name) throws CheckpointException {
        Checks.given("RenamedCheckpoint.longs", "name", name);
        info(name);
        Source source = Objects.requireNonNull(sources.get(name), "info(name) has found it");
        if (source.transposed()) {
            throw new CheckpointException(path(),
                    CheckpointException.quote(name) + " is to be read transposed, as floats",
                    "check that the file is of the expected kind");
        }
        return file.longs(source.name());
    }

    @Override
    public void close() throws CheckpointException {
        file.close();
    }
}
