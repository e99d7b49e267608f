package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.random;
import static org.almt.nn.layer.Doubles.shaken;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.almt.core.GradMode;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyValueCacheTest {
    private static final int B = 2;
    private static final int N = 9;
    private static final int D = 8;

    private static BlockConfig config(String form) {
        BlockConfig plain = BlockConfig.of(D, 2);
        return switch (form) {
            case "post" -> plain.postNorm();
            case "rotary" -> plain.rotary(10_000);
            default -> plain;
        };
    }

    /** Rows that are read one by one, or several at a time, give the bits of the whole sequence under a causal mask. */
    @ParameterizedTest
    @ValueSource(strings = {"pre", "post", "rotary"})
    void stepsGiveTheBitsOfTheWhole(String form) {
        TransformerStack stack = shaken(new TransformerStack(2, config(form)), 1);
        stack.train(false);
        Tensor x = random(2, B, N, D);
        float[] whole = GradMode.noGrad(() -> stack.forward(x, AttentionMask.causal())).toArray();
        List<KeyValueCache> caches = stack.caches(B, N);
        for (int from = 0; from < N;) {
            int n = from == 0 ? 4 : 1;
            int at = from;
            float[] y = GradMode.noGrad(() -> stack.step(Ops.slice(x, 1, at, at + n), caches)).toArray();
            for (int b = 0; b < B; b++) {
                assertArrayEquals(Arrays.copyOfRange(whole, (b * N + from) * D, (b * N + from + n) * D),
                        Arrays.copyOfRange(y, b * n * D, (b + 1) * n * D), form + ", from row " + from);
            }
            from += n;
        }
        assertEquals(N, caches.get(0).length());
    }

    @Test
    void rowsCanBeForgotten() {
        TransformerStack stack = shaken(new TransformerStack(1, config("pre")), 1);
        stack.train(false);
        List<KeyValueCache> caches = stack.caches(1, 3);
        Tensor first = random(2, 1, 2, D);
        Tensor next = random(3, 1, 1, D);
        GradMode.noGrad(() -> stack.step(first, caches));
        float[] once = GradMode.noGrad(() -> stack.step(next, caches)).toArray();
        caches.forEach(cache -> cache.truncate(2));
        assertArrayEquals(once, GradMode.noGrad(() -> stack.step(next, caches)).toArray());
        assertEquals("cache: 1 rows after 3 exceed its room for 3; make a larger one, or truncate it",
                assertThrows(IllegalArgumentException.class, () -> GradMode.noGrad(() -> stack.step(next, caches)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> caches.get(0).truncate(4));
        caches.get(0).truncate(0);
        assertThrows(IllegalStateException.class, () -> stack.step(next, caches));
    }
}
