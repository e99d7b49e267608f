package org.almt.bench;

import static org.almt.core.op.Ops.mseLoss;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import org.almt.core.Engine;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.core.op.Gemm;
import org.almt.core.parallel.Slabs;
import org.almt.input.InputBatch;
import org.almt.input.InputShapes;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.Parameters;
import org.almt.saved.Network;
import org.almt.train.BatchPart;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingStep;

/**
 * Predicts the speed on more cores: the slabs of a computation are timed on one thread and {@linkplain Replay
 * replayed}. On two cores the prediction is compared with a measurement.
 */
final class CoresFigures {
    private static final int[] CORES = {1, 2, 4, 8, 16, 32, 64};
    /** The number of cores that each op should keep busy. */
    private static final int MANY = 16;
    /** C2 has compiled the last kernel of a step after some eight seconds. */
    private static final long WARM_UP = 10_000_000_000L;
    private static final int PASSES = 20;
    private static final int JOBS = 100_000;

    private CoresFigures() {}

    static void print(PrintStream out) {
        double handOver = handOver();
        out.printf(Locale.ROOT, "A job of two empty slabs takes %.2f us on two threads.%n", handOver / 1e3);
        print(out, "ALMT, training step, `mosi`, 64 samples", almt("mosi"), handOver);
        print(out, "ALMT, training step, `mosi-paper`, 64 samples", almt("mosi-paper"), handOver);
        print(out, "BERT-base, 8 sentences of 50 tokens, forward and backward", bert(), handOver);
        print(out, "A·B, 512x128x128", gemm(512, 128, 128), handOver);
        print(out, "A·B, 3200x128x768", gemm(3200, 128, 768), handOver);
        print(out, "A·B, 1024x1024x1024", gemm(1024, 1024, 1024), handOver);
    }

    private static double handOver() {
        Engine.useThreads(2);
        long begin = 0;
        for (int i = 0; i < 2 * JOBS; i++) {
            begin = i == JOBS ? System.nanoTime() : begin;
            Slabs.over(2, 1, (from, count) -> {});
        }
        return (double) (System.nanoTime() - begin) / JOBS;
    }

    private static Runnable almt(String preset) {
        AlmtConfig config = Preset.of(preset).config();
        int batch = 64;
        Utterances utterances = new Utterances(config, batch);
        TrainingStep step = TrainingStep.of(Network.of(AlmtModel.initialised(config, 1)), TrainingConfig.STANDARD,
                new InputBatch.Memory(new InputShapes(utterances.textShape(), utterances.audioShape(),
                        utterances.visionShape()), batch),
                new Workspace());
        int[] order = new int[batch];
        Arrays.setAll(order, i -> i);
        return () -> step.learn(utterances, order, BatchPart.batch(0, batch), 1);
    }

    private static Runnable bert() {
        BertBenchmark work = new BertBenchmark();
        work.size = "8x50";
        work.pass = "forward+backward";
        work.threads = 1;
        work.draw();
        Parameters parameters = Parameters.of(work.bert);
        Program program = Program.trace(() -> mseLoss(work.bert.forward(work.batch), work.target()));
        return () -> {
            program.forward();
            parameters.zeroGrad();
            program.backward();
        };
    }

    private static Runnable gemm(int m, int n, int k) {
        Gemm product = new Gemm(1, false, false, m, n, k, false);
        Tensor left = Tensor.of(BenchInputs.gaussian(1, m * k), m, k);
        Tensor right = Tensor.of(BenchInputs.gaussian(2, k * n), k, n);
        Tensor result = Tensor.zeros(m, n);
        return () -> product.run(left, right, result);
    }

    private static void print(PrintStream out, String name, Runnable work, double handOver) {
        Engine.useThreads(1);
        for (long begin = System.nanoTime(); System.nanoTime() - begin < WARM_UP;) {
            work.run();
        }
        Replay replay = Replay.of(SlabTimes.of(work, PASSES), handOver);
        Engine.useThreads(2);
        double two = Double.MAX_VALUE;
        for (int i = 0; i < 2 * PASSES; i++) {
            long begin = System.nanoTime();
            work.run();
            two = Math.min(two, System.nanoTime() - begin);
        }
        out.print(table(name, replay, two));
    }

    /**
     * Two tables: the prediction, and the ops.
     *
     * @param two nanoseconds that were measured on two cores
     */
    static String table(String name, Replay replay, double two) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
                "%n**%s.** %d jobs with %d slabs; %.2f ms outside of slabs. Measured on two cores: %.2f ms.%n%n"
                        + "| cores | ms, predicted | times as fast | held back most by |%n|--:|--:|--:|---|%n",
                name, replay.times().length, Arrays.stream(replay.times()).mapToInt(job -> job.slabs().length).sum(),
                replay.serial() / 1e6, two / 1e6));
        for (int cores : CORES) {
            text.append(String.format(Locale.ROOT, "| %d | %.2f | %.1f | %s |%n", cores, replay.on(cores) / 1e6,
                    replay.on(1) / replay.on(cores), cores == 1 ? "" : replay.limit(cores)));
        }
        text.append(String.format(Locale.ROOT,
                "%n| op | share of the time | jobs | slabs of a job | of %d cores busy | too few slabs |%n"
                        + "|---|--:|--:|--:|--:|--:|%n",
                MANY));
        for (String op : replay.ops()) {
            if (replay.one(op) >= replay.on(1) / 100) {
                int[] slabs = replay.slabs(op);
                text.append(String.format(Locale.ROOT, "| %s | %.0f %% | %d | %s | %.1f | %s |%n", op,
                        100 * replay.one(op) / replay.on(1), replay.jobs(op),
                        slabs[0] == slabs[1] ? slabs[0] : slabs[0] + " to " + slabs[1],
                        replay.one(op) / replay.on(MANY, op), replay.fewest(MANY, op)));
            }
        }
        return text.toString();
    }
}
