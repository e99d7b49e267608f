package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;

/**
 * The same elements under another shape. The result is a view.
 *
 * <pre>
 * forward   y = x, read row-major
 * backward  nothing to do: y and x share one gradient
 * saved     nothing
 * cost      nothing
 * </pre>
 *
 * <p>Threads: one at a time.
 */
public final class Reshape extends Op {
    /** Marks the one size that follows from the others. */
    private static final int INFERRED = -1;

    Reshape(Tensor x, int... sizes) {
        super("reshape", x);
        view(x, 0, resolve(x.shape(), sizes.clone()));
    }

    private static Shape resolve(Shape from, int[] sizes) {
        String given = Arrays.toString(sizes).replace(" ", "");
        int inferred = -1;
        long others = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == INFERRED && inferred < 0) {
                inferred = i;
            } else if (sizes[i] < 0) {
                throw new IllegalArgumentException(
                        "reshape: " + given + " has more than one -1 or another negative size; give one -1 at most");
            } else {
                others *= sizes[i];
            }
        }
        if (inferred >= 0 && others > 0 && from.count() % others == 0) {
            sizes[inferred] = (int) (from.count() / others);
            others = from.count();
            inferred = -1;
        }
        if (inferred >= 0 || others != from.count()) {
            throw new IllegalArgumentException("reshape: " + from + " holds " + from.count() + " numbers and cannot"
                    + " become " + given + "; the products of the sizes must be equal");
        }
        return Shape.of(sizes);
    }

    @Override
    protected void forward() {
        // a view computes nothing
    }

    @Override
    protected void backward() {
        // the gradient of the view is that of x
    }
}
