package org.almt.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.almt.Almt;
import org.almt.PredictionClient.Example;
import org.almt.PredictionClient;

/** Clients of the HTTP example: most ask for a prediction, some send nonsense, some break off. */
final class Load implements AutoCloseable {
    private static final int PAUSE_MILLIS = 50;

    final AtomicLong requests = new AtomicLong();
    final AtomicLong wrong = new AtomicLong();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean ended;

    Load(int port) {
        List<Example> examples = new ArrayList<>();
        try (Almt almt = PredictionClient.model(ServerChild.MODEL)) {
            for (int i = 0; i < 16; i++) {
                examples.add(new Example(almt, 10 * i));
            }
        }
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < ServerChild.CONNECTIONS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            clients.add(Thread.ofPlatform().daemon().name("client " + i).start(() -> {
                while (!ended) {
                    try {
                        boolean right = one(client, port, random, examples.get(random.nextInt(examples.size())));
                        wrong.addAndGet(right ? 0 : 1);
                        requests.incrementAndGet();
                        Thread.sleep(PAUSE_MILLIS);
                    } catch (IOException e) {
                        wrong.incrementAndGet();
                        System.err.println("a request failed: " + e);
                    } catch (InterruptedException end) {
                        return;
                    }
                }
            }));
        }
    }

    private static boolean one(HttpClient client, int port, SplittableRandom random, Example example)
            throws IOException, InterruptedException {
        switch (random.nextInt(20)) {
            case 0 -> {
                return PredictionClient.post(client, port, new byte[random.nextInt(100)]).statusCode() == 400;
            }
            case 1 -> {
                return PredictionClient.post(client, port, new byte[example.body.length + 1]).statusCode() == 413;
            }
            case 2 -> {
                breakOff(port, example.body);
                return true;
            }
            default -> {
                HttpResponse<String> answer = PredictionClient.post(client, port, example.body);
                return answer.statusCode() == 200 && Float.parseFloat(answer.body()) == example.value;
            }
        }
    }

    /** Half a request; then the connection ends. */
    private static void breakOff(int port, byte[] body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body, 0, body.length / 2);
        }
    }

    @Override
    public void close() {
        ended = true;
        clients.forEach(Thread::interrupt);
    }
}
