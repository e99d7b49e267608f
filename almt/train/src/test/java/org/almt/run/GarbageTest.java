package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.almt.core.Workspace;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.data.synthetic.SyntheticSizes;
import org.almt.input.InputBatch;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.saved.Network;
import org.almt.train.BatchPart;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingStep;
import org.junit.jupiter.api.Test;

/**
 * Once its kernels are compiled, training leaves no garbage to speak of, on any thread. Runs in a separate JVM that
 * only trains: the compiled code, and so the objects that escape to the heap, depend on earlier work.
 */
class GarbageTest {
    private static final long BYTES_A_STEP = 64 << 10;
    private static final int BATCH = 64;
    private static final int MOST_STEPS = 300;

    @Test
    void aSteadyTrainingStepAllocatesLittle() throws Exception {
        Process child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                "jdk.incubator.vector", "-Xmx1g", "-cp", System.getProperty("java.class.path"),
                GarbageTest.class.getName()).redirectError(Redirect.DISCARD).start();
        List<String> lines =
                new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertEquals(0, child.waitFor(), lines.toString());
        assertEquals(Preset.values().length, lines.size(), lines.toString());
        for (String line : lines) {
            assertTrue(Long.parseLong(line.split(" ")[1]) <= BYTES_A_STEP, line + " bytes a step");
        }
    }

    /** Prints for each preset the bytes of the first step that left little, or of the last one. */
    public static void main(String[] arguments) {
        for (Preset preset : Preset.values()) {
            System.out.println(preset + " " + steadyBytes(preset));
        }
    }

    private static long steadyBytes(Preset preset) {
        SyntheticDataSet data = new SyntheticDataSet(SyntheticSizes.DEFAULT.withSamples(BATCH, 1, 1), 3);
        AlmtModel model = AlmtModel.initialised((AlmtConfig) DataFit.adopt(preset.config(), data), 1);
        TrainingStep step = TrainingStep.of(
                Network.of(model), TrainingConfig.STANDARD, new InputBatch.Memory(data.shapes(), BATCH),
                new Workspace());
        BatchPart batch = BatchPart.batch(0, BATCH);
        Split split = data.split(SplitName.TRAIN);
        int[] order = new int[BATCH];
        Arrays.setAll(order, i -> i);
        step.learn(split, order, batch, 1); // records the computation

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int i = 0; i < MOST_STEPS && bytes > BYTES_A_STEP; i++) { // until the kernels are compiled
            long before = threads.getTotalThreadAllocatedBytes();
            step.learn(split, order, batch, 1);
            bytes = threads.getTotalThreadAllocatedBytes() - before;
        }
        return bytes;
    }
}
