package org.almt.core.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.almt.core.Shape;
import org.almt.core.Tensor;

/** Formulas and cases of elementwise ops. */
final class ElementwiseCases {
    /** Through every remainder of lanes and vectors, and zero. */
    private static final int[] SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 23, 31, 32, 33, 63, 64, 65};

    private ElementwiseCases() {}

    /** Cases of one size after another, and of a scalar. */
    static List<OpCase> unary(UnaryOperator<Tensor> op, DoubleUnaryOperator f, double low, double high,
            double... kinks) {
        List<OpCase> cases = new ArrayList<>();
        cases.add(of(op, f).between(low, high).avoiding(kinks));
        for (int size : SIZES) {
            cases.add(of(op, f, size).between(low, high).avoiding(kinks));
        }
        return cases;
    }

    /** A case of several slabs, the last a partial one. */
    static List<OpCase> large(UnaryOperator<Tensor> op, DoubleUnaryOperator f, double low, double high,
            double... kinks) {
        return List.of(of(op, f, 3, 25_001).between(low, high).avoiding(kinks));
    }

    private static OpCase of(UnaryOperator<Tensor> op, DoubleUnaryOperator f, int... sizes) {
        return new OpCase(x -> op.apply(x[0]), x -> Arrays.stream(x[0]).map(f).toArray(), sizes).norm(1);
    }

    /** How two shapes can be broadcast: equal, suffix, scalar, with size 1 inside, in the middle, on both sides. */
    static List<OpCase> binary(OpCase.Use op, DoubleBinaryOperator f, double low, double high) {
        List<OpCase> cases = new ArrayList<>();
        int[][][] pairs = {
                {{}, {}}, {{7}, {}}, {{}, {2, 3}}, {{5}, {5}}, {{2, 17}, {2, 17}}, {{2, 3, 5}, {5}}, {{5}, {2, 3, 5}},
                {{2, 1, 5}, {2, 3, 5}}, {{2, 3, 5}, {1, 3, 5}}, {{3, 1}, {4}}, {{3, 4}, {3, 1}}, {{3, 1}, {3, 33}},
                {{2, 3, 1, 2}, {2, 1, 5, 2}}, {{1, 3, 1, 5}, {2, 1, 4, 1}}, {{1, 1}, {1}}, {{0, 3}, {3}},
                {{2, 0}, {2, 1}},
                {{1, 0}, {4, 1}}, {{2, 3, 4}, {2, 1, 1}}
        };
        for (int[][] pair : pairs) {
            cases.add(binary(op, f, pair).between(low, high));
        }
        return cases;
    }

    /** Several slabs: rows, columns under a sum over rows, one long row, rows within samples. */
    static List<OpCase> largeBinary(OpCase.Use op, DoubleBinaryOperator f, double low, double high) {
        List<OpCase> cases = new ArrayList<>();
        int[][][] pairs = {
                {{70_001}, {70_001}}, {{700, 129}, {129}}, {{40_000}, {}}, {{5, 90, 130}, {5, 1, 130}},
                {{6, 80, 120}, {80, 120}}, {{600, 1}, {600, 130}}
        };
        for (int[][] pair : pairs) {
            cases.add(binary(op, f, pair).between(low, high).roundings(64));
        }
        return cases;
    }

    private static OpCase binary(OpCase.Use op, DoubleBinaryOperator f, int[][] shapes) {
        return new OpCase(op, x -> broadcast(x[0], shapes[0], x[1], shapes[1], f), shapes);
    }

    /** f(a, b) for every index of the result, found axis by axis. */
    static double[] broadcast(double[] a, int[] shapeA, double[] b, int[] shapeB, DoubleBinaryOperator f) {
        int rank = Math.max(shapeA.length, shapeB.length);
        int[] out = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int sizeA = i <= shapeA.length ? shapeA[shapeA.length - i] : 1;
            int sizeB = i <= shapeB.length ? shapeB[shapeB.length - i] : 1;
            out[rank - i] = sizeA == 1 ? sizeB : sizeA;
        }
        double[] result = new double[Shape.of(out).count()];
        int[] index = new int[rank];
        for (int i = 0; i < result.length; i++) {
            result[i] = f.applyAsDouble(a[position(index, shapeA)], b[position(index, shapeB)]);
            for (int axis = rank - 1; axis >= 0 && ++index[axis] == out[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return result;
    }

    private static int position(int[] index, int[] shape) {
        int position = 0;
        for (int i = 0; i < shape.length; i++) {
            int at = index[index.length - shape.length + i];
            position = position * shape[i] + (shape[i] == 1 ? 0 : at);
        }
        return position;
    }

    /** The error function by a series of positive terms: 2 / sqrt(pi) exp(-x²) sum of 2^n x^(2n+1) / (2n+1)!!. */
    static double erf(double x) {
        double term = x;
        double sum = 0;
        for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-18; n++) {
            sum += term;
            term *= 2 * x * x / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }
}
