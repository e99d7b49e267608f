package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.almt.Almt;
import org.almt.AlmtOptions;
import org.almt.Sample;
import org.almt.core.Engine;
import org.almt.core.KernelChoice;
import org.almt.core.Tensor;
import org.almt.core.kernel.Elementwise;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.Products;
import org.almt.core.op.Ops;
import org.almt.input.FeatureShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Counts the calls between a user's line and the arithmetic. The test calls a kernel with an array that is too short.
 * The kernel fails where it first reads an element, and the test reads the call stack there. The page
 * {@code core/docs/distance.md} has the result, and no stack may become much longer. {@code -Dalmt.update=true} updates
 * the page.
 */
class DistanceTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("core/docs/distance.md");
    private static final String BEGIN = "<!-- generated: begin -->\n";
    private static final String END = "<!-- generated: end -->\n";
    private static final List<String> PRODUCT = List.of("gemm", "gemmPacked");

    /** More calls, or files, than on the page: not each change of a path is worth a failure. */
    private static final int ALLOWED = 3;

    @TempDir
    Path temporary;

    /** The calls from the outermost method of ours to the first element that a kernel reads. */
    private List<String> calls = List.of();
    private final Map<String, List<String>> walks = new LinkedHashMap<>();

    @Test
    void thePageSaysHowFarItIs() throws Exception {
        Tensor square = Tensor.zeros(64, 64);
        walk("A matrix product", PRODUCT, 0, () -> Ops.matmul(square, square));
        Path run = temporary.resolve("run");
        String[] train = TinyTraining.WIDE.into(run, List.of()).toArray(String[]::new);
        walk("`almt train` to the first product", PRODUCT, 0, () -> run(train));
        String[] second = TinyTraining.WIDE.into(temporary.resolve("second"), List.of()).toArray(String[]::new);
        walk("`almt train` to the update of the parameters", List.of("adamw"), 0,
                () -> run(second));
        try (Almt almt = Almt.load(run)) {
            Sample sample = Sample.of(zeros(almt.text()), zeros(almt.audio()), zeros(almt.vision()));
            AtomicReference<Almt> own = new AtomicReference<>(); // made when the kernels are watched: it keeps them
            walk("`Almt.predict` to the first product", PRODUCT, 2, () -> {
                own.compareAndSet(null, almt.with(AlmtOptions.usual().threads(1)));
                own.get().predict(sample);
            });
            own.get().close();
        }
        String page = Files.readString(PAGE);
        if (Boolean.getBoolean("almt.update")) {
            Files.writeString(PAGE, page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + written()
                    + page.substring(page.indexOf(END)));
        }
        for (Map.Entry<String, List<String>> walk : walks.entrySet()) {
            Matcher said = Pattern.compile(Pattern.quote("**" + walk.getKey() + ":** ") + "(\\d+) calls, (\\d+) files")
                    .matcher(Files.readString(PAGE));
            assertTrue(said.find(), PAGE + " says nothing of " + walk.getKey());
            assertTrue(walk.getValue().size() <= Integer.parseInt(said.group(1)) + ALLOWED
                    && files(walk.getValue()) <= Integer.parseInt(said.group(2)) + ALLOWED,
                    () -> walk + " is longer than " + said.group() + " in " + PAGE
                            + "; shorten it, or renew the page with -Dalmt.update=true");
        }
    }

    private String written() {
        StringBuilder text = new StringBuilder();
        walks.forEach((title, path) -> text.append("\n**").append(title).append(":** ").append(path.size())
                .append(" calls, ").append(files(path)).append(" files.\n").append(path.stream()
                        .map(call -> "`" + call + "`").collect(Collectors.joining(" →\n")))
                .append(".\n"));
        return text.append('\n').toString();
    }

    private static int files(List<String> calls) {
        return calls.stream().map(call -> call.substring(0, call.indexOf('.'))).collect(Collectors.toSet()).size();
    }

    private static void run(String... words) {
        PrintWriter silent = new PrintWriter(Writer.nullWriter());
        Main.commandLine(words).setOut(silent).setErr(silent).execute(words);
    }

    private static float[][] zeros(FeatureShape shape) {
        return new float[shape.length()][shape.width()];
    }

    /** Walks from an action to a kernel, after the action has run {@code warmUps} times. */
    private void walk(String title, List<String> kernels, int warmUps, Runnable action) {
        Kernels before = Engine.kernels();
        int threads = Engine.threads();
        Kernels simd = KernelChoice.simd();
        try {
            Engine.useThreads(1);
            Engine.use(new Kernels(simd.name(), watched(Products.class, simd.products(), kernels),
                    watched(Elementwise.class, simd.elementwise(), kernels), simd.functions(), simd.reductions(),
                    simd.softmax(), simd.layerNorm(), simd.attention(), simd.cells()));
            for (int i = 0; i < warmUps; i++) {
                action.run();
            }
            calls = List.of();
            action.run();
        } finally {
            Engine.use(before);
            Engine.useThreads(threads);
        }
        assertTrue(calls.size() > 3, title + ": " + calls);
        walks.put(title, calls);
    }

    private <T> T watched(Class<T> type, T kernels, List<String> wanted) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (calls.isEmpty() && wanted.contains(method.getName())) {
                List<String> found = new ArrayList<>(names(Arrays.stream(new Throwable().getStackTrace())));
                found.addAll(names(inside(kernels, method, args)));
                calls = found;
            }
            return method.invoke(kernels, args);
        }));
    }

    /** The calls inside of a kernel, which stumbles over an array without elements. */
    private static Stream<StackTraceElement> inside(Object kernels, Method method, Object[] arguments)
            throws IllegalAccessException {
        Object[] tooShort = arguments.clone();
        for (int i = 0; i < tooShort.length; i++) {
            if (tooShort[i] instanceof float[]) {
                tooShort[i] = new float[0];
                break;
            }
        }
        try {
            method.invoke(kernels, tooShort);
            throw new AssertionError(method + " reads nothing of its first array");
        } catch (InvocationTargetException e) {
            StackTraceElement[] trace = e.getCause().getStackTrace();
            return Arrays.stream(trace).takeWhile(frame -> !frame.getClassName().startsWith("org.almt.cli."));
        }
    }

    /** The outermost first; lambdas belong to the method that holds them, overloads count once. */
    private static List<String> names(Stream<StackTraceElement> innermostFirst) {
        List<String> names = new ArrayList<>(innermostFirst
                .filter(frame -> frame.getClassName().startsWith("org.almt.")
                        && !frame.getClassName().contains(DistanceTest.class.getSimpleName())
                        && !frame.getMethodName().contains("lambda$"))
                .map(frame -> frame.getClassName().replaceAll(".*\\.|\\$.*", "") + "." + frame.getMethodName())
                .toList());
        Collections.reverse(names);
        for (int i = names.size() - 1; i > 0; i--) {
            if (names.get(i).equals(names.get(i - 1))) {
                names.remove(i);
            }
        }
        return names;
    }
}
