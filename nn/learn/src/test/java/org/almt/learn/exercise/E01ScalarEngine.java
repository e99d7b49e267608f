package org.almt.learn.exercise;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Exercise 1: the scalar engine of lesson 1, without tanh and division. Write both, with their slopes. */
final class E01ScalarEngine {
    final double number;
    double gradient;
    private final List<E01ScalarEngine> inputs;
    private final double[] slopes;

    E01ScalarEngine(double number, List<E01ScalarEngine> inputs, double... slopes) {
        this.number = number;
        this.inputs = inputs;
        this.slopes = slopes;
    }

    static E01ScalarEngine of(double number) {
        return new E01ScalarEngine(number, List.of());
    }

    E01ScalarEngine plus(E01ScalarEngine other) {
        return new E01ScalarEngine(number + other.number, List.of(this, other), 1, 1);
    }

    E01ScalarEngine times(E01ScalarEngine other) {
        return new E01ScalarEngine(number * other.number, List.of(this, other), other.number, number);
    }

    /** t = tanh(this), by StrictMath; its slope is 1 - t². */
    E01ScalarEngine tanh() {
        throw new UnsupportedOperationException("exercise 1: tanh is yours to write");
    }

    /** q = this / other; what are its slopes towards both? */
    E01ScalarEngine dividedBy(E01ScalarEngine other) {
        throw new UnsupportedOperationException("exercise 1: division is yours to write");
    }

    void backward() {
        SequencedSet<E01ScalarEngine> order = new LinkedHashSet<>();
        visit(order);
        gradient = 1;
        for (E01ScalarEngine value : order.reversed()) {
            for (int i = 0; i < value.slopes.length; i++) {
                value.inputs.get(i).gradient += value.slopes[i] * value.gradient;
            }
        }
    }

    private void visit(SequencedSet<E01ScalarEngine> order) {
        if (!order.contains(this)) {
            inputs.forEach(input -> input.visit(order));
            order.add(this);
        }
    }
}
