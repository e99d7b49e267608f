package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Checks that ops share. All errors have one form: the op, the shapes, the rule, what to do.
 *
 * <p>Threads: safe for many at once.
 */
public final class Checks {
    private Checks() {}

    /** Returns the value given for {@code role}, and refuses null. */
    public static <T> T given(String op, String role, T value) {
        if (value == null) {
            throw new IllegalArgumentException(op + ": " + role + " is null; give one");
        }
        return value;
    }

    /** The non-negative index of an axis given as {@code -rank .. rank-1}. */
    public static int axis(String op, Shape shape, int axis) {
        int resolved = axis < 0 ? axis + shape.rank() : axis;
        if (resolved < 0 || resolved >= shape.rank()) {
            throw new IllegalArgumentException(op + ": " + shape + " has no axis " + axis + "; " + (shape.rank() == 0
                    ? "a scalar has none"
                    : "its axes are 0 to " + (shape.rank() - 1) + ", or -1 for the last"));
        }
        return resolved;
    }

    /** Requires that {@code shape} has at least this many axes. */
    public static void hasAxes(String op, Shape shape, int least) {
        if (shape.rank() < least) {
            throw new IllegalArgumentException(op + ": " + shape + " has " + shape.rank() + " axes; at least " + least
                    + " needed");
        }
    }

    /** Requires that both tensors have the same shape. */
    public static void sameShape(String op, Tensor left, Tensor right) {
        if (!left.shape().equals(right.shape())) {
            throw new IllegalArgumentException(op + ": shapes differ: " + left.shape() + " and " + right.shape()
                    + "; they must be equal, reshape or expand one side");
        }
    }

    /** Requires that {@code x} has an element, and thus a mean. */
    public static void notEmpty(String op, Tensor x) {
        if (x.shape().count() == 0) {
            throw new IllegalArgumentException(op + ": " + x.shape() + " holds no numbers, which have no mean");
        }
    }

    /** Requires that {@code x} has the shape {@code sizes}. The message calls it {@code role}. */
    public static void hasShape(String op, String role, Tensor x, String because, int... sizes) {
        if (!Arrays.equals(x.shape().toArray(), sizes)) {
            throw new IllegalArgumentException(op + ": " + role + " has shape " + x.shape() + " but " + Shape.of(sizes)
                    + " is needed " + because);
        }
    }

    /** The tensors that are not null, for ops with optional inputs. */
    public static Tensor[] present(@Nullable Tensor... tensors) {
        return Arrays.stream(tensors).filter(tensor -> tensor != null).toArray(Tensor[]::new);
    }
}
