package org.almt.bench;

import java.util.List;
import org.almt.core.Engine;
import org.almt.core.GradMode;
import org.almt.core.Indices;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Parameters;
import org.almt.nn.layer.KeyValueCache;
import org.almt.nn.optim.AdamW;
import org.almt.nn.optim.Optimiser;
import org.openjdk.jmh.annotations.Benchmark;

/** The GPT of this engine. The step is planned once and replayed. Characters are generated eagerly. */
@SuppressWarnings("NullAway.Init") // @Setup comes before it is measured
public class GptBenchmark extends GptWork {
    private final Indices one = Indices.zeros(1);
    private Parameters parameters;
    private Optimiser optimiser;
    private Program program;
    private List<KeyValueCache> caches;

    /** For JMH. */
    public GptBenchmark() {}

    /** The result that others must compute from the same weights. */
    static double[] reference(String pass) {
        GptBenchmark ours = new GptBenchmark();
        ours.pass = pass;
        ours.threads = 1;
        ours.model.initialise(1);
        return ours.contestant();
    }

    @Override
    double[] contestant() {
        Engine.useThreads(threads);
        if (pass.equals("generate")) {
            caches = model.blocks.caches(1, CONTEXT);
            return generated();
        }
        parameters = Parameters.of(model);
        optimiser = new AdamW(parameters, RATE, AdamW.Settings.withDecay(DECAY));
        Indices ids = Indices.of(ids());
        Indices next = Indices.of(next());
        program = Program.trace(() -> Ops.crossEntropy(model.forward(ids), next));
        return new double[] {step(), step(), step()};
    }

    private double step() {
        parameters.zeroGrad();
        float loss = program.forward().item();
        program.backward();
        optimiser.step();
        return loss;
    }

    /** Generates the most probable character each time, starting from character 1. */
    private double[] generated() {
        double[] text = new double[CONTEXT];
        caches.forEach(cache -> cache.truncate(0));
        one.set(1);
        for (int i = 0; i < CONTEXT; i++) {
            Tensor scores = GradMode.noGrad(() -> model.step(one, caches));
            int likeliest = 0;
            for (int w = 1; w < WORDS; w++) {
                if (scores.array()[scores.offset() + w] > scores.array()[scores.offset() + likeliest]) {
                    likeliest = w;
                }
            }
            text[i] = likeliest;
            one.set(likeliest);
        }
        return text;
    }

    /** This engine. */
    @Benchmark
    public Object ours() {
        return pass.equals("step") ? (Object) step() : generated();
    }
}
