package org.almt.nn.checkpoint.numpy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.TensorInfo;
import org.almt.nn.checkpoint.bytes.ElementReader;
import org.almt.nn.checkpoint.bytes.Place;
import org.almt.nn.checkpoint.bytes.TensorNames;
import org.almt.nn.checkpoint.zip.ZipArchive;
import org.jspecify.annotations.Nullable;

/**
 * NumPy's {@code .npz}: a zip archive with one {@code .npy} member for each array, stored or deflated. Names do not
 * include the {@code .npy}, as in NumPy. Limits: {@link #MAX_ARRAYS}, and those of {@link ZipArchive} against
 * compression bombs.
 */
public final class Npz implements Checkpoint {
    /** The most accepted arrays. */
    public static final int MAX_ARRAYS = ZipArchive.MAX_MEMBERS;

    private static final String SUFFIX = ".npy";

    // A month after the earliest time of the format. For the earliest time, the JDK would also store a time with a time
    // zone.
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final ZipArchive zip;
    private final Place place;
    /** Number of bytes of each array's member. */
    private final Map<String, Long> sizes = new LinkedHashMap<>();
    private @Nullable Map<String, TensorInfo> tensors;

    private Npz(ZipArchive zip) throws CheckpointException {
        this.zip = zip;
        place = Place.of(zip.path());
        Map<String, Long> members = zip.members();
        for (String member : zip.names()) {
            if (!member.endsWith(SUFFIX) || member.length() == SUFFIX.length()) {
                throw place.error("holds the zip member " + CheckpointException.quote(member) + ", expected .npy files",
                        "check that this is an .npz file; convert a PyTorch checkpoint to safetensors");
            }
            sizes.put(member.substring(0, member.length() - SUFFIX.length()), members.get(member));
        }
    }

    /**
     * Opens an archive and checks its directory. Arrays are read when they are requested.
     *
     * @throws CheckpointException if the file cannot be read, is no zip archive or exceeds a limit
     */
    public static Npz open(Path path) throws CheckpointException {
        ZipArchive zip = ZipArchive.open(path);
        try {
            return new Npz(zip);
        } catch (CheckpointException | RuntimeException | Error broken) {
            zip.close();
            throw broken;
        }
    }

    /** All arrays of a file by name, in the order of the file. */
    public static Map<String, NpyArray> read(Path path) throws CheckpointException {
        try (Npz file = open(path)) {
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            for (String name : file.names()) {
                arrays.put(name, file.array(name));
            }
            return arrays;
        }
    }

    /**
     * Writes arrays atomically, uncompressed, in the order of the map. Equal arrays give equal bytes, because no time
     * is stored.
     *
     * @throws IllegalArgumentException for an array that {@link Npy#write} does not write
     */
    public static void write(Path path, Map<String, NpyArray> arrays) throws CheckpointException {
        for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
            String problem = TensorNames.problem(array.getKey() + SUFFIX);
            if (problem != null || array.getKey().isEmpty()) {
                throw new IllegalArgumentException("npz: " + (problem == null ? "an array has no name" : problem));
            }
            Npy.header(array.getValue());
        }
        AtomicFiles.write(path, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
                member(zip, array.getKey() + SUFFIX, array.getValue());
            }
            zip.finish();
        });
    }

    /** A stored member needs its checksum before its content. The content is therefore made twice. */
    private static void member(ZipOutputStream zip, String name, NpyArray array) throws IOException {
        byte[] header = Npy.header(array);
        CRC32 crc = new CRC32();
        Npy.write(new CheckedOutputStream(OutputStream.nullOutputStream(), crc), header, array);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(header.length + Npy.elementBytes(array));
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        Npy.write(zip, header, array);
        zip.closeEntry();
    }

    @Override
    public Path path() {
        return zip.path();
    }

    /** The names of all arrays, in the order of the file. */
    public List<String> names() {
        return new ArrayList<>(sizes.keySet());
    }

    /** One array, whatever its type. */
    public NpyArray array(String name) throws CheckpointException {
        return readMember(name, (in, header, at) -> {
            NpyArray array = Npy.data(in, header, at);
            expectEnd(in, at);
            return array;
        });
    }

    /** {@inheritDoc} Arrays of strings are no tensors and are left out. Python objects are an error. */
    @Override
    public synchronized Map<String, TensorInfo> tensors() throws CheckpointException {
        if (tensors == null) {
            Map<String, TensorInfo> infos = new LinkedHashMap<>();
            for (String name : sizes.keySet()) {
                NpyHeader header = header(name);
                if (header.dtype() != null) {
                    infos.put(name, new TensorInfo(name, header.dtype(), header.shape()));
                }
            }
            tensors = Collections.unmodifiableMap(infos);
        }
        return tensors;
    }

    @Override
    public void read(String name, float[] target, int from) throws CheckpointException {
        readMember(name, (in, header, at) -> {
            int count = header.shape().count();
            Objects.checkFromIndexSize(from, count, target.length);
            if (header.fortran() || header.dtype() == null) {
                System.arraycopy(Npy.data(in, header, at).floats(), 0, target, from, count);
            } else {
                new ElementReader(in, header.dtype(), header.order(), at).floats(target, from, count);
            }
            expectEnd(in, at);
            return header;
        });
    }

    @Override
    public long[] longs(String name) throws CheckpointException {
        return array(name).longs();
    }

    private NpyHeader header(String name) throws CheckpointException {
        return readMember(name, (in, header, at) -> header);
    }

    /** Processes a member after its header has been read. */
    @FunctionalInterface
    private interface Use<T> {
        T of(InputStream in, NpyHeader header, Place at) throws IOException;
    }

    private <T> T readMember(String name, Use<T> use) throws CheckpointException {
        Long size = sizes.get(name);
        if (size == null) {
            throw place.error("holds no array " + CheckpointException.quote(name) + " among its " + sizes.size(),
                    "check the name, or whether this is the right file");
        }
        Place at = place.tensor(name);
        try (InputStream in = zip.content(name + SUFFIX)) {
            return use.of(in, NpyHeader.read(in, size, at), at);
        } catch (IOException cause) {
            throw at.failed("reading", cause);
        }
    }

    /** Reads to the end. There, size and checksum are compared. */
    private static void expectEnd(InputStream in, Place at) throws IOException {
        if (in.read() >= 0) {
            throw at.damaged("its content is longer than its array");
        }
    }

    @Override
    public void close() throws CheckpointException {
        zip.close();
    }
}
