package org.almt.nn.checkpoint.onnx;

import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.DType;
import org.almt.nn.checkpoint.NearbyFiles;
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
 * The initialisers of an ONNX file, which are the weights of a network. They have the names of the file; {@link
 * OnnxNames} recovers better names. The graph is read as a list of nodes, which shows which node uses which value. None
 * of it is executed. Elements may be stored in other files of the same folder.
 *
 * <p>The file is one message in Protocol Buffers' wire format. onnx.proto defines the fields.
 */
public final class Onnx implements Checkpoint {
    /** The most accepted initialisers. */
    public static final int MAX_TENSORS = 100_000;

    /** The most accepted nodes. A BERT of 12 layers has some 1,200. */
    public static final int MAX_NODES = 100_000;

    /** The most accepted inputs, outputs or attributes of all nodes together. */
    public static final int MAX_LINKS = 1_000_000;

    /** The most accepted characters of all names of the graph together. A BERT of 12 layers has 200,000. */
    public static final int MAX_NAME_CHARACTERS = 64 << 20;

    /** The largest constant that {@link #constant} returns, in elements. */
    public static final int MAX_CONSTANT = 16;

    /**
     * A node of the graph.
     *
     * @param operation such as {@code MatMul}
     * @param name its name, often the path of the module that it came from; may be empty
     * @param inputs names of the values that it reads
     * @param outputs names of the values that it computes
     * @param numbers its attributes that are one number
     */
    public record Node(String operation, String name, List<String> inputs, List<String> outputs,
            Map<String, Double> numbers) {}

    /** An initialiser and the bytes {@code [begin, end)} of its elements in a file. */
    private record Span(TensorInfo info, FileRegion file, long begin, long end) {}

    private final FileRegion file;
    private final Place place;
    private final ExternalFiles external;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Span> spans = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, double[]> constants = new HashMap<>();
    private int links;
    private long characters;

    private Onnx(FileRegion file, ExternalFiles external) throws CheckpointException {
        this.file = file;
        this.external = external;
        this.place = file.place();
        boolean graph = false;
        boolean version = false;
        WireReader model = new WireReader(new ByteWindow(file), 0, file.size(), place);
        while (model.next()) {
            if (model.field() == 7) {
                if (graph) {
                    throw place.damaged("holds two graphs, expected one");
                }
                graph = true;
                graph(model.message());
            }
            version |= model.field() == 8;
        }
        if (!graph) {
            throw place.error("holds no graph", "check that this is an ONNX file");
        }
        // Exporters write it last. If it is missing, the file is most often truncated.
        if (!version) {
            throw place.damaged("does not state the version of its operators");
        }
    }

    /** Opens a file, and the files beside it that it names; see {@link #open(Path, NearbyFiles)}. */
    public static Onnx open(Path path) throws CheckpointException {
        return open(path, NearbyFiles.of(path));
    }

    /**
     * Opens a file and reads its graph. Elements are read when they are requested.
     *
     * @param path the file
     * @param beside finds the files that hold its elements
     * @throws CheckpointException if a file cannot be read or breaks a rule of the format
     */
    public static Onnx open(Path path, NearbyFiles beside) throws CheckpointException {
        FileRegion file = FileRegion.open(path);
        ExternalFiles external = new ExternalFiles(file, beside);
        try {
            return new Onnx(file, external);
        } catch (CheckpointException | RuntimeException | Error broken) {
            external.close();
            file.close();
            throw broken;
        }
    }

    private void graph(WireReader graph) throws CheckpointException {
        while (graph.next()) {
            switch (graph.field()) {
                case 1 -> node(graph.message());
                case 5 -> initialiser(graph.message());
                case 15 -> throw place.error("holds sparse initialisers", "export it with dense weights");
                default -> {}
            }
        }
    }

