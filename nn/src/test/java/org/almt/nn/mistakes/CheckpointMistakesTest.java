package org.almt.nn.mistakes;

import static org.almt.nn.mistakes.Refusal.linear;
import static org.almt.nn.mistakes.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.almt.core.Tensor;
import org.almt.nn.Layer;
import org.almt.nn.checkpoint.Weights;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.nn.layer.Linear;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that do not fit, and NaN in files. */
class CheckpointMistakesTest {
    @TempDir
    Path folder;

    private Path saved() throws IOException {
        Path file = folder.resolve("model.safetensors");
        SafeTensors.write(file, linear(2, 2).parameters());
        return file;
    }

    private static void load(Path file, Layer into) throws IOException {
        try (SafeTensors checkpoint = SafeTensors.open(file)) {
            Weights.load(checkpoint, into.parameters());
        }
    }

    @Test
    void aModelOfAnotherSize() throws IOException {
        Path file = saved();
        refused("FILE: does not fit the model: 1 of another shape ('weight' [2,2] instead of [2,3]); give the model the"
                + " sizes of the file, or check that this is the right file.", () -> load(file, new Linear(3, 2)));
    }

    @Test
    void aModelOfOtherNames() throws IOException {
        final class Outer extends Layer {
            final Linear out = child("out", new Linear(2, 2));
        }
        Path file = saved();
        refused("FILE: does not fit the model: 2 missing ('out.weight', 'out.bias'), 2 unexpected ('weight', 'bias');"
                + " give the model the sizes of the file, or check that this is the right file.",
                () -> load(file, new Outer()));
    }

    /** NaN was written silently. */
    @Test
    void savingWhatWasNeverInitialised() {
        Path file = folder.resolve("new.safetensors");
        refused("safetensors: 'weight' is NaN in all elements, like a new parameter; call initialise(seed) or load a"
                + " checkpoint before saving", () -> SafeTensors.write(file, new Linear(2, 2).parameters()));
        assertFalse(Files.exists(file));
    }

    @Test
    void savingWhatDiverged() {
        Path file = folder.resolve("new.safetensors");
        Linear layer = linear(2, 2);
        layer.parameter("weight").set(1, Float.NaN, 2, 3);
        refused("safetensors: 'weight' holds NaN in 1 of 4 elements, probably because training diverged; save an"
                + " earlier state, or write TensorSource.of(name, tensor) to keep this one",
                () -> SafeTensors.write(file, layer.parameters()));
        assertFalse(Files.exists(file));
    }

    /** This was a NoClassDefFoundError. Now files need only the two modules. */
    @Test
    void savingAndLoadingWithoutALibraryOfOthers() throws IOException, InterruptedException, URISyntaxException {
        Path program = folder.resolve("Save.java");
        Files.writeString(program, """
                import java.nio.file.Path;
                import java.util.Map;
                import org.almt.core.Tensor;
                import org.almt.nn.checkpoint.safetensors.SafeTensors;
                import org.almt.nn.checkpoint.safetensors.ShardedSafeTensors;
                import org.almt.nn.text.BertTokenizer;

                class Save {
                    public static void main(String[] folder) throws Exception {
                        Path file = Path.of(folder[0], "x.safetensors");
                        SafeTensors.write(file, Map.of("x", Tensor.zeros(1)));
                        System.out.println(SafeTensors.open(file).tensors().keySet());
                        attempt(() -> ShardedSafeTensors.open(Path.of(folder[0], "Save.java")));
                        attempt(() -> BertTokenizer.open(Path.of(folder[0], "tokenizer.json")));
                    }

                    interface Body {
                        void run() throws Exception;
                    }

                    static void attempt(Body body) throws Exception {
                        try {
                            body.run();
                        } catch (java.io.IOException e) {
                            System.out.println("refused");
                        }
                    }
                }
                """);
        Set<String> classes = new LinkedHashSet<>();
        for (Class<?> type : List.of(Tensor.class, Layer.class)) {
            classes.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
        }
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                String.join(File.pathSeparator, classes), program.toString(), folder.toString())
                .redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), printed);
        assertEquals(List.of("[x]", "refused", "refused"), printed.lines().toList());
    }
}
