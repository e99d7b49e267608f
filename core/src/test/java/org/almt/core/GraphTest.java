package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.almt.core.Graph.Kind;
import org.almt.core.Graph.Vertex;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class GraphTest {
    private final Tensor a = Tensor.scalar(-4).requiresGrad(true);
    private final Tensor b = Tensor.scalar(2).requiresGrad(true);

    /** The example in the README of micrograd (Karpathy, 2020), with the three numbers given there. */
    private Tensor micrograd() {
        Tensor c = Ops.add(a, b);
        Tensor d = Ops.add(Ops.mul(a, b), Ops.mul(Ops.mul(b, b), b));
        c = Ops.add(c, Ops.addScalar(c, 1));
        c = Ops.add(c, Ops.sub(Ops.addScalar(c, 1), a));
        d = Ops.add(d, Ops.add(Ops.scale(d, 2), Ops.relu(Ops.add(b, a))));
        d = Ops.add(d, Ops.add(Ops.scale(d, 3), Ops.relu(Ops.sub(b, a))));
        Tensor e = Ops.sub(c, d);
        Tensor f = Ops.mul(e, e);
        return Ops.add(Ops.scale(f, 0.5f), Ops.div(Tensor.scalar(10), f));
    }

    private static Vertex vertex(Graph graph, String name) {
        return graph.vertices().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void showsTheNumbersOfMicrogradsExample() {
        Graph graph = Graph.differentiated(micrograd()).named("a", a).named(Map.of("b", b));
        List<Vertex> vertices = graph.vertices();
        Vertex result = vertices.get(vertices.size() - 1);
        assertEquals("24.7", result.values());
        assertEquals("1", result.gradient());
        assertEquals(Kind.RESULT, result.kind());
        assertEquals("138.8", vertex(graph, "a").gradient());
        assertEquals("645.6", vertex(graph, "b").gradient());
        assertEquals("-4", vertex(graph, "a").values());
        assertEquals("10", vertex(graph, "data").values());
        assertTrue(vertices.stream().noneMatch(v -> v.kind() == Kind.VALUE && v.gradient().isEmpty()), graph::toString);
        assertEquals("0  a []  -4  grad 138.8", graph.toString().lines().findFirst().orElseThrow());
    }

    @Test
    void shapesRangesAndGradientsThatAreKept() {
        Tensor x = Tensor.of(new float[] {1, -2, 3, 4, 5, 6.5f}, 2, 3);
        Tensor w = Tensor.full(0.5f, 3, 4).requiresGrad(true);
        Tensor loss = Ops.mean(Ops.matmul(x, w));
        Graph before = Graph.of(loss).named("x", x).named("w", w);
        assertEquals("""
                0  x [2,3]  -2 to 6.5
                1  w [3,4]  0.5 throughout
                2  matmul [2,4] of 0, 1  1 to 7.75
                3  mean [] of 2  4.375""", before.toString());
        loss.backward();
        assertEquals("0.375 to 1.188", vertex(before, "w").gradient());
        assertEquals("", vertex(before, "matmul").gradient());
        w.fill(Float.NaN);
        assertEquals("NaN throughout", vertex(before, "w").values());
    }

    /** The values of a program share memory, so only leaves can show theirs. */
    @Test
    void aProgramShowsShapes() {
        Tensor w = Tensor.full(0.5f, 3).requiresGrad(true);
        Program program = GradMode.noGrad(() -> Program.trace(Tensor.zeros(3), x -> Ops.exp(Ops.mul(x, w))));
        program.forward();
        assertEquals("""
                0  x [3]  0, 0, 0
                1  leaf [3]  0.5, 0.5, 0.5
                2  mul [3] of 0, 1
                3  exp [3] of 2""", program.graph().named("x", program.inputs().get(0)).toString());
        Program training = Program.trace(() -> Ops.sum(w));
        assertEquals("", vertex(Graph.of(training.forward()), "sum").values());
    }

    @Test
    void whatIsNotRememberedIsRefused() {
        assertEquals("graph: how Tensor[2] was made is not remembered, since it depends on nothing that requires a"
                + " gradient, or was made within noGrad; call requiresGrad(true) on a leaf first, or draw a Program's"
                + " graph()",
                assertThrows(IllegalArgumentException.class, () -> Graph.of(Ops.exp(Tensor.zeros(2)))).getMessage());
    }

    @Test
    void writesFilesByTheirNames(@TempDir Path folder) throws Exception {
        Graph graph = Graph.of(micrograd());
        graph.write(folder.resolve("g.svg"));
        graph.write(folder.resolve("g.dot"));
        assertEquals(graph.svg(), Files.readString(folder.resolve("g.svg")));
        assertEquals(graph.dot(), Files.readString(folder.resolve("g.dot")));
        assertThrows(IllegalArgumentException.class, () -> graph.write(folder.resolve("g.png")));
    }

    @Test
    void graphvizTextHasEveryBoxAndArrow() {
        Graph graph = Graph.of(micrograd()).named("a \"quoted\" <name>", a);
        String dot = graph.dot();
        List<Vertex> vertices = graph.vertices();
        assertEquals(vertices.size(), dot.lines().filter(line -> line.contains("[label=")).count());
        int arrows = vertices.stream().mapToInt(v -> v.inputs().size()).sum();
        assertEquals(arrows, dot.lines().filter(line -> line.contains(" -> ")).count());
        assertTrue(dot.contains("label=\"a \\\"quoted\\\" <name>\\n-4\""), dot);
        assertTrue(graph.svg().contains("a &quot;quoted&quot; &lt;name&gt;"));
    }

    /** A random computation: each op reads one or two of those before it. */
    private static Tensor random(long seed, int ops) {
        Random random = new Random(seed);
        List<Tensor> made = new ArrayList<>(List.of(Tensor.scalar(1).requiresGrad(true), Tensor.scalar(0.5f)));
        List<Function<Tensor, Tensor>> functions = List.of(Ops::tanh, Ops::sigmoid, t -> Ops.scale(t, 2));
        for (int i = 0; i < ops; i++) {
            Tensor x = made.get(random.nextInt(made.size()));
            Tensor y = made.get(random.nextInt(made.size()));
            made.add(random.nextBoolean() ? Ops.add(x, y) : functions.get(random.nextInt(3)).apply(x));
        }
        return made.stream().filter(Tensor::requiresGrad).reduce(Ops::add).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void boxesLieApartAndArrowsPointDown(long seed) throws Exception {
        Graph graph = Graph.of(random(seed, 40));
        Document picture = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(graph.svg().getBytes(StandardCharsets.UTF_8)));
        String[] size = picture.getDocumentElement().getAttribute("viewBox").split(" ");
        List<Element> boxes = elements(picture, "rect").stream()
                .filter(rect -> !rect.getAttribute("class").equals("paper")).toList();
        assertEquals(graph.vertices().size(), boxes.size());
        for (Element box : boxes) {
            assertTrue(number(box, "x") >= 0 && number(box, "y") >= 0, "inside");
            assertTrue(number(box, "x") + number(box, "width") <= Double.parseDouble(size[2]), "inside");
            assertTrue(number(box, "y") + number(box, "height") <= Double.parseDouble(size[3]), "inside");
            for (Element other : boxes) {
                assertFalse(box != other && overlap(box, other), "two boxes overlap");
            }
        }
        List<Element> arrows = elements(picture, "path").stream()
                .filter(path -> path.getAttribute("class").equals("line arrow")).toList();
        assertEquals(graph.vertices().stream().mapToInt(v -> v.inputs().size()).sum(), arrows.size());
        for (Element arrow : arrows) {
            List<Double> numbers = numbers(arrow.getAttribute("d"));
            for (int i = 3; i < numbers.size(); i += 2) {
                assertTrue(numbers.get(i) >= numbers.get(i - 2), arrow.getAttribute("d"));
            }
        }
    }

    private static List<Double> numbers(String path) {
        return Pattern.compile("-?[0-9.]+").matcher(path).results().map(found -> Double.valueOf(found.group()))
                .toList();
    }

    private static List<Element> elements(Document picture, String name) {
        NodeList found = picture.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static boolean overlap(Element one, Element other) {
        return number(one, "x") < number(other, "x") + number(other, "width") - 0.2
                && number(other, "x") < number(one, "x") + number(one, "width") - 0.2
                && number(one, "y") < number(other, "y") + number(other, "height")
                && number(other, "y") < number(one, "y") + number(one, "height");
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
