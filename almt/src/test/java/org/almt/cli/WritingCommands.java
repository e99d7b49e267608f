package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.almt.data.TensorBits;
import org.almt.run.Graves;
import org.almt.testsdata.FaultyFiles;
import org.almt.testsdata.Fixtures;
import org.almt.weights.SmallBert;

/** Commands that write into a folder, with their inputs, and the contents of the folder after them. */
final class WritingCommands {
    private static final String FEW = Fixtures.path("golden/pickles/mosi_p4.pkl").toString();

    private static final String FACE = Fixtures.path("golden/features/openface/aus_only.csv").toString();

    private static final List<String> NARROW = List.of("--set", "width=8", "--set", "tokens=2", "--set", "heads=2",
            "--set", "headSize=4", "--set", "hyperHeadSize=4", "--set", "mlp=8", "--set", "hyperDepth=2", "--set",
            "fusionDepth=1", "--epochs", "1");

    private final Path shared;
    private final Path run;
    private final Path bert;
    private final Path study;
    private final Path sizes;
    private final Path manifest;
    private final Path faces;

    /** Prepares what the commands read, in a folder. */
    WritingCommands(Path shared) throws IOException {
        this.shared = shared;
        run = shared.resolve("run");
        assertDone(CommandRun.of(words(List.of("train", "--data", FEW, "--out", run.toString()), NARROW)));
        bert = new SmallBert().folder(shared);
        study = Files.writeString(shared.resolve("one.json"), """
                {"format": 1, "name": "one", "description": "A study for tests.", "base": "narrow", "seeds": 1,
                 "epochs": 1, "set": {"width": 8, "tokens": 2, "heads": 2, "headSize": 4, "hyperHeadSize": 4, "mlp": 8},
                 "variants": [{"name": "narrow", "description": "as it is"}],
                 "curves": [{"name": "noise", "kind": "noise", "modality": "text", "strengths": [0, 5],
                             "variants": ["narrow"]}]}
                """);
        sizes = Files.writeString(shared.resolve("tiny.json"), "{\"width\": 8, \"headSize\": 4, \"mlp\": 8}");
        manifest = Files.writeString(shared.resolve("clips.csv"), "id,split,vision,label\n" + "a,train,FACE,1\n"
                .replace("FACE", FACE) + "b,valid,FACE,-1\n".replace("FACE", FACE)
                + "c,test,FACE,1\n".replace("FACE",
                        FACE));
        faces = shared.resolve("faces");
        assertDone(CommandRun.of(words(List.of("train", "--data", manifest.toString(), "--cache",
                shared.resolve("cache").toString(), "--out", faces.toString(), "--vision-profile", "aus", "--missing",
                "text=zero", "--missing",
                "audio=zero"), NARROW)));
        FaultyFiles counting = new FaultyFiles(0, false);
        begin(counting, shared.resolve("counted"));
        FaultyFiles dying = new FaultyFiles(counting.changes() / 2, true);
        begin(dying, shared.resolve("begun"));
        dying.end();
        Graves.bury(shared.resolve("begun"));
        assertTrue(Files.exists(shared.resolve("begun/config.json")));
        assertFalse(Files.exists(shared.resolve("begun/summary.json")));
    }

    private static CommandRun begin(FaultyFiles view, Path out) {
        return CommandRun.of(word -> view.path(Path.of(word)),
                words(List.of("train", "--data", FEW, "--out", out.toString()), NARROW));
    }

    static void assertDone(CommandRun execution) {
        assertEquals(0, execution.exitCode(), execution.err());
    }

    private static String[] words(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toArray(String[]::new);
    }

    /** The commands. */
    enum Kind {
        TRAIN,
        RESUME,
        CACHE,
        STUDY,
        DISTILL,
        ENCODE,
        BUILD,
        PREDICT,
        EXPLAIN,
        FEATURES,
        EVALUATE,
        IMPORT,
        SCORE,
        FROZEN,
        FINETUNE
    }

    /** What is there before. */
    void before(Kind kind, Path folder) throws IOException {
        if (kind == Kind.RESUME) {
            Path begun = Files.createDirectory(folder.resolve("out"));
            for (Path file : content(shared.resolve("begun")).keySet().stream()
                    .map(shared.resolve("begun")::resolve).toList()) {
                Files.copy(file, begun.resolve(file.getFileName()));
            }
        }
        for (String ending : replaced(kind)) {
            Files.writeString(folder.resolve("out" + ending), "what was there before");
        }
    }

    /** How the names end of single files that the command replaces. */
    private static List<String> replaced(Kind kind) {
        return switch (kind) {
            case ENCODE -> List.of(".npz");
            case PREDICT -> List.of(".csv");
            case EXPLAIN -> List.of(".html");
            case FEATURES -> List.of(".csv", ".html");
            case EVALUATE -> List.of(".csv", ".json");
            case SCORE -> List.of(".json");
            default -> List.of();
        };
    }

    /**
     * Whether each file is whole: as it was before, or as it should become. While a training runs, its table of epochs
     * has the first rows, and its weights are those of an earlier epoch.
     */
    static void assertWhole(Kind kind, Map<String, String> before, Map<String, String> now,
            Map<String, String> expected, String where) {
        for (String ending : replaced(kind)) {
            String name = "out" + ending;
            String text = now.get(name);
            assertTrue(text != null && (text.equals(before.get(name)) || text.equals(expected.get(name))),
                    where + ": " + name + " is neither old nor new");
        }
        now.forEach((name, text) -> {
            boolean begun = name.endsWith("/metrics.csv") && expected.getOrDefault(name, "").startsWith(text)
                    || name.matches(".*/(last|best)\\.safetensors");
            assertTrue(begun || isTemporary(name) || text.equals(before.get(name)) || text.equals(expected.get(name)),
                    where + ": " + name + " is neither old nor new: " + text.length() + " characters, "
                            + expected.getOrDefault(name, "").length() + " expected");
        });
    }

