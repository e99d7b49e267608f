package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.almt.data.TensorBits;
import org.almt.run.Graves;
import org.almt.testsdata.FaultyFiles;
import org.almt.testsdata.Fixtures;
import org.almt.weights.SmallBert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Commands whose every change of a file fails once, for a moment or for good: they end with one sentence that names the
 * file, or do what they should; what was there before is whole; and the same command, or its {@code --resume}, then
 * gives what it gives without a fault, and leaves no other file.
 */
class FaultyCommandsTest {
    private static final String FEW = Fixtures.path("golden/pickles/mosi_p4.pkl").toString();

    private static final String FACE = Fixtures.path("golden/features/openface/aus_only.csv").toString();

    private static final List<String> NARROW = List.of("--set", "width=8", "--set", "tokens=2", "--set", "heads=2",
            "--set", "headSize=4", "--set", "hyperHeadSize=4", "--set", "mlp=8", "--set", "hyperDepth=2", "--set",
            "fusionDepth=1", "--epochs", "1");

    @TempDir
    static Path shared;

    @TempDir
    Path temporary;

    private static Path run;
    private static Path bert;
    private static Path study;
    private static Path sizes;
    private static Path manifest;
    private static Path faces;

    @BeforeAll
    static void prepare() throws IOException {
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

    private static void assertDone(CommandRun execution) {
        assertEquals(0, execution.exitCode(), execution.err());
    }

    private static String[] words(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toArray(String[]::new);
    }

    /** A command that writes into a folder. */
    private enum Writer {
        TRAIN, RESUME, CACHE, STUDY, DISTILL, ENCODE, BUILD, PREDICT, EXPLAIN, FEATURES, EVALUATE, IMPORT;

        /** What is there before. */
        void before(Path folder) throws IOException {
            if (this == RESUME) {
                Path begun = Files.createDirectory(folder.resolve("out"));
                for (Path file : content(shared.resolve("begun")).keySet().stream()
                        .map(shared.resolve("begun")::resolve).toList()) {
                    Files.copy(file, begun.resolve(file.getFileName()));
                }
            }
        }

        List<String> words(Path folder) {
            String out = folder.resolve("out").toString();
            return switch (this) {
                case TRAIN -> List.of(FaultyCommandsTest.words(List.of("train", "--data", FEW, "--out", out), NARROW));
                case RESUME -> List.of("train", "--resume", out);
                case CACHE -> List.of(FaultyCommandsTest.words(List.of("train", "--data", manifest.toString(),
                        "--cache", folder.resolve("cache").toString(), "--out", out, "--vision-profile", "aus",
                        "--missing", "text=zero",
                        "--missing", "audio=zero"), NARROW));
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
        List<String> again(Path folder) {
            boolean begun = Files.exists(folder.resolve("out/config.json"));
            return switch (this) {
                case TRAIN, CACHE -> begun ? RESUME.words(folder) : words(folder);
                case DISTILL ->
                    begun ? List.of("distill", "--resume", folder.resolve("out").toString()) : words(folder);
                case STUDY -> Files.exists(folder.resolve("out/study.json"))
                        ? Stream.concat(words(folder).stream(), Stream.of("--resume")).toList()
                        : words(folder);
                default -> words(folder);
            };
        }

        /** Whether what was asked for is there already. */
        boolean isDone(Path folder) {
            return switch (this) {
                case TRAIN, CACHE, RESUME -> Files.exists(folder.resolve("out/summary.json"));
                case DISTILL -> Files.exists(folder.resolve("out/distillation.md"))
                        && Files.exists(folder.resolve("out/distillation.json"));
                case IMPORT -> Files.exists(folder.resolve("out"));
                default -> false;
            };
        }
    }

    /** By name what each file holds, without times, folders and what a file of weights states of its making. */
    private static Map<String, String> content(Path folder) throws IOException {
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

    @ParameterizedTest
    @EnumSource
    void everyFault(Writer writer) throws IOException {
        Path whole = Files.createDirectory(temporary.resolve("whole"));
        writer.before(whole);
        FaultyFiles counting = new FaultyFiles(0, false);
        assertDone(CommandRun.of(word -> counting.path(Path.of(word)), writer.words(whole).toArray(String[]::new)));
        counting.end();
        Map<String, String> expected = content(whole);
        assertTrue(counting.changes() > 3, "changes: " + counting.changes());
        // One in five, of both kinds, or all.
        int step = Boolean.getBoolean("almt.faults.all") ? 1 : 5;
        for (int i = writer.ordinal() % step; i < 2 * counting.changes(); i += step) {
            int n = i / 2 + 1;
            boolean deadly = i % 2 == 1;
            Path folder = Files.createDirectory(temporary.resolve(n + (deadly ? "deadly" : "once")));
            fail(writer, folder, new FaultyFiles(n, deadly),
                    writer + ", change " + n + " of " + counting.changes() + (deadly ? ", deadly" : ""), expected);
        }
    }

    private static void fail(Writer writer, Path folder, FaultyFiles faulty, String where,
            Map<String, String> expected) throws IOException {
        writer.before(folder);
        Map<String, String> before = content(folder);
        CommandRun failed =
                CommandRun.of(word -> faulty.path(Path.of(word)), writer.words(folder).toArray(String[]::new));
        faulty.end();
        if (failed.exitCode() == 0) {
            assertFalse(failed.err().contains("Exception"), where + ": " + failed.err());
        } else {
            String said =
                    failed.err().lines().filter(line -> line.startsWith("almt: ")).reduce("", (one, last) -> last);
            assertTrue(said.contains(folder.toString()) && said.contains(";"), where + ": " + failed.err());
            assertFalse(failed.err().contains("unexpected") || failed.err().contains("Exception"),
                    where + ": " + failed.err());
        }
        Map<String, String> after = content(folder);
        before.forEach((name, text) -> assertTrue(after.containsKey(name), where + ": " + name + " is gone"));
        Graves.bury(folder);
        if (!writer.isDone(folder)) {
            CommandRun again = CommandRun.of(writer.again(folder).toArray(String[]::new));
            assertEquals(0, again.exitCode(), where + ", after " + failed.err() + ": " + again.err());
        }
        Map<String, String> now = content(folder);
        assertEquals(expected.keySet(), now.keySet(), where + ", after " + failed.err());
        expected.forEach((name, text) -> assertEquals(text, now.get(name), where + ": " + name));
    }
}
