package org.almt.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import org.almt.core.Engine;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;

/** Compares the processor time on denormal or tiny inputs with that on ordinary ones, on one thread. */
final class DenormalFigures {
    /** Scales normally distributed numbers to below 1.2e-38, the smallest normal float. */
    private static final float SMALL = 1e-40f;
    private static final int ROUNDS = 5;

    private DenormalFigures() {}

    /** Prints a line for each of some pieces of work. */
    static void print(PrintStream out) {
        Engine.useThreads(1);
        compare(out, "training step of ALMT, mosi-paper, batch 64", 2, scale -> new Step().with(scale));
        for (float tiny : new float[] {1e-37f, 1e-34f, 1e-30f}) {
            compare(out, "the same step, features of about " + tiny, 2,
                    scale -> new Step().with(scale == SMALL ? tiny : scale));
        }
        compare(out, "product 512x512x512", 40, scale -> {
            Tensor a = tensor(1, scale, 512, 512);
            Tensor b = tensor(2, 1, 512, 512);
            return () -> Ops.matmul(a, b);
        });
        compare(out, "softmax 4096x512", 40, scale -> {
            Tensor x = tensor(1, scale, 4096, 512);
            return () -> Ops.softmax(x);
        });
        compare(out, "layer norm 4096x512", 40, scale -> {
            Tensor x = tensor(1, scale, 4096, 512);
            return () -> Ops.layerNorm(x, null, null, 1e-5f);
        });
    }

    /** Makes work on inputs of a scale. */
    @FunctionalInterface
    private interface Maker {
        Runnable at(float scale);
    }

    private static Tensor tensor(long seed, float scale, int rows, int columns) {
        return Tensor.wrap(scaled(BenchInputs.gaussian(seed, rows * columns), scale), 0, Shape.of(rows, columns));
    }

    private static float[] scaled(float[] values, float scale) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale;
        }
        return values;
    }

    /** A step on features of a scale. */
    private static final class Step extends AlmtStepWork {
        Runnable with(float scale) {
            preset = "mosi-paper";
            threads = 1;
            drawSamples();
            scaled(utterances.text, scale);
            scaled(utterances.audio, scale);
            scaled(utterances.vision, scale);
            return step(model());
        }
    }

    /** The least time of some rounds of each. The rounds alternate, so other programs disturb both. */
    private static void compare(PrintStream out, String what, int times, Maker maker) {
        Runnable ordinary = maker.at(1);
        Runnable denormal = maker.at(SMALL);
        double[] least = {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
            least[0] = Math.min(least[0], milliseconds(ordinary, times));
            least[1] = Math.min(least[1], milliseconds(denormal, times));
        }
        out.printf(Locale.ROOT, "%s: %.2f ms, denormal %.2f ms%n", what, least[0], least[1]);
    }

    private static double milliseconds(Runnable work, int times) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return (threads.getCurrentThreadCpuTime() - before) / 1e6 / times;
    }
}
