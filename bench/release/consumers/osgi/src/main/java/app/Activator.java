package app;

import java.nio.file.Path;
import org.almt.Almt;
import org.almt.AlmtOptions;
import org.almt.Features;
import org.almt.Sample;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Predicts one sample as a bundle, when it is started. */
public final class Activator implements BundleActivator {
    /** Prints the bits of the prediction; the properties of the framework name the run folder and the kernels. */
    @Override
    public void start(BundleContext context) throws Exception {
        AlmtOptions options = AlmtOptions.usual().kernels(context.getProperty("app.kernels"));
        try (Almt loaded = Almt.load(Path.of(context.getProperty("app.run"))); Almt almt = loaded.with(options)) {
            Sample sample = Sample.of(
                    Features.of(waves(almt.text().size()), almt.text().width()),
                    Features.of(waves(almt.audio().size()), almt.audio().width()),
                    Features.of(waves(almt.vision().size()), almt.vision().width()));
            System.out.println(Integer.toHexString(Float.floatToRawIntBits(almt.predict(sample).value())));
        }
    }

    @Override
    public void stop(BundleContext context) {
        // Nothing is left to close.
    }

    private static float[] waves(int count) {
        float[] waves = new float[count];
        for (int i = 0; i < count; i++) {
            waves[i] = (i % 17 - 8) / 8f;
        }
        return waves;
    }
}
