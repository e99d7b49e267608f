package org.almt.core.op;

import java.util.Arrays;

/** A convolution in double, from its formula: two dimensions, of which sequences use the second. */
record Convolutions(int b, int h, int w, int c, int o, int kh, int kw, ConvOptions options) {
    int outH() {
        return (h + 2 * options.paddingH() - options.dilationH() * (kh - 1) - 1) / options.strideH() + 1;
    }

    int outW() {
        return (w + 2 * options.paddingW() - options.dilationW() * (kw - 1) - 1) / options.strideW() + 1;
    }

    /** Work on one product: positions in x, weight and y. */
    interface Term {
        void at(int x, int weight, int y);
    }

    void forEach(Term term) {
        int ci = c / options.groups();
        int co = o / options.groups();
        for (int sample = 0; sample < b; sample++) {
            for (int oh = 0; oh < outH(); oh++) {
                for (int ow = 0; ow < outW(); ow++) {
                    for (int out = 0; out < o; out++) {
                        for (int in = 0; in < ci; in++) {
                            for (int i = 0; i < kh; i++) {
                                for (int j = 0; j < kw; j++) {
                                    int row = oh * options.strideH() + i * options.dilationH() - options.paddingH();
                                    int column = ow * options.strideW() + j * options.dilationW() - options.paddingW();
                                    if (row >= 0 && row < h && column >= 0 && column < w) {
                                        term.at(((sample * h + row) * w + column) * c + out / co * ci + in,
                                                ((out * ci + in) * kh + i) * kw + j,
                                                ((sample * outH() + oh) * outW() + ow) * o + out);
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /** y = x * weight + bias; the bias may be null. */
    double[] forward(double[] x, double[] weight, double[] bias) {
        double[] y = new double[b * outH() * outW() * o];
        Arrays.setAll(y, i -> bias == null ? 0 : bias[i % o]);
        forEach((at, k, to) -> y[to] += x[at] * weight[k]);
        return y;
    }

    /** The transpose: x = y * weight + bias. */
    double[] transposed(double[] y, double[] weight, double[] bias) {
        double[] x = new double[b * h * w * c];
        Arrays.setAll(x, i -> bias == null ? 0 : bias[i % c]);
        forEach((to, k, at) -> x[to] += y[at] * weight[k]);
        return x;
    }

    int[] x() {
        return new int[] {b, h, w, c};
    }

    int[] weight() {
        return new int[] {o, c / options.groups(), kh, kw};
    }

    @Override
    public String toString() {
        return kh + " x " + kw + ", " + options;
    }
}
