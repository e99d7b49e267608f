package org.almt.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.almt.core.Engine;
import org.almt.core.Workspace;
import org.almt.core.draw.SvgPicture;
import org.almt.input.InputBatch;
import org.almt.input.InputShapes;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.saved.Network;
import org.almt.train.BatchPart;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingStep;

/**
 * How time and memory of a training step of ALMT grow with the batch, the length of a sequence, the width and the
 * depth. A power law cost = c size^e is fitted to each series by least squares of the logarithms.
 */
final class GrowthFigures {
    /** Nanoseconds for which steps are repeated. The least time of the second half is used. */
    private static final long EACH = 1_500_000_000L;

    /** The same before the first size: C2 has compiled the last kernel of a step after some eight seconds. */
    private static final long WARM_UP = 10_000_000_000L;
    private static final int PANEL = 260;

    private GrowthFigures() {}

    /**
     * A series: one size grows, all others stay the same.
     *
     * @param name what grows
     * @param sizes its values
     * @param batch samples of a step at a size
     * @param config the model at a size
     */
    private record Series(String name, int[] sizes, IntFunction<Integer> batch, IntFunction<AlmtConfig> config) {}

    /** Milliseconds, and bytes of the workspace, of a step. */
    private record Cost(double milliseconds, double bytes) {}

    /** Prints a table of each series, and writes the picture. */
    static void print(PrintStream out, Path picture) throws IOException {
        AlmtConfig base = Preset.of("mosi-paper").config();
        List<Series> all = List.of(
                new Series("samples of a batch", new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}, n -> n, n -> base),
                new Series("frames of vision", new int[] {50, 100, 200, 400, 800, 1600, 4000}, n -> 16,
                        n -> base.with("visionLength", n)),
                new Series("width of hidden rows", new int[] {32, 64, 128, 256, 512}, n -> 16,
                        n -> base.with("width", n).with("mlp", n)),
                new Series("blocks of the fusion", new int[] {1, 2, 4, 8, 16, 32}, n -> 16,
                        n -> base.with("fusionDepth", n)));
        SvgPicture drawing = new SvgPicture(2 * PANEL + 60, 2 * PANEL + 60, "How the cost of a step grows");
        cost(base, 64, WARM_UP);
        int number = 0;
        for (Series series : all) {
            List<Cost> costs = new ArrayList<>();
            for (int size : series.sizes) {
                costs.add(cost(series.config.apply(size), series.batch.apply(size), EACH));
            }
            out.print(table(series, costs));
            panel(drawing, 20 + number % 2 * (PANEL + 20), 20 + number / 2 * (PANEL + 20), series, costs);
            number++;
        }
        Files.writeString(picture, drawing.toString());
        out.println("Picture: " + picture);
    }

    private static Cost cost(AlmtConfig config, int batch, long nanos) {
        Engine.useThreads(2);
        Utterances utterances = new Utterances(config, batch);
        Workspace workspace = new Workspace();
        TrainingStep step = TrainingStep.of(Network.of(AlmtModel.initialised(config, 1)), TrainingConfig.STANDARD,
                new InputBatch.Memory(new InputShapes(utterances.textShape(), utterances.audioShape(),
                        utterances.visionShape()), batch),
                workspace);
        int[] order = new int[batch];
        Arrays.setAll(order, i -> i);
        double least = Double.MAX_VALUE;
        long begin = System.nanoTime();
        for (int i = 0; i < 6 || System.nanoTime() - begin < nanos; i++) {
            long start = System.nanoTime();
            step.learn(utterances, order, BatchPart.batch(0, batch), 1);
            if (i > 3 || start - begin > nanos / 2) {
                least = Math.min(least, (System.nanoTime() - start) / 1e6);
            }
        }
        return new Cost(least, workspace.bytes());
    }

    /** The exponent of a power law through all points. */
    static double exponent(int[] sizes, double[] costs) {
        double meanX = Arrays.stream(sizes).mapToDouble(Math::log).average().orElseThrow();
        double meanY = Arrays.stream(costs).map(Math::log).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        for (int i = 0; i < sizes.length; i++) {
            double x = Math.log(sizes[i]) - meanX;
            xy += x * (Math.log(costs[i]) - meanY);
            xx += x * x;
        }
        return xy / xx;
    }

    private static double[] times(List<Cost> costs) {
        return costs.stream().mapToDouble(Cost::milliseconds).toArray();
    }

    private static String table(Series series, List<Cost> costs) {
        double[] bytes = costs.stream().mapToDouble(Cost::bytes).toArray();
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
                "%n| %s | ms | exponent from the line above | MiB |%n|--:|--:|--:|--:|%n", series.name));
        for (int i = 0; i < costs.size(); i++) {
            double local = i == 0
                    ? Double.NaN
                    : Math.log(costs.get(i).milliseconds / costs.get(i - 1).milliseconds)
                            / Math.log((double) series.sizes[i] / series.sizes[i - 1]);
            text.append(String.format(Locale.ROOT, "| %d | %.2f | %s | %.1f |%n", series.sizes[i],
                    costs.get(i).milliseconds, Report.number("%.2f", local), costs.get(i).bytes / (1 << 20)));
        }
        return text.append(String.format(Locale.ROOT, "%nFitted exponents: time %.2f, memory %.2f.%n",
                exponent(series.sizes, times(costs)), exponent(series.sizes, bytes))).toString();
    }

    /** A series on logarithmic axes. */
    private static void panel(SvgPicture drawing, double x, double y, Series series, List<Cost> costs) {
        double[] times = times(costs);
        double low = Arrays.stream(times).min().orElseThrow();
        double high = Arrays.stream(times).max().orElseThrow();
        int[] sizes = series.sizes;
        double wide = PANEL - 60;
        double tall = PANEL - 70;
        drawing.text(x, y + 12, "bold", series.name);
        drawing.text(x, y + 28, "small",
                String.format(Locale.ROOT, "%.1f to %.0f ms a step, time ~ size^%.2f", low, high,
                        exponent(sizes, times)));
        double[] points = new double[2 * sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            points[2 * i] = x + 20 + wide * Math.log((double) sizes[i] / sizes[0])
                    / Math.log((double) sizes[sizes.length - 1] / sizes[0]);
            points[2 * i + 1] = y + 40 + tall - tall * Math.log(times[i] / low) / Math.log(high / low);
            drawing.text(points[2 * i], y + tall + 58, "small middle", Integer.toString(sizes[i]));
            drawing.box(points[2 * i] - 2, points[2 * i + 1] - 2, 4, 4, "result",
                    String.format(Locale.ROOT, "%d: %.2f ms", sizes[i], times[i]));
        }
        for (int i = 2; i < points.length; i += 2) {
            drawing.line(points[i - 2], points[i - 1], points[i], points[i + 1]);
        }
    }
}
