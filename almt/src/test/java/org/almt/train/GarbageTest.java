package org.almt.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.almt.core.Arena;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.data.synthetic.SyntheticSizes;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.Parameters;
import org.almt.nn.optim.AdamW;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Once its kernels are compiled, training leaves no garbage to speak of, on any thread. */
class GarbageTest {
    private static final long BYTES_A_STEP = 64 << 10;
    private static final int MOST_STEPS = 200;

    @ParameterizedTest
    @EnumSource
    void aSteadyTrainingStepAllocatesLittle(Preset preset) {
        SyntheticDataSet data = new SyntheticDataSet(SyntheticSizes.DEFAULT.withSamples(64, 1, 1), 3);
        AlmtModel model = new AlmtModel(DataFit.adopt(preset.config(), data), 1);
        Parameters parameters = Parameters.of(model);
        AdamW optimiser = new AdamW(parameters, 1e-4, AdamW.Settings.withDecay(1e-4));
        TrainingStep step = new TrainingStep(
                Network.of(model), parameters, optimiser, TrainingConfig.STANDARD, new InputBatch.Memory(data, 64),
                new Arena());
        Split split = data.split(SplitName.TRAIN);
        int[] order = new int[64];
        Arrays.setAll(order, i -> i);

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int i = 0; i < MOST_STEPS && bytes > BYTES_A_STEP; i++) { // until the kernels are compiled
            long before = threads.getTotalThreadAllocatedBytes();
            step.run(split, order, 0, 64, 1e-4);
            bytes = threads.getTotalThreadAllocatedBytes() - before;
        }
        assertTrue(bytes <= BYTES_A_STEP, "after " + MOST_STEPS + " steps still " + bytes + " bytes a step");
    }
}
