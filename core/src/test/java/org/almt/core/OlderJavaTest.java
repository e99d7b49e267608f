package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's classes are those of Java 17, and give the same bits on every older JDK that this machine has. */
class OlderJavaTest {
    private static final int CLASS_VERSION_OF_17 = 61;
    private static final Path SOURCES = Path.of("src/test/java/org/almt/core");

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/jvm"), Path.of("/Library/Java/JavaVirtualMachines"),
            Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"),
            Path.of(System.getProperty("user.home"), ".jdks"));

    @TempDir
    Path programs;

    @Test
    void everyClassIsOfJava17() throws Exception {
        List<Path> classes = filesBelow(engine(), ".class");
        assertTrue(classes.size() > 80, classes.size() + " classes");
        for (Path file : classes) {
            try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
                assertEquals(0xCAFEBABE, in.readInt(), file.toString());
                assertEquals(0, in.readUnsignedShort(), file + ": no preview features");
                assertEquals(CLASS_VERSION_OF_17, in.readUnsignedShort(), file.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "auto"})
    void olderJavaGivesTheSameBits(String kernels) throws Exception {
        Map<Integer, Path> older = olderJdks();
        assumeTrue(!older.isEmpty(), "no JDK 17 to 24 in " + PLACES);
        compilePrograms();
        String expected = TrainingHash.of();
        for (Map.Entry<Integer, Path> jdk : older.entrySet()) {
            for (int threads = 1; threads <= 3; threads += 2) {
                String printed = run(jdk.getValue(), "--add-modules=jdk.incubator.vector", "-Dalmt.simd=" + kernels,
                        "-Dalmt.threads=" + threads, "-cp", programs + File.pathSeparator + engine(),
                        TrainingHash.class.getName());
                assertEquals(kernels.equals("auto") ? "simd" : "scalar", printed.split("[- ]")[0]);
                assertEquals(expected, printed.split(" ")[1], "JDK " + jdk.getKey() + ", " + printed);
            }
        }
    }

    private void compilePrograms() {
        int failures = ToolProvider.getSystemJavaCompiler().run(null, null, null, "--release", "17", "-cp",
                engine().toString(), "-d", programs.toString(), SOURCES.resolve("TrainingHash.java").toString());
        assertEquals(0, failures);
    }

    /** One home for each version that is older than this JVM's, by the file {@code release} in it. */
    private static Map<Integer, Path> olderJdks() throws IOException {
        Map<Integer, Path> homes = new TreeMap<>();
        for (Path place : PLACES) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> found = Files.list(place)) {
                    for (Path home : found.flatMap(jdk -> Stream.of(jdk, jdk.resolve("Contents/Home"))).toList()) {
                        int version = version(home);
                        if (version >= 17 && version < Runtime.version().feature()) {
                            homes.putIfAbsent(version, home);
                        }
                    }
                }
            }
        }
        return homes;
    }

    private static int version(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return 0;
        }
        return Files.readAllLines(release).stream().filter(line -> line.startsWith("JAVA_VERSION="))
                .mapToInt(line -> Runtime.Version.parse(line.replaceAll("JAVA_VERSION=|\"", "")).feature())
                .findFirst().orElse(0);
    }

    private static String run(Path jdk, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
        command.addAll(List.of(arguments));
        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, java.waitFor(), printed);
        return printed.lines().filter(line -> !line.startsWith("WARNING")).findFirst().orElse("nothing printed");
    }

    private static Path engine() {
        try {
            return Path.of(Tensor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> filesBelow(Path folder, String suffix) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }
}
