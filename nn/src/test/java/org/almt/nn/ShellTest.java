package org.almt.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command for JShell that the page of {@code core} gives. */
class ShellTest {
    private static final String CLASSES = "core/target/classes:nn/target/classes";

    @TempDir
    Path folder;

    @Test
    void oneCommandHasImportsAndVectors() throws IOException, InterruptedException, URISyntaxException {
        String command = Files.readString(Path.of("../core/README.md")).lines()
                .filter(line -> line.startsWith("jshell ")).findFirst().orElseThrow();
        assertTrue(command.contains(CLASSES), command);
        Set<String> classes = new LinkedHashSet<>();
        for (Class<?> type : List.of(Tensor.class, Layer.class)) {
            classes.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
        }
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.set(0, Path.of(System.getProperty("java.home"), "bin", "jshell").toString());
        words.replaceAll(word -> word.replace(CLASSES, String.join(File.pathSeparator, classes)));
        words.add("-J-Djava.util.prefs.userRoot=" + folder);
        Process shell = new ProcessBuilder(words).directory(new File("..")).redirectErrorStream(true).start();
        try (OutputStream input = shell.getOutputStream()) {
            input.write("""
                    var w = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2).requiresGrad(true)
                    var loss = mean(gelu(matmul(w, w)))
                    var net = new Linear(2, 3)
                    Engine.kernels().name().startsWith("simd")
                    Graph.of(loss).vertices().size()
                    /exit
                    """.getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor(), printed);
        assertTrue(printed.contains("w ==> Tensor[2,2] [[1, 2], [3, 4]]"), printed);
        assertTrue(printed.contains("==> true"), printed);
        assertTrue(printed.contains("==> 4"), printed);
        assertTrue(!printed.contains("Error"), printed);
    }
}