    private void node(WireReader message) throws CheckpointException {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, Double> numbers = new HashMap<>();
        String name = "";
        String operation = "";
        double[] constant = null;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> inputs.add(link(message));
                case 2 -> outputs.add(link(message));
                case 3 -> name = name(message);
                case 4 -> operation = name(message);
                case 5 -> constant = attribute(message.message(), numbers, constant);
                default -> {}
            }
        }
        if (nodes.size() == MAX_NODES) {
            throw place.error("holds more than " + MAX_NODES + " nodes, the most accepted", "export a smaller graph");
        }
        nodes.add(new Node(operation, name, List.copyOf(inputs), List.copyOf(outputs), Map.copyOf(numbers)));
        if (operation.equals("Constant") && constant != null && outputs.size() == 1) {
            constants.put(outputs.get(0), constant);
        }
    }

    private String link(WireReader message) throws CheckpointException {
        count();
        return name(message);
    }

    private String name(WireReader message) throws CheckpointException {
        String name = message.text();
        characters += name.length();
        if (characters > MAX_NAME_CHARACTERS) {
            throw place.error("its names have more than " + MAX_NAME_CHARACTERS + " characters, the most accepted",
                    "export a smaller graph");
        }
        return name;
    }

    private void count() throws CheckpointException {
        if (++links > MAX_LINKS) {
            throw place.error("its nodes have more than " + MAX_LINKS + " inputs, outputs and attributes, the most"
                    + " accepted", "export a smaller graph");
        }
    }

    /**
     * Stores an attribute that is one number. Returns an attribute that is a small tensor, otherwise the value given.
     */
    private double @Nullable [] attribute(WireReader message, Map<String, Double> numbers, double @Nullable [] before)
            throws CheckpointException {
        count();
        String name = "";
        Double number = null;
        double[] constant = before;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = name(message);
                case 2 -> number = (double) Float.intBitsToFloat(message.fixed32());
                case 3 -> number = (double) message.number();
                case 5 -> constant = small(new TensorReader().read(message.message()));
                default -> {}
            }
        }
        if (number != null) {
            numbers.put(name, number);
        }
        return constant;
    }

    private void initialiser(WireReader message) throws CheckpointException {
        TensorReader reader = new TensorReader();
        Span span = reader.read(message);
        String problem = TensorNames.problem(reader.name);
        if (problem != null) {
            throw place.damaged("an initialiser: " + problem);
        }
        if (span == null) {
            return; // a type that is no number here: strings, complex or tiny floats
        }
        if (spans.put(reader.name, span) != null) {
            throw place.tensor(reader.name).damaged("occurs twice among the initialisers");
        }
        tensors.put(reader.name, span.info());
        double[] constant = small(span);
        if (constant != null) {
            constants.put(reader.name, constant);
        }
        if (spans.size() > MAX_TENSORS) {
            throw place.error("holds more than " + MAX_TENSORS + " initialisers, the most accepted", "split the file");
        }
    }

    /** Reads one tensor of the file. Its elements are not read. */
    private final class TensorReader {
        private String name = "";
        private final List<Long> sizes = new ArrayList<>();
        private long type;
        private boolean elsewhere;
        private final Map<String, String> location = new HashMap<>();
        private long begin = -1;
        private long end;
        private @Nullable String typed;

        /** Null for a type that is not supported. */
        @Nullable
        Span read(WireReader message) throws CheckpointException {
            while (message.next()) {
                switch (message.field()) {
                    case 1 -> message.integers(sizes, TensorSizes.MAX_RANK);
                    case 2 -> type = message.number();
                    case 3 -> throw place.error("holds a tensor in segments", "export it whole");
                    // Packed floats and doubles have the same bytes as raw ones.
                    case 4, 10 -> data(message, message.field() == 4 ? 1 : 11);
                    case 5, 6, 7, 11 -> typed = "field " + message.field();
                    case 8 -> name = message.text();
                    case 9 -> data(message, 0);
                    case 13 -> entry(message.message());
                    case 14 -> elsewhere = message.number() == 1;
                    default -> {}
                }
            }
            return span();
        }

        /** A key and a value that state where the elements are. */
        private void entry(WireReader message) throws CheckpointException {
            String key = "";
            String value = "";
            while (message.next()) {
                switch (message.field()) {
                    case 1 -> key = message.text();
                    case 2 -> value = message.text();
                    default -> {}
                }
            }
            if (location.size() == TensorSizes.MAX_RANK || location.put(key, value) != null) {
                throw place.tensor(name).damaged("states several times where its elements are");
            }
        }

        private void data(WireReader message, int onlyType) throws CheckpointException {
            if (!message.isBytes() || begin >= 0) {
                throw place.tensor(name).error("stores its elements one by one or twice", "export it again");
            }
            begin = message.start();
            end = message.end();
            typed = onlyType == 0 || onlyType == type || type == 0 ? typed : "another type";
        }

        private @Nullable Span span() throws CheckpointException {
            DType dtype = dtype(type);
            Place here = place.tensor(name);
            if (dtype == null) {
                return null;
            }
            TensorInfo info = new TensorInfo(name, dtype, TensorSizes.shape(sizes, here));
            if (elsewhere) {
                if (begin >= 0 || typed != null) {
                    throw here.damaged("has elements in this file and in another one, expected one of them");
                }
                ExternalFiles.Part part = external.part(location, info.bytes(), here);
                return new Span(info, part.file(), part.begin(), part.end());
            }
            if (begin < 0 && info.bytes() == 0) {
                begin = 0;
                end = 0;
            }
            if (typed != null || begin < 0) {
                throw here.error("stores its elements as " + (typed == null ? "nothing" : typed)
                        + ", expected raw bytes", "export it again with a newer exporter");
            }
            if (end - begin != info.bytes()) {
                throw here.damaged("has " + (end - begin) + " bytes, expected " + info.bytes() + " for " + dtype + " "
                        + info.shape());
            }
            return new Span(info, file, begin, end);
        }
    }

    private static @Nullable DType dtype(long type) {
        return switch ((int) Math.max(0, Math.min(100, type))) {
            case 1 -> DType.F32;
            case 2 -> DType.U8;
            case 3 -> DType.I8;
            case 4 -> DType.U16;
            case 5 -> DType.I16;
            case 6 -> DType.I32;
            case 7 -> DType.I64;
            case 9 -> DType.BOOL;
            case 10 -> DType.F16;
            case 11 -> DType.F64;
            case 12 -> DType.U32;
            case 13 -> DType.U64;
            case 16 -> DType.BF16;
            default -> null;
        };
    }

    private double @Nullable [] small(@Nullable Span span) throws CheckpointException {
        if (span == null || span.info().shape().count() > MAX_CONSTANT) {
            return null;
        }
        double[] values = new double[span.info().shape().count()];
        if (span.info().dtype().isFloat()) {
            reader(span).doubles(values, values.length);
        } else {
            long[] integers = new long[values.length];
            reader(span).longs(integers, 0, integers.length);
            for (int i = 0; i < values.length; i++) {
                values[i] = integers[i];
            }
        }
        return values;
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** The graph, in the order of the file. */
    public List<Node> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /**
     * The elements of a constant or initialiser with at most {@link #MAX_CONSTANT} elements. Null for any other value.
     */
    public double @Nullable [] constant(String value) {
        double[] constant = constants.get(value);
        return constant == null ? null : constant.clone();
    }

    @Override
    public void read(String name, float[] target, int at) throws CheckpointException {
        int count = info(name).shape().count();
        Objects.checkFromIndexSize(at, count, target.length);
        reader(name).floats(target, at, count);
    }

    @Override
    public long[] longs(String name) throws CheckpointException {
        int count = info(name).shape().count();
        long[] values = TensorSizes.allocate(long[]::new, count, Long.BYTES, place.tensor(name));
        reader(name).longs(values, 0, count);
        return values;
    }

    private ElementReader reader(String name) {
        return reader(Objects.requireNonNull(spans.get(name), "info(name) has found it"));
    }

    private ElementReader reader(Span span) {
        InputStream bytes = span.file().stream(span.begin(), span.end());
        return new ElementReader(bytes, span.info().dtype(), ByteOrder.LITTLE_ENDIAN, place.tensor(span.info().name()));
    }

    @Override
    public void close() throws CheckpointException {
        external.close();
        file.close();
    }
}
