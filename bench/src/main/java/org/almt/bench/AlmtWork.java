package org.almt.bench;

import java.util.Arrays;
import org.almt.core.Workspace;
import org.almt.core.Engine;
import org.almt.core.GradMode;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.input.InputShapes;
import org.almt.model.AlmtModel;
import org.almt.model.FoldedAlmt;
import org.almt.model.Preset;
import org.almt.saved.Network;
import org.almt.train.BatchPart;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingStep;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** ALMT on a batch of full-length samples with given features. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public abstract class AlmtWork extends Measured {
    /** Sizes and lengths. mosi has 50 tokens, 375 audio and 500 vision frames, and mosi-paper has 50 of each. */
    @Param({"mosi", "mosi-paper"})
    String preset;

    /** Threads that share the work. */
    @Param("2")
    int threads;

    Utterances utterances;

    /** For subclasses. */
    protected AlmtWork() {}

    /** Samples that are computed together. */
    abstract int batch();

    Preset preset() {
        return Preset.of(preset);
    }

    /** The model of this project, in the same state for every contestant. */
    AlmtModel model() {
        return AlmtModel.initialised(preset().config(), 1);
    }

    /** Draws the samples. */
    void drawSamples() {
        utterances = new Utterances(preset().config(), batch());
    }

    /** The predictions of the model for the batch. */
    float[] predictions(AlmtModel model) {
        return GradMode.noGrad(() -> FoldedAlmt.forward(model,
                tensor(utterances.text, utterances.textShape().length(), utterances.textShape().width()),
                tensor(utterances.audio, utterances.audioShape().length(), utterances.audioShape().width()),
                tensor(utterances.vision, utterances.visionShape().length(), utterances.visionShape().width())))
                .toArray();
    }

    private Tensor tensor(float[] values, int length, int width) {
        return Tensor.wrap(values, 0, Shape.of(batch(), length, width));
    }

    /**
     * A training step like that of {@code almt train}, from features in memory to updated weights. It returns the loss.
     */
    Runnable step(AlmtModel model) {
        Engine.useThreads(threads);
        TrainingStep step = TrainingStep.of(
                Network.of(model), TrainingConfig.STANDARD,
                new InputBatch.Memory(new InputShapes(utterances.textShape(), utterances.audioShape(),
                        utterances.visionShape()), batch()),
                new Workspace());
        int[] order = new int[batch()];
        Arrays.setAll(order, i -> i);
        return () -> step.learn(utterances, order, BatchPart.batch(0, batch()), 1);
    }

    /** Refuses a contestant with other results. */
    static void requireClose(String what, float[] found, float[] expected) {
        double scale = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            scale = Math.max(scale, Math.abs(expected[i]));
            worst = Math.max(worst, Math.abs(found[i] - expected[i]));
        }
        if (found.length != expected.length || !(worst < 1e-3 * scale)) {
            throw new IllegalStateException(
                    what + ": predictions differ from ours by " + worst + " where ours reach " + scale);
        }
    }
}
