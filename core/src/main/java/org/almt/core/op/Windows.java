package org.almt.core.op;

import org.almt.core.Shape;

/**
 * The sizes of windows that slide over [B, H, W, C] and give [B, OH, OW, ...]. For [B, W, C] the height is 1.
 *
 * @param batch B
 * @param height H; the same for width W, channels C
 * @param kernelH elements of a window along the height; the same for kernelW
 * @param outH windows along the height; the same for outW
 * @param flat whether there is no axis for the height
 */
record Windows(
        int batch, int height, int width, int channels, int kernelH, int kernelW, int outH, int outW,
        ConvOptions options, boolean flat) {

    /** Windows over {@code x}, which has {@code 2 + dimensions} axes. */
    static Windows over(String op, Shape x, int dimensions, int kernelH, int kernelW, ConvOptions options) {
        boolean flat = dimensions == 1;
        if (x.rank() != 2 + dimensions) {
            throw new IllegalArgumentException(op + ": an input " + (flat
                    ? "[batch, length, channels]"
                    : "[batch, height, width, channels]") + " is needed, not " + x);
        }
        ConvOptions used = flat ? options.flat() : options;
        int height = flat ? 1 : x.size(1);
        int width = x.size(-2);
        int outH = count(height, flat ? 1 : kernelH, used.strideH(), used.paddingH(), used.dilationH());
        int outW = count(width, kernelW, used.strideW(), used.paddingW(), used.dilationW());
        if (kernelH < 1 || kernelW < 1 || outH < 1 || outW < 1) {
            throw new IllegalArgumentException(
                    op + ": no window of " + (flat ? "" : kernelH + " x ") + kernelW + " fits "
                            + x + " with " + used);
        }
        return new Windows(x.size(0), height, width, x.width(), flat ? 1 : kernelH, kernelW, outH, outW, used, flat);
    }

    private static int count(int size, int kernel, int stride, int padding, int dilation) {
        int room = size + 2 * padding - dilation * (kernel - 1) - 1;
        return room < 0 ? 0 : room / stride + 1;
    }

    /** The shape of a result with {@code resultChannels} channels. */
    Shape result(int resultChannels) {
        return flat ? Shape.of(batch, outW, resultChannels) : Shape.of(batch, outH, outW, resultChannels);
    }

    int paddedH() {
        return height + 2 * options.paddingH();
    }

    int paddedW() {
        return width + 2 * options.paddingW();
    }

    boolean isPadded() {
        return options.paddingH() + options.paddingW() > 0;
    }

    /** The place where a pixel begins in the padded input of one sample. */
    int padded(int h, int w) {
        return (h * paddedW() + w) * channels;
    }

    int paddedSize() {
        return paddedH() * paddedW() * channels;
    }

    int size() {
        return height * width * channels;
    }

    /** The place of element (kh, kw) of an output pixel's window, in the padded input. */
    int element(int oh, int ow, int kh, int kw) {
        return padded(oh * options.strideH() + kh * options.dilationH(),
                ow * options.strideW() + kw * options.dilationW());
    }
}
