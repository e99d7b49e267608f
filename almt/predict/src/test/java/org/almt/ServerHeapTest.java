package org.almt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.almt.core.kernel.ChildJvm;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a server with a model of the full sizes of CMU-MOSI, in a JVM with little memory. */
class ServerHeapTest {
    private static final String HEAP = "-Xmx64m";
    private static final int ROUNDS = 12;

    @TempDir
    Path temporary;

    /** Serves until its input ends. */
    static final class Serving {
        private Serving() {}

        public static void main(String[] arguments) throws IOException {
            try (Almt almt = Almt.load(Path.of(arguments[0]), Preset.MOSI);
                    PredictionServer server = new PredictionServer(almt, PredictionServerTest.CONNECTIONS)) {
                System.out.println(server.port());
                System.in.read();
            }
            System.out.println("closed");
        }
    }

    /** A server in a separate JVM. */
    private static Process serve(Path weights, String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"),
                Serving.class.getName(), weights.toString()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static Path weights(Path folder) throws IOException {
        AlmtModel model = new AlmtModel(Preset.MOSI.config());
        model.initialise(1);
        Path file = folder.resolve("mosi.safetensors");
        SafeTensors.write(file, model.state());
        return file;
    }

    private static BufferedReader output(Process server) {
        return new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    }

    /** At the first OutOfMemoryError the server would end, caught or not, and answers would be missing. */
    @Test
    void sixtyFourConnectionsAreServedIn64Megabytes() throws Exception {
        Path weights = weights(temporary);
        Process server = serve(weights, HEAP, "-Dalmt.simd=plain");
        try (BufferedReader output = output(server)) {
            List<Long> times = PredictionServerTest.load(
                    PredictionServerTest.examples(Almt.load(weights, Preset.MOSI)),
                    Integer.parseInt(output.readLine()));
            assertEquals(PredictionServerTest.CONNECTIONS * PredictionServerTest.REQUESTS, times.size());
            assertTrue(server.isAlive());
            server.getOutputStream().close();
            assertEquals("closed", output.readLine());
            assertEquals(0, server.waitFor());
        } finally {
            server.destroy();
        }
    }

    /** Prints throughput and times of some rounds, with vectors; the first run before all is compiled. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("served");
        Path weights = weights(folder);
        Process server = serve(weights, HEAP, ChildJvm.VECTOR_API);
        try (BufferedReader output = output(server)) {
            int port = Integer.parseInt(output.readLine());
            List<PredictionClient.Example> examples = PredictionServerTest.examples(Almt.load(weights, Preset.MOSI));
            for (int round = 0; round < ROUNDS; round++) {
                long began = System.nanoTime();
                List<Long> times = PredictionServerTest.load(examples, port).stream().sorted().toList();
                double seconds = (System.nanoTime() - began) / 1e9;
                System.out.printf("%d requests, %.0f a second; p50 %.1f ms, p99 %.1f ms%n", times.size(),
                        times.size() / seconds, times.get(times.size() / 2) / 1e6,
                        times.get(times.size() * 99 / 100) / 1e6);
            }
            server.getOutputStream().close();
            server.waitFor();
        } finally {
            server.destroy();
            Files.delete(weights);
            Files.delete(folder);
        }
    }
}
