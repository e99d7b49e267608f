package org.almt.data.mmsa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.data.pickle.PickleValue;
import org.almt.data.pickle.PickleValue.Bool;
import org.almt.data.pickle.PickleValue.Int;
import org.almt.data.pickle.PickleValue.Real;
import org.almt.data.pickle.PickleValue.Sequence;

/**
 * An array that is stored in a pickle as nested lists of numbers, up to three deep: its shape and its numbers in order.
 * Lists may contain themselves, so deeper levels are not read.
 */
final class NestedLists {
    private static final int MOST_LEVELS = 3;
    /** The most numbers of an array in lists. Each takes 24 bytes before it becomes 4. */
    private static final int MOST_NUMBERS = 100_000_000;

    private final List<PickleValue> scalars = new ArrayList<>();
    private long[] shape;
    private String problem;

    NestedLists(List<PickleValue> items) {
        long[] sizes = new long[MOST_LEVELS];
        int levels = 0;
        List<PickleValue> level = items;
        while (levels < MOST_LEVELS) {
            sizes[levels++] = level.size();
            if (level.isEmpty() || !(level.get(0) instanceof Sequence deeper)) {
                break;
            }
            level = deeper.items();
        }
        shape = Arrays.copyOf(sizes, levels);
        add(items, 0, "row ");
    }

    /** Adds a list; recursion is at most three deep. */
    private void add(List<PickleValue> items, int level, String place) {
        if (problem != null) {
            return;
        }
        if (items.size() != shape[level]) {
            problem = place + "has " + items.size() + " entries, the first of its kind has " + shape[level];
            return;
        }
        for (int i = 0; i < items.size() && problem == null; i++) {
            PickleValue item = items.get(i);
            if (level + 1 < shape.length) {
                if (item instanceof Sequence deeper) {
                    add(deeper.items(), level + 1, level == 0 ? "row " + i + " " : place);
                } else {
                    problem = (level == 0 ? "row " + i + " " : place) + "holds a " + item.kind() + " beside lists";
                }
            } else if (item instanceof Int || item instanceof Real || item instanceof Bool) {
                scalars.add(item);
                if (scalars.size() > MOST_NUMBERS) {
                    problem = "more than " + MOST_NUMBERS + " numbers";
                }
            } else {
                problem = place + "holds a " + item.kind() + " where a number is expected";
            }
        }
    }

    /** The problem; null if the lists form an array. */
    String problem() {
        return problem;
    }

    long[] shape() {
        return shape;
    }

    List<PickleValue> scalars() {
        return scalars;
    }
}
