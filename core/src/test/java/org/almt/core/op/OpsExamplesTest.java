package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every method of {@link Ops} has an example in its Javadoc. Every example compiles, runs and gives the values in its
 * comments. {@code -Dalmt.update=true} writes the comments. {@link OpCheck} checks whether the values are right.
 */
class OpsExamplesTest {
    private static final Pattern VALUE = Pattern.compile("^(Tensor (\\w+) = .*;) // (.*)$");

    @TempDir
    Path folder;

    @Test
    void everyMethodHasAnExampleThatUsesIt() throws IOException {
        List<OpsFile.Method> methods = OpsFile.methods(OpsFile.lines());
        assertEquals(Arrays.stream(Ops.class.getMethods()).filter(method -> Modifier.isStatic(method.getModifiers()))
                .map(method -> method.getName()).sorted().toList(),
                methods.stream().map(OpsFile.Method::name).sorted().toList());
        List<String> without = methods.stream()
                .filter(method -> method.example().stream().noneMatch(
                        line -> VALUE.matcher(line).matches())
                        || method.example().stream().noneMatch(
                                line -> line.contains(method.name() + "(")))
                .map(OpsFile.Method::name).toList();
        assertEquals(List.of(), without, "methods of Ops without an example, a {@snippet : ...} that calls the method"
                + " in a line such as 'Tensor y = gelu(x); // ?'; this test with -Dalmt.update=true writes the result");
    }

    @Test
    void everyExampleGivesWhatItSays() throws Exception {
        List<String> lines = new ArrayList<>(OpsFile.lines());
        List<OpsFile.Method> methods = OpsFile.methods(lines);
        List<List<String>> results = run(methods);
        for (int i = 0; i < methods.size(); i++) {
            int next = 0;
            for (int j = 0; j < methods.get(i).example().size(); j++) {
                Matcher value = VALUE.matcher(methods.get(i).example().get(j));
                if (value.matches()) {
                    String line = value.group(1) + " // " + results.get(i).get(next++);
                    lines.set(methods.get(i).line() + j, OpsFile.inFile(line));
                }
            }
        }
        if (Boolean.getBoolean("almt.update")) {
            OpsFile.write(lines);
        }
        List<String> missing = new ArrayList<>(lines);
        missing.removeAll(OpsFile.lines());
        assertEquals(List.of(), missing,
                "results of examples in Ops.java; this test with -Dalmt.update=true writes them");
    }

    @Test
    void elementsArePrintedInTheirShape() {
        assertEquals("0.5", show(Tensor.scalar(0.5f)));
        assertEquals("[1, -2.25, NaN]", show(Tensor.of(new float[] {1, -2.25f, Float.NaN}, 3)));
        assertEquals("[[[1, 2, 3]], [[4, 5, 6]]]", show(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 1, 3)));
    }

    /** The values of each example's commented variables, in their order. */
    private List<List<String>> run(List<OpsFile.Method> methods) throws Exception {
        StringBuilder source = new StringBuilder(
                "import java.util.*;\nimport org.almt.core.*;\nimport org.almt.core.op.*;\n"
                        + "import static org.almt.core.op.Ops.*;\npublic class Examples {\n");
        for (int i = 0; i < methods.size(); i++) {
            source.append("public static void example").append(i).append("(List<Tensor> values) {\n");
            for (String line : methods.get(i).example()) {
                Matcher value = VALUE.matcher(line);
                source.append(line).append('\n');
                if (value.matches()) {
                    source.append("values.add(").append(value.group(2)).append(");\n");
                }
            }
            source.append("}\n");
        }
        compile(source.append("}\n").toString());
        List<List<String>> results = new ArrayList<>();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Class<?> examples = loader.loadClass("Examples");
            for (int i = 0; i < methods.size(); i++) {
                List<Tensor> values = new ArrayList<>();
                examples.getMethod("example" + i, List.class).invoke(null, values);
                results.add(values.stream().map(OpsExamplesTest::show).toList());
            }
        }
        return results;
    }

    private void compile(String source) throws IOException {
        Path file = Files.writeString(folder.resolve("Examples.java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();
        try (var files = compiler.getStandardFileManager(complaints, null, null)) {
            boolean done = compiler.getTask(null, files, complaints,
                    List.of("-cp", System.getProperty("java.class.path"), "-d", folder.toString()), null,
                    files.getJavaFileObjects(file)).call();
            assertTrue(done, () -> "examples of Ops do not compile:\n" + complaints.getDiagnostics().stream()
                    .map(Object::toString).collect(Collectors.joining("\n")));
        }
    }

    /** The elements in their shape: {@code [[1, 2.5], [3, 4]]}. */
    private static String show(Tensor tensor) {
        return show(tensor.toArray(), 0, tensor.shape(), 0);
    }

    private static String show(float[] elements, int from, Shape shape, int axis) {
        if (axis == shape.rank()) {
            String digits = Float.toString(elements[from]);
            return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
        }
        StringJoiner list = new StringJoiner(", ", "[", "]");
        int size = shape.count(axis + 1, shape.rank());
        for (int i = 0; i < shape.size(axis); i++) {
            list.add(show(elements, from + i * size, shape, axis + 1));
        }
        return list.toString();
    }
}
