package org.almt.nn.bert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.almt.core.Engine;
import org.almt.core.GradMode;
import org.almt.core.KernelChoice;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.core.kernel.Kernels;
import org.almt.core.op.DropoutSource;
import org.almt.core.op.Ops;
import org.almt.nn.Parameters;
import org.almt.nn.layer.Doubles;
import org.almt.nn.optim.AdamW;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BertProgramTest {
    private static final int SAMPLES = 4;
    private static final int LENGTH = 13;
    private static final int WIDTH = 24;
    private static final BertConfig CONFIG = new BertConfig(50, WIDTH, 6, 3, 40, 20, 2, 1e-12f, 0.2f);
    private static final int STEPS = 3;

    private static TokenTexts texts(int step) {
        return TokenTexts.random(20 + step, SAMPLES, LENGTH, 50);
    }

    private static Tensor loss(BertModel model, BertBatch batch) {
        return Ops.mseLoss(model.forward(batch), Doubles.random(7, SAMPLES, LENGTH, WIDTH));
    }

    /** A model in training, traced once or computed eagerly in each step. Gives the losses, then all parameters. */
    private static float[] train(boolean packed, boolean traced, boolean recompute, Workspace workspace) {
        BertModel model = BertModelTest.model(CONFIG, true);
        model.recomputeLayers(recompute);
        DropoutSource source = new DropoutSource(4);
        model.dropoutFrom(source);
        Parameters parameters = Parameters.of(model);
        AdamW optimiser = new AdamW(parameters, 1e-2, AdamW.Settings.withDecay(1e-2));
        BertBatch batch = packed
                ? BertBatch.packed(SAMPLES, LENGTH, SAMPLES * LENGTH)
                : BertBatch.padded(SAMPLES, LENGTH);
        Program program = traced ? Program.trace(workspace, () -> loss(model, batch)) : null;
        float[] all = new float[STEPS + parameters.size()];
        for (int step = 0; step < STEPS; step++) {
            source.step(step);
            texts(step).into(batch);
            parameters.zeroGrad();
            if (program == null) {
                Tensor loss = loss(model, batch);
                all[step] = loss.item();
                loss.backward();
            } else {
                all[step] = program.forward().item();
                program.backward();
            }
            optimiser.step();
        }
        System.arraycopy(parameters.values(), 0, all, STEPS, parameters.size());
        return all;
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aReplayedProgramTrainsToTheSameBitsWithLayersComputedAgainAsWell(boolean packed) {
        float[] eager = train(packed, false, false, null);
        Workspace much = new Workspace();
        Workspace little = new Workspace();
        assertArrayEquals(eager, train(packed, true, false, much));
        assertArrayEquals(eager, train(packed, true, true, little));
        assertTrue(2 * little.bytes() < much.bytes(), little.bytes() + " of " + much.bytes() + " bytes");
    }

    @Test
    void aReplayedPredictionReadsTheBatchAndTheWeightsOfTheMoment() {
        BertModel model = BertModelTest.model(CONFIG, false);
        BertBatch batch = BertBatch.packed(SAMPLES, LENGTH, SAMPLES * LENGTH);
        Program program = GradMode.noGrad(() -> Program.trace(() -> model.forward(batch)));
        for (int step = 0; step < STEPS; step++) {
            texts(step).into(batch);
            model.parameter("embeddings.LayerNorm.bias").fill(step);
            model.parameter("encoder.layer.1.output.dense.bias").fill(step);
            assertArrayEquals(model.forward(texts(step).packed(0)).toArray(), program.forward().toArray());
        }
    }

    /** On plain kernels, because vector kernels make garbage until they are compiled. */
    @Test
    void aTrainingStepLeavesNextToNoGarbage() {
        Kernels before = Engine.kernels();
        int threads = Engine.threads();
        Engine.use(KernelChoice.plain());
        Engine.useThreads(1); // what other threads allocate is not counted
        try {
            BertModel model = BertModelTest.model(CONFIG, true);
            model.recomputeLayers(true);
            DropoutSource source = new DropoutSource(4);
            model.dropoutFrom(source);
            Parameters parameters = Parameters.of(model);
            BertBatch batch = BertBatch.packed(SAMPLES, LENGTH, SAMPLES * LENGTH);
            Program program = Program.trace(() -> loss(model, batch));
            TokenTexts texts = texts(0);
            ThreadMXBean threadBean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long bytes = Long.MAX_VALUE;
            for (int step = 0; step < 30; step++) {
                long start = threadBean.getCurrentThreadAllocatedBytes();
                source.step(step);
                texts.into(batch);
                program.forward();
                parameters.zeroGrad();
                program.backward();
                bytes = Math.min(bytes, threadBean.getCurrentThreadAllocatedBytes() - start);
            }
            // one activation alone has 52 rows of 24 floats, and there are hundreds
            assertTrue(bytes < 16_000, bytes + " bytes a step");
        } finally {
            Engine.use(before);
            Engine.useThreads(threads);
        }
    }
}
