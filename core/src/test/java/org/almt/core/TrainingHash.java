package org.almt.core;

import java.util.Arrays;
import org.almt.core.op.DropoutSource;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;

/** A few training steps of a small network; a program that prints one hash, so that JVMs can be compared. */
final class TrainingHash {
    private static final int STEPS = 3;
    private static final int SAMPLES = 20;
    private static final int ROWS = 9;
    private static final int WIDTH = 32;

    private TrainingHash() {}

    /** Prints the name of the kernels and the hash. */
    public static void main(String[] args) {
        System.out.println(Engine.kernels().name() + " " + of());
    }

    static String of() {
        RandomStream random = new RandomStream(1, 2);
        Tensor x = normal(random, SAMPLES, ROWS, WIDTH);
        Tensor target = normal(random, SAMPLES, ROWS, WIDTH);
        Tensor projection = normal(random, 3 * WIDTH, WIDTH).requiresGrad(true);
        Tensor weight = normal(random, WIDTH, WIDTH).requiresGrad(true);
        Tensor gamma = normal(random, WIDTH).requiresGrad(true);
        Tensor beta = normal(random, WIDTH).requiresGrad(true);
        Tensor[] parameters = {projection, weight, gamma, beta};
        DropoutSource dropout = new DropoutSource(5);
        Program program = Program.trace(() -> {
            Tensor rows = Ops.linear(Ops.layerNorm(x, gamma, beta, 1e-5f), projection, null);
            Tensor q = Ops.slice(rows, 2, 0, WIDTH);
            Tensor k = Ops.slice(rows, 2, WIDTH, 2 * WIDTH);
            Tensor v = Ops.slice(rows, 2, 2 * WIDTH, 3 * WIDTH);
            Tensor attended = Ops.add(x, Ops.attention(q, k, v, 4, 0.35f));
            Tensor hidden = Ops.dropout(Ops.gelu(Ops.matmul(attended, weight)), 0.1f, dropout);
            return Ops.mseLoss(Ops.add(Ops.softmax(hidden), Ops.tanh(hidden)), target);
        });
        int hash = 1;
        for (int step = 0; step < STEPS; step++) {
            dropout.step(step);
            Arrays.stream(parameters).forEach(Tensor::zeroGrad);
            hash = 31 * hash + Float.floatToIntBits(program.forward().item());
            program.backward();
            for (Tensor parameter : parameters) {
                float[] p = parameter.array();
                float[] g = parameter.grad().array();
                Engine.kernels().elementwise().adamw(p.length, p, 0, g, 0, new float[p.length], 0, new float[p.length],
                        0,
                        0.999f, 0.9f, 0.999f, 1e-2f, 0.03f, 1e-8f);
                parameter.markModified();
                hash = 31 * hash + Arrays.hashCode(p);
                hash = 31 * hash + Arrays.hashCode(g);
            }
        }
        return Integer.toHexString(hash);
    }

    private static Tensor normal(RandomStream random, int... sizes) {
        Tensor tensor = Tensor.zeros(sizes);
        for (int i = 0; i < tensor.array().length; i++) {
            tensor.array()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }
}
