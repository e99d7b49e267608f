package org.almt.features.audio;

import org.almt.features.signal.FrameSink;
import org.almt.features.signal.RealFft;
import org.almt.features.signal.WindowFunctions;

/**
 * The short-time Fourier transform with a periodic Hann window. It is computed in double, then rounded to float like
 * librosa's complex64.
 */
final class Stft implements FrameSink {
    private final double[] window;
    private final double[] windowed;
    private final RealFft fft;
    private final double[] re;
    private final double[] im;
    private final float[] magnitude;
    private final SpectrumSink sink;

    Stft(int n, SpectrumSink sink) {
        window = WindowFunctions.hann(n);
        windowed = new double[n];
        fft = new RealFft(n);
        re = new double[fft.bins()];
        im = new double[fft.bins()];
        magnitude = new float[fft.bins()];
        this.sink = sink;
    }

    @Override
    public void frame(int frame, double[] samples, int at) {
        for (int i = 0; i < window.length; i++) {
            windowed[i] = window[i] * samples[at + i];
        }
        fft.forward(windowed, 0, re, im);
        for (int k = 0; k < magnitude.length; k++) {
            double r = (float) re[k];
            double i = (float) im[k];
            magnitude[k] = (float) Math.sqrt(r * r + i * i);
        }
        sink.spectrum(frame, magnitude);
    }
}
