package org.almt.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.almt.core.draw.GraphPicture;
import org.almt.core.op.Checks;

/**
 * The ops and tensors that a result depends on, for inspection: shapes, ranges of values, and gradients.
 *
 * <pre>{@code
 * Tensor loss = Ops.mean(Ops.gelu(Ops.matmul(x, w)));
 * Graph.differentiated(loss).named("x", x).named("w", w).write(Path.of("graph.svg"));
 * }</pre>
 *
 * <p>Colours: data is blue, a leaf that requires a gradient is green, the output of an op is white, and the result is
 * yellow. Gradients are shown where they are kept: for leaves after {@code backward()}, for all tensors after {@link
 * #differentiated}. The values of a program share memory, so a {@link Program#graph} shows shapes only.
 *
 * <p>Ops on tensors that require no gradient are not remembered. Their results are shown as data.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Graph {
    /**
     * An op's result, or a leaf.
     *
     * @param name of the op, or of the leaf: {@code data}, {@code leaf}, or the name given by {@link #named}
     * @param shape of the tensor
     * @param kind what it is
     * @param values smallest and largest element; empty before they are computed
     * @param gradient smallest and largest element of the gradient; empty if none is kept
     * @param inputs numbers of the vertices that the op reads; each is smaller than the number of this one
     */
    public record Vertex(String name, Shape shape, Kind kind, String values, String gradient, List<Integer> inputs) {}

    /** What a vertex is. */
    public enum Kind {
        /** A leaf without a gradient. */
        DATA,
        /** A leaf that requires a gradient. */
        PARAMETER,
        /** The output of an op. */
        VALUE,
        /** The result, whose graph this is. */
        RESULT
    }

    private final List<Node> nodes;
    private final Tensor root;
    private final boolean ofProgram;
    private final Map<Tensor, String> names;

    private Graph(List<Node> nodes, Tensor root, boolean ofProgram, Map<Tensor, String> names) {
        this.nodes = nodes;
        this.root = root;
        this.ofProgram = ofProgram;
        this.names = names;
    }

    /**
     * The graph behind a tensor, of any shape, that was computed eagerly.
     *
     * @throws IllegalArgumentException if no op that made it is remembered
     */
    public static Graph of(Tensor result) {
        Checks.given("Graph.of", "result", result);
        if (result.producer == null) {
            throw new IllegalArgumentException("graph: how " + result.described() + " was made is not remembered, since"
                    + " it depends on nothing that requires a gradient, or was made within noGrad; call"
                    + " requiresGrad(true) on a leaf first, or draw a Program's graph()");
        }
        List<Node> nodes = Backward.everythingBehind(result);
        nodes.sort(Comparator.comparingLong(Node::order));
        return new Graph(nodes, result, result.producer.isRecorded(), Map.of());
    }

    /** The same after a backward pass in which every tensor keeps its gradient. */
    public static Graph differentiated(Tensor loss) {
        Checks.given("Graph.differentiated", "loss", loss);
        for (Node node : Backward.nodesBehind(loss)) {
            node.output().retainGrad();
        }
        loss.backward();
        return of(loss);
    }

    /** The recorded ops of a program, in their order. */
    static Graph of(List<Node> recorded, Tensor result) {
        return new Graph(recorded, result, true, Map.of());
    }

    /** The same graph, with a name for a tensor. */
    public Graph named(String name, Tensor tensor) {
        Checks.given("Graph.named", "name", name);
        Checks.given("Graph.named", "tensor", tensor);
        return named(Map.of(name, tensor));
    }

    /** The same graph, with names for tensors, such as the parameters of a layer. */
    public Graph named(Map<String, Tensor> more) {
        Checks.given("Graph.named", "more", more);
        Map<Tensor, String> all = new IdentityHashMap<>(names);
        more.forEach((name, tensor) -> all.put(tensor, name));
        return new Graph(nodes, root, ofProgram, all);
    }

    /** Leaves and results. Each stands after all that it depends on. */
    public List<Vertex> vertices() {
        List<Vertex> vertices = new ArrayList<>();
        Map<Tensor, Integer> numbers = new IdentityHashMap<>();
        for (Node node : nodes) {
            List<Integer> inputs = new ArrayList<>();
            for (Tensor input : node.inputs()) {
                if (!numbers.containsKey(input)) {
                    numbers.put(input, vertices.size());
                    vertices.add(leaf(input));
                }
                inputs.add(numbers.get(input));
            }
            Tensor made = node.output();
            String name = names.containsKey(made) ? names.get(made) + " = " + node.name() : node.name();
            numbers.put(made, vertices.size());
            vertices.add(new Vertex(name, made.shape(), made == root ? Kind.RESULT : Kind.VALUE,
                    ofProgram ? "" : values(made), ofProgram ? "" : gradient(made), List.copyOf(inputs)));
        }
        return vertices;
    }

    private Vertex leaf(Tensor tensor) {
        boolean wants = tensor.requiresGrad();
        String name = names.getOrDefault(tensor, wants ? "leaf" : "data");
        return new Vertex(name, tensor.shape(), wants ? Kind.PARAMETER : Kind.DATA, values(tensor), gradient(tensor),
                List.of());
    }

    private static String values(Tensor tensor) {
        return tensor.isComputed() ? TensorRange.of(tensor) : "";
    }

    private static String gradient(Tensor tensor) {
        boolean kept = tensor.requiresGrad() && (tensor.producer == null || tensor.isRetained());
        Tensor gradient = kept ? tensor.grad() : null;
        return gradient == null ? "" : TensorRange.of(gradient);
    }

    private List<GraphPicture.Box> boxes() {
        List<GraphPicture.Box> boxes = new ArrayList<>();
        for (Vertex vertex : vertices()) {
            List<String> lines = new ArrayList<>();
            lines.add(vertex.name());
            if (vertex.shape().rank() > 0 || vertex.values().isEmpty()) {
                lines.add(vertex.shape().toString());
            }
            if (!vertex.values().isEmpty()) {
                lines.add(vertex.values());
            }
            if (!vertex.gradient().isEmpty()) {
                lines.add("grad " + vertex.gradient());
            }
            String style = switch (vertex.kind()) {
                case DATA -> "data";
                case PARAMETER -> "parameter";
                case VALUE -> "value";
                case RESULT -> "result";
            };
            boxes.add(new GraphPicture.Box(style, lines,
                    vertex.inputs().stream().mapToInt(Integer::intValue).toArray()));
        }
        return boxes;
    }

    /** The picture as SVG, which browsers can show. */
    public String svg() {
        return GraphPicture.svg(title(), boxes());
    }

    /** The picture as text for Graphviz. */
    public String dot() {
        return GraphPicture.dot(title(), boxes());
    }

    private String title() {
        return "The graph of " + root.described();
    }

    /**
     * Writes the picture to a file whose name ends in {@code .svg} or {@code .dot}.
     *
     * @throws IllegalArgumentException if the name has another ending
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        Checks.given("Graph.write", "file", file);
        String name = file.toString();
        if (!name.endsWith(".svg") && !name.endsWith(".dot")) {
            throw new IllegalArgumentException("graph: " + file + " is neither .svg nor .dot; let the name end in"
                    + " one of them");
        }
        Files.write(file, (name.endsWith(".svg") ? svg() : dot()).getBytes(StandardCharsets.UTF_8));
    }

    /** A line for each vertex: number, name, shape, inputs, values, gradient. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        List<Vertex> vertices = vertices();
        for (int i = 0; i < vertices.size(); i++) {
            Vertex vertex = vertices.get(i);
            text.append(i).append("  ").append(vertex.name()).append(' ').append(vertex.shape());
            if (!vertex.inputs().isEmpty()) {
                text.append(" of ").append(vertex.inputs().toString().replaceAll("[\\[\\]]", ""));
            }
            text.append(vertex.values().isEmpty() ? "" : "  " + vertex.values());
            text.append(vertex.gradient().isEmpty() ? "" : "  grad " + vertex.gradient()).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
