package org.almt.testsdata;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes small ONNX files: a graph of nodes and initialisers, as far as a reader of weights looks at it. */
public final class OnnxMaker {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final Wire graph = new Wire().text(2, "graph");

    /** An empty graph. */
    public OnnxMaker() {}

    /** A node. */
    public OnnxMaker node(String operation, String name, List<String> inputs, String output) {
        graph.message(1, node(operation, name, inputs, List.of(output)));
        return this;
    }

    /** A constant, as exporters write the sizes of a reshape. */
    public OnnxMaker constant(String output, long value) {
        return constant(output, tensor(null, INT64, integers(value)));
    }

    /** A constant number. */
    public OnnxMaker constant(String output, float value) {
        return constant(output, tensor(null, FLOAT, floats(value)));
    }

    private OnnxMaker constant(String output, Wire tensor) {
        Wire attribute = new Wire().text(1, "value").message(5, tensor).number(20, 4);
        graph.message(1, node("Constant", "/" + output, List.of(), List.of(output)).message(5, attribute));
        return this;
    }

    /** An initialiser of 32-bit floats, as raw bytes. */
    public OnnxMaker floats(String name, float[] values, int... sizes) {
        return initialiser(tensor(name, FLOAT, floats(values), sizes));
    }

    /** An initialiser of 64-bit integers, as raw bytes. */
    public OnnxMaker integers(String name, long[] values, int... sizes) {
        return initialiser(tensor(name, INT64, integers(values), sizes));
    }

    /** Any initialiser. */
    public OnnxMaker initialiser(Wire tensor) {
        graph.message(5, tensor);
        return this;
    }

    /** A node's message. */
    public static Wire node(String operation, String name, List<String> inputs, List<String> outputs) {
        Wire node = new Wire();
        inputs.forEach(input -> node.text(1, input));
        outputs.forEach(output -> node.text(2, output));
        return node.text(3, name).text(4, operation);
    }

    /** A tensor's message. */
    public static Wire tensor(@Nullable String name, int type, byte[] raw, int... sizes) {
        Wire tensor = new Wire();
        for (int size : sizes) {
            tensor.number(1, size);
        }
        tensor.number(2, type);
        if (name != null) {
            tensor.text(8, name);
        }
        return tensor.bytes(9, raw);
    }

    /** Little-endian bytes of floats. */
    public static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** Little-endian bytes of integers. */
    public static byte[] integers(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return bytes.array();
    }

    /** The graph as a message, to be changed further. */
    public Wire graph() {
        return graph;
    }

    /** The file. */
    public byte[] toBytes() {
        return new Wire().number(1, 8).text(2, "tests").message(7, graph).message(8, new Wire().number(2, 17))
                .toBytes();
    }
}
