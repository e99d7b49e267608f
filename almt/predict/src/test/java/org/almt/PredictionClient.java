package org.almt;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.almt.core.random.RandomStream;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.saved.Network;
import org.almt.saved.SavedModel;

/** What is sent to {@link PredictionServer}, and a model for both sides. */
public final class PredictionClient {
    private PredictionClient() {}

    /** A model whose weights are drawn, the same at each call. */
    public static Almt model(Preset preset) {
        AlmtConfig sizes = preset.config();
        AlmtModel model = new AlmtModel(sizes);
        model.initialise(1);
        return Almt.of(new SavedModel(
                Network.of(model), sizes, preset.kind(), preset.cropped(), null, Path.of("drawn"), null));
    }

    static float[] numbers(int seed, int count) {
        RandomStream random = new RandomStream(seed, 3);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    /** The rows of all modalities, one after the other. */
    static byte[] body(float[]... modalities) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * Arrays.stream(modalities).mapToInt(m -> m.length).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (float[] values : modalities) {
            bytes.asFloatBuffer().put(values);
            bytes.position(bytes.position() + Float.BYTES * values.length);
        }
        return bytes.array();
    }

    /** A sample in the form in which it is sent, and its prediction. */
    public static final class Example {
        /** The body of a request. */
        public final byte[] body;
        /** The right answer. */
        public final float value;

        /** Draws a sample. */
        public Example(Almt almt, int seed) {
            float[] text = numbers(seed, almt.text().size());
            float[] audio = numbers(seed + 1, almt.audio().size());
            float[] vision = numbers(seed + 2, almt.vision().size());
            body = PredictionClient.body(text, audio, vision);
            value = almt.predict(Sample.of(Features.of(text, almt.text().width()),
                    Features.of(audio, almt.audio().width()), Features.of(vision, almt.vision().width()))).value();
        }
    }

    /**
     * Asks for a prediction. Without an answer it repeats the request once, since a prediction changes nothing. A
     * server closes connections that were idle for long, possibly at the moment at which a client uses one. The JDK's
     * client repeats a GET by itself, a POST only with {@code -Djdk.httpclient.enableAllMethodRetry=true}.
     */
    public static HttpResponse<String> post(HttpClient client, int port, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/predict"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException | HttpTimeoutException e) {
            throw e; // nobody is there, or it takes too long: once more would be the same
        } catch (IOException closed) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
