package org.almt.data.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.almt.core.Shape;
import org.almt.data.inspect.FileReport.Entry;
import org.almt.data.inspect.FileReport.Section;
import org.almt.io.Sha256;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.DType;
import org.almt.nn.checkpoint.TensorInfo;
import org.almt.nn.checkpoint.format.FileKind;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.jspecify.annotations.Nullable;

/** Describes safetensors, {@code .npz} and {@code .npy} files, with one array in memory at a time. */
final class CheckpointInspector {
    private final Path path;

    CheckpointInspector(Path path) {
        this.path = path;
    }

    FileReport inspect(FileKind kind) throws IOException {
        switch (kind) {
            case NPY -> {
                return report("NumPy array (.npy)", "one array", List.of(entry("", Npy.read(path))));
            }
            case ZIP -> {
                try (Npz file = Npz.open(path)) {
                    return archive(file);
                }
            }
            default -> {
                try (SafeTensors file = SafeTensors.open(path)) {
                    return tensors(file);
                }
            }
        }
    }

    private FileReport archive(Npz file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String name : file.names()) {
            try {
                entries.add(entry(name, file.array(name)));
            } catch (CheckpointException unreadable) {
                // An array of Python objects, or one too large for memory, must not hide the others.
                entries.add(new Entry(name, "not readable: " + unreadable.getMessage(), List.of(), null));
            }
        }
        return report("NumPy archive (.npz)", entries.size() + " arrays", entries);
    }

    private FileReport tensors(Checkpoint file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        long numbers = 0;
        for (TensorInfo info : file.tensors().values()) {
            numbers += info.shape().count();
            entries.add(new Entry(info.name(), type(info.dtype()), sizes(info.shape()), statistics(file, info)));
        }
        String summary = entries.size() + " tensors, " + String.format(Locale.ROOT, "%,d", numbers) + " numbers";
        return report("safetensors", summary, entries);
    }

    /**
     * The statistics; null for a tensor that is too large for memory, or that has an invalid element, such as a byte
     * that is not a truth value.
     */
    private static @Nullable ArrayStatistics statistics(Checkpoint file, TensorInfo info) {
        boolean isFloat = info.dtype().isFloat();
        if ((isFloat ? 4L : 12L) * info.shape().count() > Runtime.getRuntime().maxMemory() / 4) {
            return null;
        }
        try {
            float[] values = isFloat ? file.tensor(info.name()).array() : floats(file.longs(info.name()));
            return statistics(info.name(), info.shape(), values);
        } catch (CheckpointException unreadable) {
            return null; // its type and shape are still worth showing
        }
    }

    private FileReport report(String format, String summary, List<Entry> entries) throws IOException {
        return new FileReport(path, format, Files.size(path), Sha256.of(path),
                List.of(new Section("", summary, entries)));
    }

    private static Entry entry(String name, NpyArray array) throws CheckpointException {
        DType type = array.dtype();
        if (type == null) {
            return new Entry(name, "text", sizes(array.shape()), null);
        }
        float[] values;
        if (type == DType.F64) {
            double[] doubles = array.doubles();
            values = new float[doubles.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) doubles[i];
            }
        } else {
            values = type.isFloat() ? array.floats() : floats(array.longs());
        }
        return new Entry(name, type(type), sizes(array.shape()), statistics(name, array.shape(), values));
    }

    private static float[] floats(long[] longs) {
        float[] values = new float[longs.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = longs[i];
        }
        return values;
    }

    private static ArrayStatistics statistics(String name, Shape shape, float[] values) {
        ArrayStatistics[] result = new ArrayStatistics[1];
        long[] sizes = sizes(shape).stream().mapToLong(Long::longValue).toArray();
        StatisticsCollector collector =
                new StatisticsCollector(name, sizes, false, statistics -> result[0] = statistics);
        if (values.length > 0) {
            collector.add(values, values.length);
        }
        return result[0];
    }

    private static List<Long> sizes(Shape shape) {
        return Arrays.stream(shape.toArray()).asLongStream().boxed().toList();
    }

    /** NumPy's name of an element type, as for pickles. */
    private static String type(DType type) {
        return switch (type) {
            case F64 -> "float64";
            case F32 -> "float32";
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            case BOOL -> "bool";
            default -> (type.name().startsWith("U") ? "uint" : "int") + 8 * type.bytes();
        };
    }
}
