package org.almt.core;

import java.util.Arrays;
import java.util.StringJoiner;

/** The elements of a tensor as text, nested like its axes. */
final class TensorText {
    /** Number of elements shown at each end of a long axis, if the whole text then fits on a line. */
    private static final int EDGE = 3;
    /** The most elements that are shown, if showing fewer at the ends of axes makes this possible. */
    private static final int MOST = 40;

    private TensorText() {}

    static String of(Tensor tensor) {
        return text(tensor, tensor.offset(), 0, edges(tensor.shape()));
    }

    /** How many elements are shown at each end of each axis. Outer axes are shortened first, then all axes. */
    private static int[] edges(Shape shape) {
        int[] edges = new int[shape.rank()];
        Arrays.fill(edges, EDGE);
        if (shown(shape, edges) > MOST && shape.rank() > 2) {
            Arrays.fill(edges, 0, shape.rank() - 2, 1);
        }
        for (int edge = EDGE - 1; edge > 0 && shown(shape, edges) > MOST; edge--) {
            for (int axis = Math.max(0, shape.rank() - 2); axis < shape.rank(); axis++) {
                edges[axis] = edge;
            }
        }
        return edges;
    }

    private static long shown(Shape shape, int[] edges) {
        long shown = 1;
        for (int axis = 0; axis < edges.length; axis++) {
            shown *= Math.min(shape.size(axis), 2 * edges[axis]);
        }
        return shown;
    }

    private static String text(Tensor tensor, int from, int axis, int[] edges) {
        Shape shape = tensor.shape();
        if (axis == shape.rank()) {
            String digits = Float.toString(tensor.array()[from]);
            return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
        }
        StringJoiner list = new StringJoiner(", ", "[", "]");
        int size = shape.size(axis);
        int each = shape.count(axis + 1, shape.rank());
        for (int i = 0; i < size; i++) {
            if (size > 2 * edges[axis] && i == edges[axis]) {
                list.add("...");
                i = size - edges[axis];
            }
            list.add(text(tensor, from + i * each, axis + 1, edges));
        }
        return list.toString();
    }
}