    /** Whether the next start deletes a file: an unfinished one, or the mark of a process at work. */
    private static boolean isTemporary(String name) {
        return name.contains("almt-tmp") || name.contains(".part") || name.endsWith("/.beginning")
                || name.endsWith(".lock");
    }

    List<String> words(Kind kind, Path folder) {
        String out = folder.resolve("out").toString();
        return switch (kind) {
            case TRAIN -> List.of(words(List.of("train", "--data", FEW, "--out", out), NARROW));
            case RESUME -> List.of("train", "--resume", out);
            case CACHE -> List.of(words(List.of("train", "--data", manifest.toString(),
                    "--cache", folder.resolve("cache").toString(), "--out", out, "--vision-profile", "aus",
                    "--missing", "text=zero",
                    "--missing", "audio=zero"), NARROW));
            // Text features are computed into a folder beside the run.
            case FROZEN -> List.of(words(List.of("train", "--data", FEW, "--bert",
                    bert.toString(), "--json", folder.resolve("out.json").toString(), "--out", out), NARROW));
            case FINETUNE -> List.of(words(List.of("train", "--data", FEW, "--bert",
                    bert.toString(), "--bert-mode", "finetune", "--out", out), NARROW));
            case SCORE -> List.of("score", run.resolve("predictions.csv").toString(), "--dataset", "mosi", "--json",
                    out + ".json");
            case STUDY -> List.of("study", "run", study.toString(), "--out", out, "--data", FEW);
            case DISTILL -> List.of("distill", "--teacher", run.toString(), "--student", sizes.toString(), "--out",
                    out);
            case ENCODE -> List.of("encode", "--bert", bert.toString(), "--text", "good", "--out", out + ".npz");
            case BUILD ->
                List.of("dataset", "build", manifest.toString(), "--out", out + ".pkl", "--vision-profile",
                        "aus", "--jobs", "1");
            case PREDICT -> List.of("predict", "--run", faces.toString(), "--manifest", manifest.toString(),
                    "--predictions", out + ".csv");
            case EXPLAIN -> List.of("explain", "--run", run.toString(), "--all", "--out", out + ".html");
            case FEATURES -> List.of("features", "--openface", FACE, "--profile", "aus", "--out", out + ".csv",
                    "--plot", out + ".html");
            case EVALUATE -> List.of("evaluate", "--run", run.toString(), "--predictions", out + ".csv", "--json",
                    out + ".json");
            case IMPORT -> List.of("weights", "import", bert.toString(), "--out", out);
        };
    }

    /** The words that do it again. */
    List<String> again(Kind kind, Path folder) {
        boolean begun = Files.exists(folder.resolve("out/config.json"));
        return switch (kind) {
            case FROZEN -> begun
                    ? List.of("train", "--resume", folder.resolve("out").toString(), "--json",
                            folder.resolve("out.json").toString())
                    : words(kind, folder);
            case TRAIN, CACHE, FINETUNE -> begun ? words(Kind.RESUME, folder) : words(kind, folder);
            case DISTILL ->
                begun ? List.of("distill", "--resume", folder.resolve("out").toString()) : words(kind, folder);
            case STUDY -> Files.exists(folder.resolve("out/study.json"))
                    ? Stream.concat(words(kind, folder).stream(), Stream.of("--resume")).toList()
                    : words(kind, folder);
            default -> words(kind, folder);
        };
    }

    /** Whether the requested result exists already. */
    boolean isDone(Kind kind, Path folder) {
        return switch (kind) {
            case FROZEN -> Files.exists(folder.resolve("out.json"));
            case TRAIN, CACHE, RESUME, FINETUNE -> Files.exists(folder.resolve("out/summary.json"));
            case DISTILL -> Files.exists(folder.resolve("out/distillation.md"))
                    && Files.exists(folder.resolve("out/distillation.json"));
            case IMPORT -> Files.exists(folder.resolve("out"));
            default -> false;
        };
    }

    /**
     * What the next start deletes: the mark of a cache whose deletion failed goes when the cache is opened again. What
     * that start makes itself is deleted here.
     */
    void next(Kind kind, Path folder) throws IOException {
        if (kind == Kind.CACHE) {
            List<String> next = new ArrayList<>(words(kind, folder));
            next.replaceAll(word -> word.equals(folder.resolve("out").toString()) ? word + "-next" : word);
            assertDone(CommandRun.of(next.toArray(String[]::new)));
            for (String name : content(folder.resolve("out-next")).keySet()) {
                Files.delete(folder.resolve("out-next").resolve(name));
            }
        }
    }

    /** The contents of each file by name, without times, folders and metadata of weights. */
    static Map<String, String> content(Path folder) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                content.put(name, name.endsWith(".safetensors") ? TensorBits.of(file).toString()
                        : name.endsWith("metrics.csv") ? Files.readString(file).replaceAll(",[^,]*,[^,]*\n", "\n")
                        : name.matches(".*(distillation|results|table|curves).*") ? "has times"
                        : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                                .replace(folder.toString(), "FOLDER").replaceAll("\"seconds[^,}]*", ""));
            }
        }
        return content;
    }
}
