package org.almt.learn.exercise;

import java.util.List;

/**
 * Exercise 2: the order in which a graph is walked. Nodes are numbers; inputs[i] are those that node i was made
 * of.
 */
final class E02Walk {
    private E02Walk() {}

    /**
     * All nodes that the result depends on, and the result, each after all of its inputs: depth first, inputs in
     * their order.
     */
    static List<Integer> order(int[][] inputs, int result) {
        throw new UnsupportedOperationException("exercise 2: the order is yours to write");
    }

    /**
     * The gradient of every node, by one walk in reverse order: the result has 1, and node i adds slopes[i][j]
     * times its own gradient to its j-th input. Nodes that the result does not depend on keep 0.
     */
    static double[] gradients(int[][] inputs, double[][] slopes, int result) {
        throw new UnsupportedOperationException("exercise 2: the walk is yours to write");
    }
}
