package org.almt.core;

import java.util.StringJoiner;

/** The elements of a tensor as text, nested as its axes are. */
final class TensorText {
    /** Elements that are shown at each end of a long axis. */
    private static final int EDGE = 3;

    private TensorText() {}

    static String of(Tensor tensor) {
        return text(tensor, tensor.offset(), 0);
    }

    private static String text(Tensor tensor, int from, int axis) {
        Shape shape = tensor.shape();
        if (axis == shape.rank()) {
            String digits = Float.toString(tensor.array()[from]);
            return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
        }
        StringJoiner list = new StringJoiner(", ", "[", "]");
        int size = shape.size(axis);
        int each = shape.count(axis + 1, shape.rank());
        for (int i = 0; i < size; i++) {
            if (size > 2 * EDGE && i == EDGE) {
                list.add("...");
                i = size - EDGE;
            }
            list.add(text(tensor, from + i * each, axis + 1));
        }
        return list.toString();
    }
}
