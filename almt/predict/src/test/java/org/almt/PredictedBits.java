package org.almt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.almt.core.random.RandomStream;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.checkpoint.safetensors.SafeTensors;

/** Predicts a few samples with drawn weights, and prints the bits of the results; written in Java 17. */
final class PredictedBits {
    private static final int SAMPLES = 5;

    private PredictedBits() {}

    /** Writes the weights into the named file, loads them and predicts. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(of(Path.of(arguments[0])));
    }

    static String of(Path weights) throws IOException {
        AlmtModel model = new AlmtModel(Preset.MOSI_PAPER.config());
        model.initialise(1);
        SafeTensors.write(weights, model.state());
        Almt almt = Almt.load(weights, Preset.MOSI_PAPER);
        RandomStream numbers = new RandomStream(1, 2);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(Sample.of(
                    rows(numbers, 10 + i, almt.text().width()), rows(numbers, 60, almt.audio().width()),
                    rows(numbers, 40, almt.vision().width())));
        }
        StringBuilder bits = new StringBuilder();
        for (Sentiment sentiment : almt.predict(samples)) {
            bits.append(Integer.toHexString(Float.floatToRawIntBits(sentiment.value()))).append(' ');
        }
        return bits.toString().strip();
    }

    private static float[][] rows(RandomStream numbers, int length, int width) {
        float[][] rows = new float[length][width];
        for (float[] row : rows) {
            for (int i = 0; i < width; i++) {
                row[i] = (float) numbers.nextGaussian();
            }
        }
        return rows;
    }
}
