package org.almt.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.almt.core.Tensor;
import org.almt.model.AlmtModel;
import org.almt.nn.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher runs the user's own programs, has a shell, and reports what it builds. */
class LearnCommandsTest {
    private static final CourseFiles COURSE = CourseFiles.here();

    @TempDir
    Path empty;

    /** The output of a command, and its exit code. */
    private record Said(int status, String text) {}

    private Said learn(Path launcher, Map<String, String> environment, String input, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder start = new ProcessBuilder("sh", launcher.toString()).redirectErrorStream(true);
        start.command().addAll(List.of(arguments));
        start.directory(empty.toFile());
        start.environment().put("ALMT_JAVA_HOME", System.getProperty("java.home"));
        start.environment().putAll(environment);
        Process process = start.start();
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(input);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), said);
    }

    private static Path launcher() {
        return COURSE.folder().resolve("learn");
    }

    /** The launcher in a clone that is built: a jar in its folder lib leads to the classes that this test sees. */
    private Path built() throws IOException, URISyntaxException {
        Path root = empty.resolve("clone");
        Path learn = root.resolve("nn/learn");
        for (String module : List.of("core", "nn", "almt/features", "almt/predict", "almt/train", "nn/learn")) {
            Files.createDirectories(root.resolve(module).resolve("target/classes"));
        }
        StringBuilder classes = new StringBuilder();
        for (Class<?> module : List.of(Tensor.class, Layer.class, AlmtModel.class, Lesson.class)) {
            Path from = Path.of(module.getProtectionDomain().getCodeSource().getLocation().toURI());
            classes.append(from).append(Files.isDirectory(from) ? "/ " : " ");
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classes.toString().strip());
        Path lib = Files.createDirectories(learn.resolve("target/lib"));
        new JarOutputStream(Files.newOutputStream(lib.resolve("all.jar")), manifest).close();
        Files.createFile(root.resolve("pom.xml"));
        Files.createFile(learn.resolve("target/built"));
        Files.copy(COURSE.folder().resolve("shell.jsh"), learn.resolve("shell.jsh"));
        return Files.copy(launcher(), learn.resolve("learn"));
    }

    @Test
    void aProgramThatIsNotThereIsRefused() throws IOException, InterruptedException {
        assertEquals(new Said(1, "learn: 'run' needs a program, for example: nn/learn/learn run Xor.java\n"),
                learn(launcher(), Map.of(), "", "run"));
        assertEquals(new Said(1, "learn: 'run' needs a file that ends with .java, and Xor does not.\n"),
                learn(launcher(), Map.of(), "", "run", "Xor"));
        assertEquals(new Said(1, "learn: there is no file my/Xor.java in " + empty.toRealPath()
                + "; name one from here, or with its whole path.\n"),
                learn(launcher(), Map.of(), "", "run", "my/Xor.java"));
    }

    @Test
    void aProgramOfOnesOwnRuns() throws IOException, InterruptedException, URISyntaxException {
        Path folder = Files.createDirectories(empty.resolve("of my own"));
        Files.writeString(folder.resolve("Xor.java"), """
                import static org.almt.core.op.Ops.*;

                import org.almt.core.Tensor;
                import org.almt.learn.Hash;
                import org.almt.nn.layer.Linear;

                void main(String[] arguments) {
                    IO.println(scale(Tensor.full(1, 2), 3) + " " + String.join(",", arguments));
                    IO.println(new Linear(2, 1) + " " + Hash.class.getSimpleName());
                    IO.println(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
                }
                """);
        Said said = learn(built(), Map.of(), "", "run", "of my own/Xor.java", "a b", "c");
        assertEquals(0, said.status(), said.text());
        assertTrue(said.text().endsWith("Tensor[2] [3, 3] a b,c\nLinear(2 -> 1) Hash\ntrue\n"), said.text());
    }

    @Test
    void aDebuggerCanAttach() throws IOException, InterruptedException, URISyntaxException {
        Files.writeString(empty.resolve("Waits.java"), "void main() {}\n");
        Said said = learn(built(), Map.of("ALMT_JAVA_OPTS",
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"), "", "run", "Waits.java");
        assertTrue(said.text().contains("Listening for transport dt_socket at address: "), said.text());
        assertEquals(0, said.status());
    }

    @Test
    void compilerErrorsAreShown() throws IOException, InterruptedException, URISyntaxException {
        Files.writeString(empty.resolve("Wrong.java"), """
                void main() {
                    IO.println(addd(1, 2));
                }
                """);
        Said said = learn(built(), Map.of(), "", "run", "Wrong.java");
        assertEquals(1, said.status(), said.text());
        assertTrue(said.text().contains("Wrong.java:2: error: cannot find symbol"), said.text());
    }

    @Test
    void theShellHasAllThatLessonsImport() throws IOException, InterruptedException, URISyntaxException {
        var names = new TreeSet<String>();
        for (LessonFile lesson : COURSE.lessons()) {
            lesson.program().lines().filter(line -> line.matches("import [\\w.]+\\.[A-Z]\\w*;"))
                    .forEach(line -> names.add(line.replaceAll("import |;", "")));
        }
        assertTrue(names.size() > 40, names.toString());
        names.addAll(List.of("org.almt.core.op.Ops", "org.almt.learn.Charts", "java.nio.file.Path"));
        String script = names.stream().map(name -> name.replaceAll(".*\\.", "") + ".class")
                .collect(Collectors.joining(", ", "for (var c : List.of(",
                        ")) IO.println(c.getCanonicalName() + \";\")\n"));
        Said said = learn(built(), Map.of(), script + "IO.println(\"sum \" + sum(Tensor.full(2, 3)))\n", "shell");
        for (String name : names) {
            assertTrue(said.text().contains(name + ";\n"), name + " is not imported:\n" + said.text());
        }
        assertTrue(said.text().contains("sum Tensor[] 6\n"), said.text());
    }

    @Test
    void aBuildNamesTheModuleAndItsErrors() throws IOException, InterruptedException, URISyntaxException {
        Path learn = built();
        Files.delete(learn.resolveSibling("target/built"));
        Path bin = Files.createDirectories(empty.resolve("bin"));
        Path mvn = Files.writeString(bin.resolve("mvn"), """
                #!/bin/sh
                echo '[INFO] Scanning for projects...'
                echo '[INFO] Building ALMT core 0.1.0                                        [1/2]'
                echo '[WARNING] of no interest'
                echo '  nor is this'
                echo '[ERROR] Ops.java:[3,4] cannot find symbol'
                echo '  symbol: method addd'
                echo '[INFO] BUILD'
                echo 'javac: out of memory'
                exit $MVN_STATUS
                """);
        assertTrue(mvn.toFile().setExecutable(true));
        String path = bin + ":" + System.getenv("PATH");
        Said said = learn(learn, Map.of("PATH", path, "MVN_STATUS", "1"), "", "shell");
        assertEquals(new Said(1, """
                learn: building the engine; this is done once, and again after changes
                learn: ALMT core [1/2]
                [ERROR] Ops.java:[3,4] cannot find symbol
                  symbol: method addd
                javac: out of memory
                learn: the build failed; what is above says why.
                """), said);
        assertTrue(Files.notExists(learn.resolveSibling("target/built")));
        said = learn(learn, Map.of("PATH", path, "MVN_STATUS", "0"), "/exit\n", "shell");
        assertEquals(0, said.status(), said.text());
        assertTrue(Files.exists(learn.resolveSibling("target/built")));
    }

    @Test
    void aTestWithoutANumberSaysWhatIsNeeded() throws IOException {
        PrintStream before = System.err;
        var said = new ByteArrayOutputStream();
        try (var err = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setErr(err);
            assertEquals(2, LearnMain.run(COURSE, "test"));
        } finally {
            System.setErr(before);
        }
        assertEquals("learn: 'test' needs the number of an exercise, for example: nn/learn/learn test 3\n",
                said.toString(StandardCharsets.UTF_8));
    }
}
