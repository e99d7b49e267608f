package org.almt.core.op;

import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.core.parallel.Slabs;

/** What {@link MaxPool} and {@link MeanPool} share: windows over pixels, separately for each channel. */
abstract class Pool extends Op {
    final Tensor x;
    final Tensor y;
    final Windows windows;
    final int channels;

    /** {@code kernelH} is ignored for sequences, which have one dimension. */
    Pool(String name, Tensor x, int kernelH, int kernelW, ConvOptions options, int dimensions) {
        super(name, x);
        this.x = x;
        windows = Windows.over(name, x.shape(), dimensions, kernelH, kernelW, options);
        channels = windows.channels();
        if (2 * windows.options().paddingH() > windows.kernelH()
                || 2 * windows.options().paddingW() > windows.kernelW()) {
            throw new IllegalArgumentException(
                    name + ": a padding of more than half of the window leaves windows empty; "
                            + windows.options());
        }
        y = output(windows.result(channels));
    }

    /** Work on a pixel of the result and one pixel of its window, each of {@link #channels} elements. */
    @FunctionalInterface
    interface Pixel {
        void run(int result, int input, int tap);
    }

    /** Visits the pixels of all windows that lie inside x. Each sample is visited by one thread. */
    final void forEach(Pixel pixel) {
        Slabs.overRows(windows.batch(), windows.size(), Slabs.CHEAP, (from, n) -> {
            for (int row = from * windows.outH(); row < (from + n) * windows.outH(); row++) {
                for (int ow = 0; ow < windows.outW(); ow++) {
                    window(pixel, row / windows.outH(), row % windows.outH(), ow);
                }
            }
        });
    }

    private void window(Pixel pixel, int b, int oh, int ow) {
        ConvOptions options = windows.options();
        int result = ((b * windows.outH() + oh) * windows.outW() + ow) * channels;
        for (int kh = 0; kh < windows.kernelH(); kh++) {
            int h = oh * options.strideH() + kh * options.dilationH() - options.paddingH();
            for (int kw = 0; kw < windows.kernelW(); kw++) {
                int w = ow * options.strideW() + kw * options.dilationW() - options.paddingW();
                if (h >= 0 && h < windows.height() && w >= 0 && w < windows.width()) {
                    pixel.run(result, ((b * windows.height() + h) * windows.width() + w) * channels,
                            kh * windows.kernelW() + kw);
                }
            }
        }
    }
}
