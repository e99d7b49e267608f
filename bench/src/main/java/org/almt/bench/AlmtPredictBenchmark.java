package org.almt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.almt.Almt;
import org.almt.Sample;
import org.almt.Sentiment;
import org.almt.core.Engine;
import org.almt.input.Modality;
import org.almt.model.AlmtModel;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** Predictions as an application makes them: {@link Almt} from a file of weights, samples in, sentiments out. */
// C2 has compiled the last kernel of a prediction of one sample after some three seconds.
@Warmup(iterations = 1, time = 5)
@Measurement(iterations = 200, time = 10, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class AlmtPredictBenchmark extends AlmtPredictWork {
    private Almt almt;
    private List<Sample> samples;

    /** For JMH. */
    public AlmtPredictBenchmark() {}

    /** Saves and loads the weights, and predicts once. */
    @Setup
    public void prepare() throws IOException {
        Engine.useThreads(threads);
        drawSamples();
        AlmtModel model = model();
        Path weights = Files.createTempFile("almt", ".safetensors");
        try {
            SafeTensors.write(weights, model.parameters());
            almt = Almt.load(weights, preset());
        } finally {
            Files.delete(weights);
        }
        samples = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            samples.add(Sample.of(utterances.rows(Modality.TEXT, i), utterances.rows(Modality.AUDIO, i),
                    utterances.rows(Modality.VISION, i)));
        }
        List<Sentiment> sentiments = ours();
        float[] found = new float[batch];
        for (int i = 0; i < batch; i++) {
            found[i] = sentiments.get(i).value();
        }
        requireClose("Almt", found, predictions(model));
    }

    /** This engine. */
    @Benchmark
    public List<Sentiment> ours() {
        return almt.predict(samples);
    }
}
