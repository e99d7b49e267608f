package app;

import java.io.IOException;
import java.nio.file.Path;
import org.almt.Almt;
import org.almt.AlmtOptions;
import org.almt.Explanation;
import org.almt.Features;
import org.almt.Sample;

/** Predicts and explains one sample as a named module. */
public final class PredictAndExplain {
    private PredictAndExplain() {}

    /**
     * Prints the bits of the prediction.
     *
     * @param arguments a run folder
     */
    public static void main(String[] arguments) throws IOException {
        AlmtOptions vectors = AlmtOptions.usual().kernels("simd"); // refused if the Vector API is missing
        try (Almt loaded = Almt.load(Path.of(arguments[0])); Almt almt = loaded.with(vectors)) {
            Sample sample = Sample.of(
                    Features.of(waves(almt.text().size()), almt.text().width()),
                    Features.of(waves(almt.audio().size()), almt.audio().width()),
                    Features.of(waves(almt.vision().size()), almt.vision().width()));
            Explanation explanation = almt.explain(sample);
            System.out.println(Integer.toHexString(Float.floatToRawIntBits(explanation.sentiment().value())));
        }
    }

    private static float[] waves(int count) {
        float[] waves = new float[count];
        for (int i = 0; i < count; i++) {
            waves[i] = (i % 17 - 8) / 8f;
        }
        return waves;
    }
}
