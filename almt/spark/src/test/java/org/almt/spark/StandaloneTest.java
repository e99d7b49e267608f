package org.almt.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master and a worker as processes of their own: the master dies and comes back; the driver is asked to end. */
class StandaloneTest {
    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final int port = freePort();

    StandaloneTest() throws IOException {}

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx300m", "-XX:+UseSerialGC",
                "@bin/driver.options", "-Dspark.deploy.recoveryMode=FILESYSTEM",
                "-Dspark.deploy.recoveryDirectory=" + folder.resolve("recovery"), "-cp",
                System.getenv("SPARK_HOME") + File.separator + "jars" + File.separator + "*"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("daemon" + processes.size()).toFile()).start();
        processes.add(process);
        return process;
    }

    private Process master() throws IOException, InterruptedException {
        Process master = start("org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port",
                Integer.toString(port), "--webui-port", "0");
        for (int i = 0; i < 1200 && !answers(); i++) {
            Thread.sleep(100);
        }
        return master;
    }

    private boolean answers() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException none) {
            return false;
        }
    }

    private String[] study(Path out, String... more) {
        return Stream.concat(Stream.of("study", "run", "example", "--epochs", "4", "--seeds", "1", "--out",
                out.toString(), "--on", "spark://127.0.0.1:" + port), Stream.of(more)).toArray(String[]::new);
    }

    private static boolean hasEpochs(Path study, String variant) throws IOException {
        Path metrics = study.resolve("runs/" + variant + "/seed-1/metrics.csv");
        return Files.exists(metrics) && Files.readAllLines(metrics).size() > 1;
    }

    private static void awaitEpochs(Path study, String variant, Process command) throws Exception {
        while (!hasEpochs(study, variant)) {
            assertTrue(command.isAlive(), "the command ended early");
            Thread.sleep(50);
        }
    }

    @Test
    void theMasterDiesAndTheDriverIsAskedToEnd() throws Exception {
        Process first = master();
        start("org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", "--cores", "1",
                "--memory", "1g", "--work-dir", folder.resolve("work").toString(), "spark://127.0.0.1:" + port);
        Path study = folder.resolve("study");
        Process command = new ChildCommand().start(folder.resolve("first"), study(study));
        processes.add(command);
        awaitEpochs(study, "three-scales", command);
        first.destroyForcibly().waitFor();
        master();
        awaitEpochs(study, "one-scale", command);
        command.destroy(); // SIGTERM, as Ctrl-C
        assertTrue(command.waitFor(3, TimeUnit.MINUTES), "the driver does not end");
        assertNotEquals(0, command.exitValue(), "a study that was stopped passes for whole");
        assertFalse(Files.exists(study.resolve("table.md")));

        ChildCommand.Result rest = new ChildCommand().run(folder.resolve("rest"), study(study, "--resume"));
        assertEquals(0, rest.code(), rest.err());
        assertTrue(rest.out().contains("[3/3] "), rest.out());
        Path here = folder.resolve("here");
        ChildCommand.Result one = new ChildCommand().run(folder.resolve("one"), "study", "run", "example", "--epochs",
                "4", "--seeds", "1", "--threads", "1", "--out", here.toString());
        assertEquals(0, one.code(), one.err());
        assertEquals(Files.readString(here.resolve("results.csv")), Files.readString(study.resolve("results.csv")));
        assertEquals(-1, Files.mismatch(here.resolve("runs/deaf/seed-1/best.safetensors"),
                study.resolve("runs/deaf/seed-1/best.safetensors")));
    }
}
