package org.almt.core;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;

/**
 * A random computation on [4,6] matrices. A random op, which may be a view, computes each value from one or two earlier
 * ones. The loss is the sum of a few random values. The same seed gives the same computation.
 */
final class RandomDag {
    private static final int LEAVES = 3;
    private static final int OPS = 25;

    private final long seed;

    RandomDag(long seed) {
        this.seed = seed;
    }

    Tensor[] leaves() {
        Tensor[] leaves = new Tensor[LEAVES];
        for (int i = 0; i < LEAVES; i++) {
            RandomStream random = new RandomStream(seed, 1 + i);
            float[] values = new float[24];
            for (int j = 0; j < values.length; j++) {
                values[j] = 2 * random.nextFloat() - 1;
            }
            leaves[i] = Tensor.of(values, 4, 6).requiresGrad(i > 0 || seed % 3 == 0);
        }
        return leaves;
    }

    Tensor loss(Tensor[] leaves) {
        return loss(leaves, 0);
    }

    /** A new segment to recompute begins after every so many values. With 0 there is none. */
    Tensor loss(Tensor[] leaves, int partLength) {
        RandomStream random = new RandomStream(seed, 0);
        List<Tensor> values = new ArrayList<>(List.of(leaves));
        while (values.size() < LEAVES + OPS) {
            if (partLength == 0) {
                grow(values, 1, random);
            } else {
                Recomputation.of(() -> grow(values, partLength, random));
            }
        }
        Tensor loss = Ops.sum(Ops.add(leaves[LEAVES - 1], values.getLast()));
        for (int i = 0; i < 3; i++) {
            loss = Ops.add(loss, Ops.mean(pick(values, random)));
        }
        return loss;
    }

    private static Tensor grow(List<Tensor> values, int by, RandomStream random) {
        for (int i = 0; i < by && values.size() < LEAVES + OPS; i++) {
            values.add(next(random, pick(values, random), pick(values, random)));
        }
        return values.getLast();
    }

    /** Recent values more often, so that computations grow deep as well as wide. */
    private static Tensor pick(List<Tensor> values, RandomStream random) {
        int back = Math.min(random.nextInt(values.size()), random.nextInt(values.size()));
        return values.get(values.size() - 1 - back);
    }

    private static Tensor next(RandomStream random, Tensor a, Tensor b) {
        return switch (random.nextInt(12)) {
            case 0 -> Ops.add(a, b);
            case 1 -> Ops.tanh(Ops.mul(a, b));
            case 2 -> Ops.gelu(a);
            case 3 -> Ops.softmax(a);
            case 4 -> Ops.layerNorm(a, null, null, 0.1f);
            case 5 -> Ops.tanh(Ops.matmul(a, Ops.matmul(a, true, b, false)));
            case 6 -> Ops.reshape(Ops.reshape(a, 24), 4, 6);
            case 7 -> Ops.concat(0, Ops.slice(a, 0, 0, 2), Ops.slice(b, 0, 1, 3));
            case 8 -> Ops.concat(1, Ops.slice(a, 1, 3, 6), Ops.slice(b, 1, 0, 3));
            case 9 -> Ops.reshape(Ops.transpose(a, 0, 1), 4, 6);
            case 10 -> Ops.sub(a, Ops.slice(b, 0, 3, 4));
            default -> Ops.div(a, Ops.addScalar(Ops.sigmoid(b), 1));
        };
    }
}
