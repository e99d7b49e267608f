package org.almt.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.almt.core.Indices;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.ConvOptions;
import org.almt.core.op.Ops;
import org.almt.nn.layer.AttentionMask;
import org.almt.nn.layer.BatchNorm2d;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.Conv1d;
import org.almt.nn.layer.Conv2d;
import org.almt.nn.layer.Embedding;
import org.almt.nn.layer.GroupNorm;
import org.almt.nn.layer.Gru;
import org.almt.nn.layer.LearnedPositions;
import org.almt.nn.layer.Lstm;
import org.almt.nn.layer.RootMeanSquareNorm;
import org.almt.nn.layer.TransformerStack;
import org.almt.nn.optim.AdamW;
import org.junit.jupiter.api.Test;

/**
 * A replayed training step of any layer leaves almost no garbage after its kernels are compiled. The test runs in a
 * separate JVM. What is compiled, and so what escapes to the heap, depends on what ran before.
 */
class ReplayGarbageTest {
    private static final long BYTES_A_STEP = 16 << 10;
    private static final int MOST_STEPS = 20_000;
    private static final int NETWORKS = 5;

    @Test
    void aStepOfEachKindOfNetworkAllocatesLittle() throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "-Xmx1g", "-Dalmt.threads=2", "-cp",
                System.getProperty("java.class.path"), ReplayGarbageTest.class.getName())
                .redirectError(Redirect.DISCARD).start();
        List<String> lines =
                new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertEquals(0, child.waitFor(), lines.toString());
        assertEquals(NETWORKS, lines.size(), lines.toString());
        for (String line : lines) {
            assertTrue(Long.parseLong(line.split(" ")[1]) <= BYTES_A_STEP, line + " bytes a step");
        }
    }

    /** A layer with the parts of a test's network. */
    private static final class Parts extends Layer {
        <M extends Layer> M part(String name, M layer) {
            return child(name, layer);
        }
    }

    private static Tensor ramp(int... sizes) {
        Tensor x = Tensor.zeros(sizes);
        for (int i = 0; i < x.shape().count(); i++) {
            x.array()[i] = (i * 37 % 101 - 50) / 50f;
        }
        return x;
    }

    private static Indices classes(int count, int most) {
        Indices indices = Indices.zeros(count);
        for (int i = 0; i < count; i++) {
            indices.array()[i] = i * 7 % most;
        }
        return indices;
    }

    /** The layer that holds the parameters, and the loss, for each kind of network. */
    private static Map<String, Map.Entry<Layer, Supplier<Tensor>>> networks() {
        Map<String, Map.Entry<Layer, Supplier<Tensor>>> all = new LinkedHashMap<>();
        Parts pictures = new Parts();
        Conv2d conv = pictures.part("conv", new Conv2d(3, 8, 3, 3, ConvOptions.PLAIN.padding(1), true));
        BatchNorm2d batch = pictures.part("batch", new BatchNorm2d(8));
        GroupNorm group = pictures.part("group", new GroupNorm(2, 8));
        Tensor images = ramp(4, 12, 12, 3);
        Indices kinds = classes(4, 8);
        all.put("pictures", Map.entry(pictures, () -> {
            Tensor x = Ops.maxPool2d(Ops.relu(batch.forward(conv.forward(images))), 2, 2, ConvOptions.PLAIN.stride(2));
            x = Ops.meanPool2d(group.forward(x), 6, 6, ConvOptions.PLAIN);
            return Ops.crossEntropy(Ops.reshape(x, 4, 8), kinds);
        }));
        Parts rows = new Parts();
        Conv1d windows = rows.part("conv", new Conv1d(6, 8, 3));
        Lstm lstm = rows.part("lstm", new Lstm(8, 16));
        Gru gru = rows.part("gru", new Gru(16, 16));
        Tensor sequences = ramp(4, 12, 6);
        all.put("sequences", Map.entry(rows, () -> Ops.mean(
                gru.read(lstm.read(windows.forward(sequences)).states()).states())));
        Parts gpt = new Parts();
        Embedding words = gpt.part("words", new Embedding(20, 16));
        LearnedPositions positions = gpt.part("positions", new LearnedPositions(10, 16));
        TransformerStack blocks = gpt.part("blocks", new TransformerStack(2, BlockConfig.of(16, 2)));
        RootMeanSquareNorm norm = gpt.part("norm", new RootMeanSquareNorm(16, 1e-5f));
        Indices ids = classes(30, 20);
        Indices next = classes(30, 16);
        all.put("gpt", Map.entry(gpt, () -> {
            Tensor x = positions.forward(Ops.reshape(words.forward(ids), 3, 10, 16));
            x = norm.forward(blocks.forward(x, AttentionMask.causal()));
            return Ops.crossEntropy(Ops.reshape(x, 30, 16), next, -1, 0.1f);
        }));
        Parts functions = new Parts();
        Embedding table = functions.part("table", new Embedding(8, 16));
        Indices eight = classes(8, 8);
        Tensor zeros = Tensor.zeros(8, 16);
        all.put("functions", Map.entry(functions, () -> {
            Tensor x = table.forward(eight);
            Tensor y = Ops.add(Ops.softplus(x), Ops.mul(Ops.leakyRelu(x, 0.1f), Ops.clamp(x, -1, 1)));
            y = Ops.maximum(Ops.sqrt(Ops.addScalar(Ops.abs(y), 1)), Ops.log(Ops.addScalar(Ops.abs(x), 1)));
            y = Ops.where(Ops.greater(x, zeros), y, Ops.pow(Ops.addScalar(Ops.abs(x), 1), 1.5f));
            return Ops.add(Ops.bceWithLogits(y, zeros), Ops.mean(Ops.sub(Ops.max(y, 1), Ops.logSumExp(y))));
        }));
        Parts losses = new Parts();
        Embedding scores = losses.part("table", new Embedding(8, 16));
        all.put("losses", Map.entry(losses, () -> {
            Tensor x = Ops.logSoftmax(scores.forward(eight));
            Tensor near = Ops.add(Ops.huberLoss(x, zeros, 1), Ops.l1Loss(x, zeros));
            return Ops.add(near, Ops.mean(Ops.l2Norm(Ops.concat(1, x, Ops.transpose(Ops.reshape(x, 16, 8), 0, 1)))));
        }));
        return all;
    }

    /** Prints for each network the bytes of the first step that left little, or of the last one. */
    public static void main(String[] arguments) {
        networks().forEach((name, network) -> System.out.println(name + " " + steadyBytes(network)));
    }

    private static long steadyBytes(Map.Entry<Layer, Supplier<Tensor>> network) {
        network.getKey().initialise(1);
        Parameters parameters = Parameters.of(network.getKey());
        AdamW optimiser = new AdamW(parameters, 1e-3, AdamW.Settings.withDecay(0));
        Program program = Program.trace(network.getValue());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int i = 0; i < MOST_STEPS && bytes > BYTES_A_STEP; i++) { // until the kernels are compiled
            long before = threads.getTotalThreadAllocatedBytes();
            parameters.zeroGrad();
            program.forward();
            program.backward();
            optimiser.step();
            bytes = threads.getTotalThreadAllocatedBytes() - before;
        }
        return bytes;
    }
}
