package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;
import org.almt.core.random.RandomStream;

/**
 * Inverted dropout (Srivastava et al., 2014): each number is zeroed with probability p, and the others are scaled so
 * that the expectation stays.
 *
 * <pre>
 * forward   y = x mask          mask = 0 with probability p, else 1 / (1 - p)
 * backward  dx += dy mask
 * saved     mask
 * </pre>
 *
 * <p>The mask of an element is a function of seed, step, use and index; see {@link DropoutSource}.
 */
final class Dropout extends Op {
    /** Keeps masks apart from other random numbers of the same seed: "dropout" in ASCII, with room for the use. */
    private static final long PURPOSE = 0x64726f70L << 32;

    private final Tensor x;
    private final Tensor y;
    private final Tensor mask;
    private final DropoutSource source;
    private final int use;
    private final float scale;
    /** An element is dropped where its 24 random bits are below this. */
    private final int threshold;

    Dropout(Tensor x, float p, DropoutSource source) {
        super("dropout", x);
        this.x = x;
        this.source = source;
        if (!(p >= 0 && p < 1)) {
            throw new IllegalArgumentException("dropout: p = " + p + " is not a probability below 1");
        }
        use = source.nextUse();
        scale = 1 / (1 - p);
        threshold = Math.round(p * 0x1p24f);
        y = output(x.shape());
        mask = keep(x.shape());
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        Slabs.over(x.shape().count(), Slabs.COSTLY, (from, n) -> {
            draw(from, n);
            kernels.multiply(n, x.array(), x.offset() + from, mask.array(), mask.offset() + from,
                    y.array(), y.offset() + from);
        });
    }

    @Override
    protected boolean dependsOnInputsAlone() {
        return false;
    }

    /** Fills a part of the mask; a block of the generator serves four elements. */
    private void draw(int from, int n) {
        int[] words = new int[RandomStream.BLOCK];
        for (int i = from; i < from + n; i++) {
            int word = i % RandomStream.BLOCK;
            if (word == 0 || i == from) {
                RandomStream.block(source.seed(), PURPOSE + use, source.step(), i / RandomStream.BLOCK, words);
            }
            mask.array()[mask.offset() + i] = words[word] >>> 8 < threshold ? 0 : scale;
        }
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.over(x.shape().count(), Slabs.CHEAP, (from, n) -> kernels.addProduct(
                n, dy.array(), dy.offset() + from, mask.array(), mask.offset() + from, dx.array(), dx.offset() + from));
    }
}
