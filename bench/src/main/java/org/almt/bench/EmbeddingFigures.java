package org.almt.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.checkpoint.safetensors.SafeTensors;

/**
 * Prints the figures that embedders need first: how long the first prediction takes, how slow a JVM without C2 is, and
 * how much more threads help. Each figure is one run in a separate JVM. Starts are compared by the caller's processor
 * time, which other programs on the machine disturb little. Each is the least of {@value #REPETITIONS}. The load
 * reports how much of the processors it got.
 */
final class EmbeddingFigures {
    private static final int REPETITIONS = 3;
    private static final String SECONDS = "5";
    private static final List<String> PLAIN = List.of("-Dalmt.simd=plain");
    private static final List<String> AUTO = List.of("--add-modules=jdk.incubator.vector");
    private static final String WITHOUT_C2 = "-XX:TieredStopAtLevel=1";

    private final Path weights;
    private final PrintStream out;

    private EmbeddingFigures(Path weights, PrintStream out) {
        this.weights = weights;
        this.out = out;
    }

    /** Measures and prints the table, in half a minute on an idle machine. */
    static void print(PrintStream out) throws IOException {
        Path weights = Files.createTempFile("mosi", ".safetensors");
        try {
            AlmtModel model = new AlmtModel(Preset.MOSI.config());
            model.initialise(1);
            SafeTensors.write(weights, model.state());
            new EmbeddingFigures(weights, out).print();
        } finally {
            Files.delete(weights);
        }
    }

    private void print() throws IOException {
        out.println("| | plain loops | auto | ratio | to reach |");
        out.println("|---|---|---|---|---|");
        double[] plain = least(PLAIN);
        double[] auto = least(AUTO);
        row("first prediction, ms of the caller's processor time", plain[0], auto[0], "≤ 1.3");
        row("about the hundredth", plain[1], auto[1], "");
        row("later ones, least", plain[2], auto[2], "");
        double[] plainC1 = least(with(PLAIN, WITHOUT_C2));
        double[] autoC1 = least(with(AUTO, WITHOUT_C2));
        row("without C2, later ones, least", plainC1[2], autoC1[2], "≤ 1.05");
        out.println();
        double[] one = probe(AUTO, "1", SECONDS);
        double[] eight = probe(AUTO, "8", SECONDS);
        int cores = Runtime.getRuntime().availableProcessors();
        out.println("| " + cores + " processors | one thread | eight | ratio | to reach on two |");
        out.println("|---|---|---|---|---|");
        load("samples a second", one[0], eight[0], "≥ 1.8");
        load("samples a second of processor time", one[1], eight[1], "1");
        load("processors that it got", one[0] / one[1], eight[0] / eight[1], "2");
        out.printf(Locale.ROOT, "| p99 / p50, ms | %.2f / %.2f | %.2f / %.2f | %.2f of eight threads | ≤ 3 |%n", one[3],
                one[2], eight[3], eight[2], eight[3] / eight[2]);
    }

    private void row(String what, double plain, double auto, String wanted) {
        out.printf(Locale.ROOT, "| %s | %.2f | %.2f | %.2f | %s |%n", what, plain, auto, auto / plain, wanted);
    }

    private void load(String what, double one, double eight, String wanted) {
        out.printf(Locale.ROOT, "| %s | %.2f | %.2f | %.2f | %s |%n", what, one, eight, eight / one, wanted);
    }

    private static List<String> with(List<String> flags, String another) {
        List<String> all = new ArrayList<>(flags);
        all.add(another);
        return all;
    }

    /** The figures of the start with the least disturbed first prediction. */
    private double[] least(List<String> flags) throws IOException {
        List<double[]> starts = new ArrayList<>();
        for (int i = 0; i < REPETITIONS; i++) {
            starts.add(probe(flags, "start"));
        }
        return starts.stream().min(Comparator.comparingDouble(start -> start[0])).orElseThrow();
    }

    private double[] probe(List<String> flags, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), EmbeddingProbe.class.getName()));
        command.add(weights.toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (printed.isEmpty()) {
            throw new IOException(String.join(" ", command) + " printed nothing");
        }
        return Arrays.stream(printed.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }
}
