package org.almt.core.op;

/**
 * How a window slides over rows and columns, for convolutions and pooling. The first of two numbers applies to the
 * height, the second to the width. Sequences use the second alone.
 *
 * <pre>{@code
 * conv2d(x, weight, bias, ConvOptions.PLAIN.padding(1).stride(2))
 * }</pre>
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param strideH distance between the starts of windows; the same for strideW
 * @param paddingH rows of zeros before the first and after the last; the same for paddingW. Max pooling ignores them.
 * @param dilationH distance between the elements of a window; the same for dilationW
 * @param groups the number of equal parts that input and output channels are cut into; each part has its own weights
 */
public record ConvOptions(
        int strideH, int strideW, int paddingH, int paddingW, int dilationH, int dilationW, int groups) {
    /** Stride 1, no padding, dilation 1, one group. */
    public static final ConvOptions PLAIN = new ConvOptions(1, 1, 0, 0, 1, 1, 1);

    /** Checks ranges. */
    public ConvOptions {
        if (strideH < 1 || strideW < 1 || dilationH < 1 || dilationW < 1 || groups < 1 || paddingH < 0
                || paddingW < 0) {
            throw new IllegalArgumentException(
                    "convolution: stride " + strideH + " x " + strideW + ", padding " + paddingH
                            + " x " + paddingW + ", dilation " + dilationH + " x " + dilationW + ", " + groups
                            + " groups; the padding must be 0 or more, the others 1 or more");
        }
    }

    /** The same stride in both directions. */
    public ConvOptions stride(int stride) {
        return new ConvOptions(stride, stride, paddingH, paddingW, dilationH, dilationW, groups);
    }

    /** The same padding in both directions. */
    public ConvOptions padding(int padding) {
        return new ConvOptions(strideH, strideW, padding, padding, dilationH, dilationW, groups);
    }

    /** The same dilation in both directions. */
    public ConvOptions dilation(int dilation) {
        return new ConvOptions(strideH, strideW, paddingH, paddingW, dilation, dilation, groups);
    }

    /** The given number of groups. */
    public ConvOptions groups(int newGroups) {
        return new ConvOptions(strideH, strideW, paddingH, paddingW, dilationH, dilationW, newGroups);
    }

    /** For example {@code stride 2, padding 1, dilation 1, 1 group}; height x width if these differ. */
    @Override
    public String toString() {
        return "stride " + both(strideH, strideW) + ", padding " + both(paddingH, paddingW) + ", dilation "
                + both(dilationH, dilationW) + ", " + groups + (groups == 1 ? " group" : " groups");
    }

    private static String both(int h, int w) {
        return h == w ? Integer.toString(h) : h + " x " + w;
    }

    /** The same options for one dimension, with a height of 1. */
    ConvOptions flat() {
        return new ConvOptions(1, strideW, 0, paddingW, 1, dilationW, groups);
    }
}
