package org.almt.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.almt.baseline.BaselineConfig;
import org.almt.core.Engine;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.Workspace;
import org.almt.input.InputBatch;
import org.almt.input.InputShapes;
import org.almt.model.Preset;
import org.almt.saved.Architecture;
import org.almt.saved.Network;
import org.almt.train.BatchPart;
import org.almt.train.LearningRates;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingStep;
import org.almt.train.rival.Objectives;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A training step of a model that ALMT is compared with, from features in memory to updated weights. It has {@value
 * #BATCH} full-length samples, nothing missing and no dropout, so all contestants compute the same.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets parameters before it measures
public abstract class RivalStepWork extends Measured {
    static final int BATCH = 16;
    /** Models that peers have too. */
    static final Set<String> WRITTEN_ELSEWHERE = Set.of("mult", "misa", "self-mm", "lnln");
    /** Backward computes two products for each of the forward pass. */
    private static final double PASSES = 3;

    /** The model. */
    @Param({"tfn", "lmf", "mult", "misa", "self-mm", "mmim", "imder", "lnln", "chfn", "fdmer"})
    String model;

    /** Sizes and lengths. mosi has 50 tokens, 375 audio and 500 vision frames, and mosi-paper has 50 of each. */
    @Param({"mosi", "mosi-paper"})
    String preset;

    /** Threads that share the work. */
    @Param("2")
    int threads;

    /** For subclasses. */
    protected RivalStepWork() {}

    /** The usual sizes of the model of a name, without dropout. */
    static BaselineConfig sizes(String model, String preset) {
        BaselineConfig sizes = (BaselineConfig) Architecture.of(model).sizes(Preset.of(preset));
        for (String name : sizes.toMap().keySet()) {
            sizes = name.toLowerCase(Locale.ROOT).endsWith("dropout") ? sizes.with(name, 0) : sizes;
        }
        return sizes;
    }

    /** The model of a name, drawn for seed 1. */
    static Network network(String model, String preset) {
        return Architecture.of(model).network(sizes(model, preset), null, 1);
    }

    /** Samples of the preset's lengths. */
    static Utterances samples(String preset, int count) {
        return new Utterances(Preset.of(preset).config(), count);
    }

    private static InputShapes shapes(Utterances samples) {
        return new InputShapes(samples.textShape(), samples.audioShape(), samples.visionShape());
    }

    /** The usual training settings of the model, except that each batch is an update. */
    static TrainingConfig training(String model, String preset) {
        return TrainingConfig.usual(Architecture.of(model), Preset.of(preset)).with("batchSize", BATCH)
                .with("microBatch", 0).with("sumBatches", 1).with("missing", "none");
    }

    /** The step. It returns the loss before it. */
    DoubleSupplier step(Network network, TrainingConfig training) {
        Engine.useThreads(threads);
        Utterances samples = samples(preset, BATCH);
        TrainingStep step = new TrainingStep(
                network, Objectives.of(network, training, samples), training,
                new LearningRates(training, null, network), new InputBatch.Memory(shapes(samples), BATCH),
                new Workspace());
        step.epochBegins(1);
        int[] order = new int[BATCH];
        Arrays.setAll(order, i -> i);
        return () -> step.learn(samples, order, BatchPart.batch(0, BATCH), 1);
    }

    /** Floating-point operations of a step, counted on the forward pass of one sample. */
    static double flops(String model, String preset) {
        Network network = network(model, preset);
        network.root().train(false);
        InputBatch one = new InputBatch.Memory(shapes(samples(preset, 1)), 1).batch(1);
        Program program = GradMode.noGrad(() -> Program.trace(new Workspace(), () -> network.forward(one)));
        return PASSES * BATCH * program.explain().flop();
    }
}
