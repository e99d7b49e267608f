package org.almt.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.almt.io.Json;

/** A real headless Chromium with one page, driven by its DevTools protocol. */
final class Browser {
    private static final int SECONDS = 60;

    private final Path profile;
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final String session;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Map<String, Object>>> waiting = new ConcurrentHashMap<>();
    /** Whatever the page complained of: exceptions, console errors, what its policy refused. */
    final List<String> complaints = new CopyOnWriteArrayList<>();
    /** Every address that the page asked for. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    private Browser(String program, Path profile) throws Exception {
        this.profile = profile;
        process = new ProcessBuilder(program, "--headless", "--no-sandbox", "--disable-gpu",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile, "--no-first-run", "--disable-background-networking", "about:blank")
                .redirectErrorStream(true).redirectOutput(profile.resolve("log").toFile()).start();
        socket = client.newWebSocketBuilder().buildAsync(URI.create(address()), new Listener())
                .get(SECONDS, TimeUnit.SECONDS);
        String target = (String) send(null, "Target.createTarget", Map.of("url", "about:blank")).get("targetId");
        session = (String) send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId");
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable", Map.of());
        }
    }

    /**
     * Starts one; a test that has none is reported as skipped, with a message. {@code -Dalmt.chromium=PROGRAM} names
     * it.
     *
     * @param profile an empty folder
     */
    static Browser start(Path profile) throws Exception {
        Optional<String> program = program();
        assumeTrue(program.isPresent(), "skipped: no Chromium on the PATH (apt-get install chromium), and"
                + " -Dalmt.chromium=PROGRAM names none");
        return new Browser(program.get(), profile);
    }

    private static Optional<String> program() {
        String named = System.getProperty("almt.chromium");
        return named != null
                ? Optional.of(named)
                : Stream.of("chromium", "chromium-browser", "google-chrome")
                        .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .map(folder -> Path.of(folder, name)))
                        .filter(Files::isExecutable).map(Path::toString).findFirst();
    }

    /** The browser writes down where it listens. */
    private String address() throws IOException, InterruptedException {
        Path file = profile.resolve("DevToolsActivePort");
        for (int i = 0; i < 10 * SECONDS; i++) {
            if (Files.exists(file) && Files.readAllLines(file).size() == 2) {
                List<String> lines = Files.readAllLines(file);
                return "ws://127.0.0.1:" + lines.get(0) + lines.get(1);
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(100);
        }
        throw new IOException("Chromium did not start: " + Files.readString(profile.resolve("log")));
    }

    /** Opens a file, and waits until its script has run to the end. */
    void open(Path page) throws Exception {
        send("Page.navigate", Map.of("url", page.toUri().toString()));
        waitFor("location.href === " + quoted(page.toUri().toString())
                + " && document.documentElement?.dataset.ready === 'true'");
    }

    /** The value of an expression in the page. */
    Object value(String expression) throws Exception {
        Map<String, Object> result = send("Runtime.evaluate", Map.of(
                "expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.containsKey("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return ((Map<?, ?>) result.get("result")).get("value");
    }

    void waitFor(String condition) throws Exception {
        for (int i = 0; i < 20 * SECONDS; i++) {
            if (Boolean.TRUE.equals(value(condition))) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("never: " + condition + "; " + complaints);
    }

    /** A click of the mouse in the middle of an element, as a person would make it. */
    void click(String selector) throws Exception {
        String element = "document.querySelector(" + quoted(selector) + ")";
        value(element + ".scrollIntoView({block: 'center'})");
        clickAt((Number) value(element + ".getBoundingClientRect().left + " + element + ".offsetWidth / 2"),
                (Number) value(element + ".getBoundingClientRect().top + " + element + ".offsetHeight / 2"));
    }

    /** A click of the mouse at a place of the window, in pixels. */
    void clickAt(Number x, Number y) throws Exception {
        send("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
        for (String type : List.of("mousePressed", "mouseReleased")) {
            send("Input.dispatchMouseEvent", Map.of(
                    "type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
        }
    }

    /** Presses and releases a key. */
    void press(String key, int code) throws Exception {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            send("Input.dispatchKeyEvent", Map.of(
                    "type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
        }
    }

    /** The window's size, and whether the person prefers dark colours. */
    void look(int width, int height, boolean dark) throws Exception {
        send("Emulation.setDeviceMetricsOverride", Map.of(
                "width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        send("Emulation.setEmulatedMedia", Map.of("features", List.of(
                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** A picture of the whole page, as PNG. */
    byte[] picture() throws Exception {
        Map<String, Object> shot =
                send("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"));
        return Base64.getDecoder().decode((String) shot.get("data"));
    }

    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private Map<String, Object> send(String method, Map<String, ?> parameters) throws Exception {
        return send(session, method, parameters);
    }

    private Map<String, Object> send(String inSession, String method, Map<String, ?> parameters) throws Exception {
        int id = number.incrementAndGet();
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        if (inSession != null) {
            message.put("sessionId", inSession);
        }
        socket.sendText(new String(Json.write(message), StandardCharsets.UTF_8), true).get(SECONDS, TimeUnit.SECONDS);
        return answer.get(SECONDS, TimeUnit.SECONDS);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                receive(whole);
            }
            from.request(1);
            return null;
        }
    }

    private void receive(String text) {
        Map<String, Object> message = parsed(text);
        if (message.get("id") instanceof Number id) {
            CompletableFuture<Map<String, Object>> answer = waiting.remove(id.intValue());
            if (message.get("error") != null) {
                answer.completeExceptionally(new IllegalStateException(text));
            } else {
                answer.complete(map(message.get("result")));
            }
            return;
        }
        Map<String, Object> event = map(message.get("params"));
        switch (String.valueOf(message.get("method"))) {
            case "Runtime.exceptionThrown" -> complaints.add(text);
            case "Runtime.consoleAPICalled" -> {
                if (!"log".equals(event.get("type"))) {
                    complaints.add(text);
                }
            }
            case "Log.entryAdded" -> complaints.add(text);
            case "Network.requestWillBeSent" -> requests.add((String) map(event.get("request")).get("url"));
            default -> {}
        }
    }

    private static Map<String, Object> map(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((key, element) -> map.put((String) key, element));
        }
        return map;
    }

    private static Map<String, Object> parsed(String text) {
        try (JsonParser in = new JsonFactory().createParser(text)) {
            in.nextToken();
            return map(read(in));
        } catch (IOException e) {
            throw new IllegalStateException(text, e);
        }
    }

    private static Object read(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    String name = in.currentName();
                    in.nextToken();
                    map.put(name, read(in));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(in));
                }
                yield list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> in.getText();
        };
    }

    void close() throws Exception {
        socket.abort();
        client.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(SECONDS, TimeUnit.SECONDS);
        for (String link : List.of("SingletonSocket", "SingletonLock", "SingletonCookie")) {
            Files.deleteIfExists(profile.resolve(link)); // they lead out of the folder
        }
    }
}
