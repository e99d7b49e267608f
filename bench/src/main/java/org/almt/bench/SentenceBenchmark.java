package org.almt.bench;

import java.util.Arrays;
import org.almt.core.Workspace;
import org.almt.core.Engine;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.model.AlmtModel;
import org.almt.model.FoldedAlmt;
import org.almt.model.Preset;
import org.almt.nn.bert.BertBatch;
import org.almt.nn.bert.BertConfig;
import org.almt.nn.bert.BertModel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Predicts the sentiment of one sentence from its tokens, through a BERT of bge-small-en's sizes and ALMT. */
@State(Scope.Thread)
@Warmup(iterations = 1, time = 6)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class SentenceBenchmark extends Measured {
    private static final BertConfig SMALL_EN = new BertConfig(BertConfig.ENGLISH, 384, 12, 12);

    /** Tokens of the sentence. In CMU-MOSI, half of the sentences have up to 15, nine of ten up to 29. */
    @Param({"15", "29"})
    int tokens;

    /** Threads that share the work. */
    @Param("1")
    int threads;

    private Program program;

    /** For JMH. */
    public SentenceBenchmark() {}

    /** Plans both models as one program. */
    @Setup
    public void prepare() {
        Engine.useThreads(threads);
        BertModel bert = new BertModel(SMALL_EN);
        bert.initialise(1);
        bert.train(false);
        AlmtModel almt = AlmtModel.initialised(Preset.of("mosi-paper").config().with("textWidth", "384"), 1);
        almt.train(false);
        int length = almt.config().textLength();
        BertBatch batch = BertBatch.packed(1, length, tokens);
        int[] ids = new int[length];
        int[] mask = new int[length];
        for (int i = 0; i < tokens; i++) {
            ids[i] = 1000 + 37 * i;
            mask[i] = 1;
        }
        batch.set(ids, mask);
        Tensor audio = Tensor.zeros(1, almt.config().audioLength(), almt.config().audioWidth());
        Tensor vision = Tensor.zeros(1, almt.config().visionLength(), almt.config().visionWidth());
        program = GradMode.noGrad(() -> Program.trace(
                new Workspace(), () -> FoldedAlmt.forward(almt, bert.forward(batch), audio, vision)));
        if (Arrays.equals(ours().toArray(), new float[1])) {
            throw new IllegalStateException("a prediction of exactly 0");
        }
    }

    /** This engine. */
    @Benchmark
    public Tensor ours() {
        return program.forward();
    }
}
