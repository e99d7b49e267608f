package app;

import java.io.IOException;
import java.nio.file.Path;
import org.almt.Almt;
import org.almt.Features;
import org.almt.Sample;

/** Predicts one sample on the class path. */
public final class Predict {
    private Predict() {}

    /**
     * Prints the bits of the prediction.
     *
     * @param arguments a run folder
     */
    public static void main(String[] arguments) throws IOException {
        try (Almt almt = Almt.load(Path.of(arguments[0]))) {
            Sample sample = Sample.of(
                    Features.of(waves(almt.text().size()), almt.text().width()),
                    Features.of(waves(almt.audio().size()), almt.audio().width()),
                    Features.of(waves(almt.vision().size()), almt.vision().width()));
            System.out.println(Integer.toHexString(Float.floatToRawIntBits(almt.predict(sample).value())));
        }
    }

    /** Numbers that are the same on every machine. */
    private static float[] waves(int count) {
        float[] waves = new float[count];
        for (int i = 0; i < count; i++) {
            waves[i] = (i % 17 - 8) / 8f;
        }
        return waves;
    }
}
