package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.learn.Graded;
import org.almt.nn.Initialiser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E17AlmtTest implements Graded {
    private static final int WIDTH = 6;

    private static Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (String name : new String[] {"q", "ka", "va", "kv", "vv", "o"}) {
            weights.put(name, tensor(weights.size(), WIDTH, WIDTH));
        }
        return weights;
    }

    private static Tensor tensor(long seed, int... sizes) {
        Tensor tensor = Tensor.zeros(sizes);
        Initialiser.normal(0.7).fill(tensor, new RandomStream(seed, 17));
        return tensor;
    }

    private static Tensor run(Tensor audio, Map<String, Tensor> weights) {
        return E17Almt.adapt(tensor(10, 2, 3, WIDTH), audio, tensor(12, 2, 3, WIDTH), tensor(13, 2, 3, WIDTH), weights);
    }

    @Test
    void itIsTheFusedAttention() {
        Map<String, Tensor> w = weights();
        Tensor audio = tensor(11, 2, 3, WIDTH);
        Tensor vision = tensor(12, 2, 3, WIDTH);
        Tensor q = Ops.linear(tensor(10, 2, 3, WIDTH), w.get("q"), null);
        float scale = (float) (1 / Math.sqrt(WIDTH));
        Tensor a =
                Ops.attention(q, Ops.linear(audio, w.get("ka"), null), Ops.linear(audio, w.get("va"), null), 1, scale);
        Tensor v =
                Ops.attention(q, Ops.linear(vision, w.get("kv"), null), Ops.linear(vision, w.get("vv"), null), 1,
                        scale);
        Tensor expected = Ops.add(tensor(13, 2, 3, WIDTH), Ops.linear(Ops.add(a, v), w.get("o"), null));
        assertArrayEquals(expected.toArray(), run(audio, w).toArray(), 1e-5f);
    }

    @Test
    void withoutAnAnswerTheHyperModalityStays() {
        Map<String, Tensor> w = weights();
        w.get("o").fill(0);
        assertArrayEquals(tensor(13, 2, 3, WIDTH).toArray(), run(tensor(11, 2, 3, WIDTH), w).toArray());
    }

    @Override
    public float[] answers() {
        return run(tensor(11, 2, 3, WIDTH), weights()).toArray();
    }
}
