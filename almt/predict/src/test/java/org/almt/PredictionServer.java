package org.almt;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/** Predictions over HTTP, by the server of the JDK: the example of the page on embedding. */
public final class PredictionServer implements AutoCloseable {
    private static final PredictionLimits PATIENCE = PredictionLimits.within(Duration.ofSeconds(20));

    static {
        // A client that stops in the middle of a request loses its connection after so many seconds.
        if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
            System.setProperty("sun.net.httpserver.maxReqTime", "20");
        }
    }

    private final Almt almt;
    private final HttpServer server;
    private final ExecutorService threads;

    /** Serves on a free port of the loopback interface. */
    public PredictionServer(Almt almt, int connections) throws IOException {
        this.almt = almt;
        threads = Executors.newFixedThreadPool(connections);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), connections);
        server.setExecutor(threads);
        server.createContext("/predict", this::predict);
        server.start();
    }

    /** The body holds the rows of text, audio and vision, one after the other, as little-endian floats. */
    private void predict(HttpExchange request) throws IOException {
        try {
            if (!request.getRequestMethod().equals("POST") || !request.getRequestURI().getPath().equals("/predict")) {
                answer(request, 404, "only POST /predict is served");
                return;
            }
            int bytes = Float.BYTES * (almt.text().size() + almt.audio().size() + almt.vision().size());
            byte[] body = request.getRequestBody().readNBytes(bytes + 1); // never more, whatever is sent
            if (body.length != bytes) {
                answer(request, body.length > bytes ? 413 : 400, bytes + " bytes are needed");
                return;
            }
            FloatBuffer values = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            Sample sample = Sample.of(
                    next(values, almt.text(), Modality.TEXT), next(values, almt.audio(), Modality.AUDIO),
                    next(values, almt.vision(), Modality.VISION));
            answer(request, 200, Float.toString(almt.predict(List.of(sample), PATIENCE).get(0).value()));
        } catch (IllegalArgumentException e) {
            answer(request, 400, e.getMessage());
        } catch (PredictionStoppedException | IllegalStateException e) { // late, or the model is closed
            answer(request, 503, e.getMessage());
        } finally {
            request.close();
        }
    }

    private static Features next(FloatBuffer values, FeatureShape shape, Modality modality) {
        values.limit(values.position() + shape.size());
        Features features = Features.of(values, shape.width(), modality);
        values.position(values.limit()).limit(values.capacity());
        return features;
    }

    private static void answer(HttpExchange request, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        request.sendResponseHeaders(status, body.length);
        request.getResponseBody().write(body);
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        almt.close();
    }
}
