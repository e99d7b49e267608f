package org.almt.nn.checkpoint;

import java.io.IOException;
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

/**
 * NumPy's {@code .npz}: a zip archive with one {@code .npy} member per array, stored or deflated. Names are without the
 * {@code .npy}, as in NumPy. Limits: {@link #MAX_ARRAYS} and, against compression bombs, those of
 * {@link ZipDirectory}.
 */
public final class Npz implements Checkpoint {
    /** The most accepted arrays. */
    public static final int MAX_ARRAYS = ZipDirectory.MAX_ENTRIES;

    private static final String SUFFIX = ".npy";

    // The first month of the format: its very first moment would make the JDK store a time zone's time as well.
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final FileRegion file;
    private final Map<String, ZipDirectory.Entry> entries = new LinkedHashMap<>();
    private Map<String, TensorInfo> tensors;

    private Npz(FileRegion file) throws CheckpointException {
        this.file = file;
        for (ZipDirectory.Entry entry : ZipDirectory.read(file).values()) {
            if (!entry.name().endsWith(SUFFIX) || entry.name().length() == SUFFIX.length()) {
                throw file.place().error("holds the zip member " + Names.quote(entry.name()) + ", expected .npy files",
                        "check that this is an .npz file; convert a PyTorch checkpoint to safetensors");
            }
            entries.put(entry.name().substring(0, entry.name().length() - SUFFIX.length()), entry);
        }
    }

    /**
     * Opens an archive and checks its directory; arrays are read when asked for.
     *
     * @throws CheckpointException when the file cannot be read, is no zip archive or breaks a limit
     */
    public static Npz open(Path path) throws CheckpointException {
        FileRegion file = FileRegion.open(path);
        try {
            return new Npz(file);
        } catch (CheckpointException | RuntimeException | Error broken) {
            file.close();
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
     * Writes arrays atomically, uncompressed, in the order of the map. Equal arrays give equal bytes; no time is stored.
     *
     * @throws IllegalArgumentException for an array that {@link Npy#write} does not write
     */
    public static void write(Path path, Map<String, NpyArray> arrays) throws CheckpointException {
        for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
            String problem = Names.problem(array.getKey() + SUFFIX);
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

    /** A stored member needs its checksum before its content, so that the content is made twice. */
    private static void member(ZipOutputStream zip, String name, NpyArray array) throws IOException {
        byte[] header = Npy.header(array);
        CRC32 crc = new CRC32();
        Npy.write(new CheckedOutputStream(OutputStream.nullOutputStream(), crc), header, array);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(header.length + (long) array.shape().count() * array.dtype().bytes());
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        Npy.write(zip, header, array);
        zip.closeEntry();
    }

    @Override
    public Path path() {
        return file.path();
    }

    /** The names of all arrays, in the order of the file. */
    public List<String> names() {
        return new ArrayList<>(entries.keySet());
    }

    /** One array, whatever its type. */
    public NpyArray array(String name) throws CheckpointException {
        Place place = file.place().tensor(name);
        try (ZipMember member = member(name)) {
            NpyArray array = Npy.data(member, NpyHeader.read(member, entries.get(name).size(), place), place);
            member.expectEnd();
            return array;
        }
    }

    /** {@inheritDoc} Arrays of strings are no tensors and are left out; Python objects are an error. */
    @Override
    public synchronized Map<String, TensorInfo> tensors() throws CheckpointException {
        if (tensors == null) {
            Map<String, TensorInfo> infos = new LinkedHashMap<>();
            for (String name : entries.keySet()) {
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
    public void read(String name, float[] target, int at) throws CheckpointException {
        Place place = file.place().tensor(name);
        try (ZipMember member = member(name)) {
            NpyHeader header = NpyHeader.read(member, entries.get(name).size(), place);
            int count = header.shape().count();
            Objects.checkFromIndexSize(at, count, target.length);
            if (header.fortran() || header.dtype() == null) {
                System.arraycopy(Npy.data(member, header, place).floats(), 0, target, at, count);
            } else {
                new ElementReader(member, header.dtype(), header.order(), place).floats(target, at, count);
            }
            member.expectEnd();
        }
    }

    @Override
    public long[] longs(String name) throws CheckpointException {
        return array(name).longs();
    }

    private NpyHeader header(String name) throws CheckpointException {
        try (ZipMember member = member(name)) {
            return NpyHeader.read(member, entries.get(name).size(), file.place().tensor(name));
        }
    }

    private ZipMember member(String name) throws CheckpointException {
        ZipDirectory.Entry entry = entries.get(name);
        if (entry == null) {
            throw file.place().error("holds no array " + Names.quote(name) + " among its " + entries.size(),
                    "check the name, or whether this is the right file");
        }
        return ZipDirectory.open(file, entry);
    }

    @Override
    public void close() throws CheckpointException {
        file.close();
    }
}
