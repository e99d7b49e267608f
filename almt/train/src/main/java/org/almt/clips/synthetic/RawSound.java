package org.almt.clips.synthetic;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.almt.core.random.RandomStream;
import org.almt.features.words.TimedWord;

/**
 * The sound of a clip: 16 kHz, 16 bits, one channel. It has the first 20 harmonics of the pitch, weighted like a vowel
 * by two resonances that depend on the word. The sound fades in and out at the ends of words, over faint noise.
 */
final class RawSound {
    static final int RATE = 16_000;
    private static final int HARMONICS = 20;
    private static final double FADE = 0.02;
    private static final double NOISE = 0.0005;

    private RawSound() {}

    static short[] of(RawClip clip, long seed) {
        double[] signal = new double[(int) Math.round(clip.seconds() * RATE)];
        RandomStream random = new RandomStream(seed, 0x50BD + Integer.parseInt(clip.id()));
        for (int i = 0; i < signal.length; i++) {
            signal[i] = NOISE * random.nextGaussian();
        }
        for (TimedWord word : clip.words()) {
            add(signal, clip, word, 400 + 400 * random.nextDouble(), 1200 + 900 * random.nextDouble());
        }
        short[] samples = new short[signal.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.rint(32767 * signal[i])));
        }
        return samples;
    }

    private static void add(double[] signal, RawClip clip, TimedWord word, double first, double second) {
        double[] weights = new double[HARMONICS + 1];
        double sum = 0;
        for (int h = 1; h <= HARMONICS; h++) {
            weights[h] =
                    resonance(h * clip.pitch(), first, 120) + 0.5 * resonance(h * clip.pitch(), second, 200) + 0.3 / h;
            sum += weights[h];
        }
        int from = (int) Math.round(word.start() * RATE);
        int to = (int) Math.round(word.end() * RATE);
        for (int i = from; i < to; i++) {
            double t = (double) i / RATE;
            double edge = Math.min((i - from) / (FADE * RATE), (to - 1 - i) / (FADE * RATE));
            double value = 0;
            for (int h = 1; h <= HARMONICS; h++) {
                value += weights[h] * StrictMath.sin(2 * StrictMath.PI * h * clip.pitch() * t);
            }
            signal[i] += 3 * clip.loudness() * Math.min(1, edge) * value / sum;
        }
    }

    private static double resonance(double hertz, double centre, double width) {
        double d = (hertz - centre) / width;
        return 1 / (1 + d * d);
    }

    /** Writes a WAV file. */
    static void write(short[] samples, OutputStream out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples.length);
        bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1);
        bytes.putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16);
        bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples.length);
        for (short sample : samples) {
            bytes.putShort(sample);
        }
        out.write(bytes.array());
    }
}
