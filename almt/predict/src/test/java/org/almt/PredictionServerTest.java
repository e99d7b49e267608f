package org.almt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.almt.core.kernel.ChildJvm;
import org.almt.model.Preset;
import org.junit.jupiter.api.Test;

/** The example of the page on embedding, under load. */
class PredictionServerTest {
    static final int CONNECTIONS = 64;
    static final int REQUESTS = 10;
    private static final int BODY = 10;

    /** Samples with the right answers, which {@code almt} predicts. */
    static List<PredictionClient.Example> examples(Almt almt) {
        return IntStream.range(0, CONNECTIONS).mapToObj(i -> new PredictionClient.Example(almt, 1000 * i)).toList();
    }

    /** What one connection saw: the time of each request in nanoseconds, all answered rightly. */
    private static List<Long> connection(
            HttpClient client, List<PredictionClient.Example> examples, int port, int first)
            throws IOException, InterruptedException {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            PredictionClient.Example example = examples.get((first + i) % examples.size());
            long began = System.nanoTime();
            HttpResponse<String> answer = PredictionClient.post(client, port, example.body);
            times.add(System.nanoTime() - began);
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(example.value, Float.parseFloat(answer.body()));
        }
        return times;
    }

    /** The time of each request over all connections. */
    static List<Long> load(List<PredictionClient.Example> examples, int port) throws Exception {
        List<Long> times = new ArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(CONNECTIONS);
        try (HttpClient client = HttpClient.newHttpClient()) { // a server keeps 200 idle connections and no more
            List<Future<List<Long>>> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int first = i;
                all.add(callers.submit(() -> connection(client, examples, port, first)));
            }
            for (Future<List<Long>> one : all) {
                times.addAll(one.get());
            }
        } finally {
            callers.shutdown();
        }
        return times;
    }

    @Test
    void sixtyFourConnectionsLoseNothing() throws Exception {
        Almt almt = PredictionClient.model(Preset.EMBEDDED);
        try (PredictionServer server = new PredictionServer(almt.with(AlmtOptions.usual()), CONNECTIONS)) {
            assertEquals(CONNECTIONS * REQUESTS, load(examples(almt), server.port()).size());
        }
    }

    @Test
    void badRequestsAreSentences() throws Exception {
        Almt almt = PredictionClient.model(Preset.EMBEDDED);
        int bytes = Float.BYTES * (almt.text().size() + almt.audio().size() + almt.vision().size());
        try (PredictionServer server = new PredictionServer(almt, 4)) {
            HttpClient client = HttpClient.newHttpClient();
            assertEquals(400, PredictionClient.post(client, server.port(), new byte[5]).statusCode());
            assertEquals(413, PredictionClient.post(client, server.port(), new byte[bytes + 1_000]).statusCode());
            byte[] broken = new byte[bytes];
            Arrays.fill(broken, (byte) 0xff); // NaN
            HttpResponse<String> refused = PredictionClient.post(client, server.port(), broken);
            assertEquals(400, refused.statusCode());
            assertTrue(refused.body().contains("sample: text row 0, feature 0 is NaN"), refused.body());
            Arrays.fill(broken, 0, bytes - Float.BYTES, (byte) 0);
            HttpResponse<String> inVision = PredictionClient.post(client, server.port(), broken);
            assertTrue(inVision.body().contains("sample: vision row " + (almt.vision().length() - 1) + ", feature "
                    + (almt.vision().width() - 1) + " is NaN"), inVision.body());
            HttpRequest elsewhere =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/predictor"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes])).build();
            assertEquals(404, client.send(elsewhere, HttpResponse.BodyHandlers.ofString()).statusCode());
            almt.close();
            HttpResponse<String> closed = PredictionClient.post(client, server.port(), new byte[bytes]);
            assertEquals(503, closed.statusCode());
            assertTrue(closed.body().contains("the model is closed"), closed.body());
        }
    }

    /** More clients that stop in the middle of a request than the server has threads. */
    @Test
    void clientsThatStopLoseTheirConnections() throws Exception {
        assertEquals("answered", ChildJvm.run(List.of("-Dsun.net.httpserver.maxReqTime=1"), StoppedClients.class)[0]);
    }

    /** Runs in a separate JVM, since the server reads the limit once. */
    static final class StoppedClients {
        private static final int THREADS = 2;

        private StoppedClients() {}

        public static void main(String[] arguments) throws Exception {
            Almt almt = PredictionClient.model(Preset.EMBEDDED);
            int bytes = Float.BYTES * (almt.text().size() + almt.audio().size() + almt.vision().size());
            List<Socket> stopped = new ArrayList<>();
            try (PredictionServer server = new PredictionServer(almt, THREADS)) {
                for (int i = 0; i < 2 * THREADS; i++) {
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                    socket.getOutputStream().write(("POST /predict HTTP/1.1\r\nHost: here\r\nContent-Length: " + bytes
                            + "\r\n\r\nhalf").getBytes(StandardCharsets.US_ASCII));
                    stopped.add(socket);
                }
                HttpResponse<String> answer =
                        PredictionClient.post(HttpClient.newHttpClient(), server.port(), new byte[bytes]);
                System.out.println(answer.statusCode() == 200 ? "answered" : answer.body());
            }
            for (Socket socket : stopped) {
                socket.close();
            }
        }
    }

    /** A server that answers one request, and closes the connection when the next one comes over it. */
    @Test
    void aConnectionThatEndedMeanwhileLosesNothing() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
            Thread serving = new Thread(() -> {
                try {
                    for (int connections = 0; connections < 2; connections++) {
                        try (Socket socket = server.accept()) {
                            request(socket);
                            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n0.5"
                                    .getBytes(StandardCharsets.US_ASCII));
                            if (connections == 0) {
                                request(socket);
                            }
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            serving.start();
            HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            for (int i = 0; i < 2; i++) {
                assertEquals("0.5", PredictionClient.post(client, server.getLocalPort(), new byte[BODY]).body());
            }
            serving.join();
        }
    }

    /** Reads a request to the end of its body. */
    private static void request(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        for (int last = 0; last != 0x0d0a0d0a;) { // an empty line
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended in the head of a request");
            }
            last = last << Byte.SIZE | next;
        }
        in.readNBytes(BODY);
    }
}
