package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.almt.input.DatasetKind;
import org.almt.io.Json;
import org.almt.metrics.Metrics;
import org.almt.metrics.ScoreFile;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code almt study}, on models so narrow that an epoch takes a moment. */
class StudyCommandTest {
    private static final String TINY = """
            {"format": 1, "name": "tiny", "description": "A study for tests.", "base": "narrow", "seeds": 2,
             "epochs": 2,
             "set": {"width": 8, "tokens": 2, "heads": 2, "headSize": 4, "hyperHeadSize": 4, "mlp": 8, "lr": 3e-3},
             "variants": [
               {"name": "narrow", "description": "as it is"},
               {"name": "blind", "corrupt": {"train": [{"kind": "missing", "modality": "vision", "strength": 1}],
                                             "test": [{"kind": "missing", "modality": "vision", "strength": 1}]}}],
             "curves": [
               {"name": "noise", "kind": "noise", "modality": "text", "strengths": [0, 5], "variants": ["narrow"]},
               {"name": "trained", "kind": "drop", "modality": "audio", "strengths": [0, 0.5], "at": "train",
                "variants": ["narrow"]}]}
            """;

    /** So few samples that a study of them takes a moment. */
    private static final String FEW = Fixtures.path("golden/pickles/mosi_p4.pkl").toString();

    @TempDir
    static Path temporary;

    private static Path file;
    private static Path whole;
    private static CommandRun run;

    @BeforeAll
    static void runIt() throws IOException {
        file = Files.writeString(temporary.resolve("tiny.json"), TINY);
        whole = temporary.resolve("whole");
        run = few(whole);
        assertEquals(0, run.exitCode(), run.err());
    }

    private static CommandRun study(Path out, String... more) {
        return study(file, out, more);
    }

    private static CommandRun few(Path out, String... more) {
        List<String> words = new ArrayList<>(List.of("--data", FEW));
        words.addAll(List.of(more));
        return study(out, words.toArray(String[]::new));
    }

    private static CommandRun study(Path study, Path out, String... more) {
        List<String> words = new ArrayList<>(List.of("study", "run", study.toString(), "--out", out.toString()));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray(String[]::new));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object json) {
        return (Map<String, Object>) json;
    }

    private static List<?> list(Object json) {
        return (List<?>) json;
    }

    private static Map<String, Object> variant(Path study, String name) throws IOException {
        return list(Json.read(study.resolve("results.json")).get("variants")).stream()
                .map(StudyCommandTest::map).filter(one -> one.get("name").equals(name)).findFirst().orElseThrow();
    }

    /** The results without the seconds; with the weights of all runs. */
    private static List<Object> bits(Path study) throws IOException {
        Map<String, Object> results = Json.read(study.resolve("results.json"));
        list(results.get("variants")).forEach(variant -> {
            map(variant).remove("seconds");
            map(variant).remove("secondsPerRun");
        });
        List<Object> all = new ArrayList<>(List.of(results));
        try (Stream<Path> files = Files.walk(study)) {
            for (Path one : files.filter(path -> path.endsWith("last.safetensors")).sorted().toList()) {
                all.add(study.relativize(one) + " " + ChildAlmt.hashOfRun(one.getParent()));
            }
        }
        return all;
    }

    @Test
    void theTableIsPrintedAndKept() throws IOException {
        String table = Files.readString(whole.resolve("table.md"));
        assertTrue(run.out().contains(table), run.out());
        assertTrue(table.contains("| narrow ") && table.contains("| blind "), table);
        assertTrue(table.contains("Difference from narrow"), table);
        assertTrue(run.out().contains("[6/6] "), run.out());
        assertTrue(table.contains("| best epoch |") && table.contains("| constant (train mean) |"), table);
        Path page = whole.resolve("page.html");
        assertTrue(run.out().endsWith("Page to look at: " + page + System.lineSeparator()), run.out());
        assertTrue(Files.readString(page).contains("<title>Study: tiny</title>"));
    }

    @Test
    void ofOneSeedIsSaidWhatItCannotTell() throws IOException {
        assertTrue(run.out().contains("with 95 % intervals over test samples and seeds"), run.out());
        assertTrue(run.out().contains("Warning: 2 seeds show little of how much trainings differ"), run.out());
        CommandRun one = few(temporary.resolve("one"), "--seeds", "1");
        assertTrue(one.out().contains("with 95 % intervals over test samples alone"), one.out());
        assertTrue(one.out().contains("Warning: one seed shows nothing of how much trainings differ"), one.out());
        CommandRun three = few(temporary.resolve("one"), "--seeds", "3", "--resume");
        assertFalse(three.out().contains("chance"), three.out());
    }

    @Test
    void ofFewEpochsIsSaidWhatTheyCannotTell() throws IOException {
        CommandRun one = few(temporary.resolve("epoch"), "--epochs", "1");
        assertTrue(one.out().contains("Warning: the best epoch of narrow, blind is the last one in every run, so more"
                + " epochs would give other figures."), one.out());
    }

    /** The JSON of the page on studies, as it stands there. */
    @Test
    void theExampleOfThePageRuns() throws IOException {
        String page = Files.readString(Path.of("docs/studies.md"));
        Path example = Files.writeString(temporary.resolve("blind.json"),
                page.substring(page.indexOf("```json") + 7, page.indexOf("```", page.indexOf("```json") + 7)));
        Path out = temporary.resolve("page");
        CommandRun done = study(example, out, "--data", FEW, "--seeds", "1", "--epochs", "1", "--set", "width=8",
                "--set", "tokens=2", "--set", "heads=2", "--set", "headSize=4", "--set", "hyperHeadSize=4", "--set",
                "mlp=8");
        assertEquals(0, done.exitCode(), done.err());
        Object whole = map(map(variant(out, "whole").get("figures")).get("MAE")).get("mean");
        Object blind = map(map(variant(out, "no-face").get("figures")).get("MAE")).get("mean");
        assertFalse(whole.equals(blind), "the corruption changes nothing");
    }

    @Test
    void figuresAreThoseOfTheRuns() throws IOException {
        double[] mae = new double[2];
        for (int seed = 1; seed <= 2; seed++) {
            Path folder = whole.resolve("runs/blind/seed-" + seed);
            ScoreFile scored = ScoreFile.read(folder.resolve("predictions.csv"));
            mae[seed - 1] = Metrics.of(DatasetKind.MOSI, scored.predictions(), scored.labels()).mae();
            CommandRun again = CommandRun.of("evaluate", "--run", folder.toString());
            assertTrue(again.out().contains(String.format("MAE             %.4f", mae[seed - 1])), again.out());
        }
        Map<String, Object> figure = map(map(variant(whole, "blind").get("figures")).get("MAE"));
        assertEquals(List.of(mae[0], mae[1]), figure.get("values"));
        assertEquals((mae[0] + mae[1]) / 2, (double) figure.get("mean"), 1e-12);
        assertEquals(Math.abs(mae[0] - mae[1]) / Math.sqrt(2), (double) figure.get("deviation"), 1e-12);
        Map<String, Object> base = map(map(variant(whole, "narrow").get("figures")).get("MAE"));
        Map<String, Object> difference = map(figure.get("difference"));
        assertEquals((double) figure.get("mean") - (double) base.get("mean"), (double) difference.get("mean"), 1e-12);
        assertTrue((double) difference.get("low") <= (double) difference.get("high"));
        assertFalse(base.containsKey("difference"));
    }

    @Test
    void curvesBeginWhereNothingIsDone() throws IOException {
        Map<String, Object> base = map(map(variant(whole, "narrow").get("figures")).get("MAE"));
        for (String curve : List.of("noise", "trained")) {
            List<String> rows = Files.readAllLines(whole.resolve("curves/" + curve + ".csv"));
            assertEquals(3, rows.size());
            List<String> header = List.of(rows.getFirst().split(","));
            String[] zero = rows.get(1).split(",");
            String[] some = rows.get(2).split(",");
            assertEquals("narrow", zero[0]);
            assertEquals("0.0", zero[1]);
            assertEquals((double) base.get("mean"), Double.parseDouble(zero[header.indexOf("MAE")]), 1e-12);
            assertEquals((double) base.get("low"), Double.parseDouble(zero[header.indexOf("MAE_low")]), 1e-12);
            assertFalse(zero[header.indexOf("MAE")].equals(some[header.indexOf("MAE")]));
        }
        assertTrue(Files.exists(whole.resolve("runs/narrow~trained~0.5/seed-2/summary.json")));
    }

    @Test
    void moreSeedsLaterAndManyAtOnceAreTheSameStudy() throws IOException {
        Path out = temporary.resolve("later");
        assertEquals(0, few(out, "--seeds", "1").exitCode());
        CommandRun refused = few(out, "--jobs", "3");
        assertEquals(1, refused.exitCode());
        refused.assertOneSentence(
                "already holds a study; resume it, or choose another folder (--resume, or --out DIR)");
        CommandRun other = few(out, "--resume", "--epochs", "1");
        assertEquals(1, other.exitCode());
        other.assertOneSentence("holds another study, or this one with other settings: epochs was 2 and is now 1;"
                + " resume with the same settings as before, or choose another folder (repeat the options with"
                + " --resume, or --out DIR)");
        few(out, "--resume", "--preset", "mosei")
                .assertOneSentence("settings: preset was not set and is now mosei;");
        few(out, "--resume", "--set", "width=16", "--set", "lr=2e-3", "--set", "mlp=16", "--preset", "mosei")
                .assertOneSentence("settings: set.width was 8 and is now 16, set.mlp was 8 and is now 16,"
                        + " set.lr was 0.003 and is now 2e-3, and 1 more;");
        CommandRun resumed = few(out, "--resume", "--jobs", "3");
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertTrue(resumed.out().contains("(was there)"), resumed.out());
        assertEquals("", resumed.err());
        assertEquals(bits(whole), bits(out));
        CommandRun fewer = few(out, "--seeds", "1", "--resume");
        assertEquals(0, fewer.exitCode(), fewer.err());
        fewer.assertOneSentence("almt: 1 finished seed is left out of the tables; choose the seeds with --seeds");
    }

    @Test
    void whichVariantDiffersIsSaid() throws IOException {
        Path out = temporary.resolve("variants");
        assertEquals(0, few(out, "--seeds", "1").exitCode());
        Path other = Files.writeString(temporary.resolve("other.json"), TINY
                .replace("\"description\": \"as it is\"", "\"set\": {\"mlp\": 16}").replace("\"blind\"", "\"deaf\""));
        study(other, out, "--data", FEW, "--resume").assertOneSentence("settings: variants.narrow.description was as"
                + " it is and is now not set, variants.narrow.set.mlp was not set and is now 16,"
                + " variants.blind was there and is now not set, and 1 more;");
    }

    @Test
    void aKilledStudyGoesOnToTheSameBits() throws IOException, InterruptedException {
        Path untouched = temporary.resolve("untouched");
        CommandRun straight = study(untouched, "--seeds", "1");
        assertEquals(0, straight.exitCode(), straight.err());
        Path out = temporary.resolve("killed");
        ChildAlmt.killAt(
                "[1/3]", List.of("study", "run", file.toString(), "--out", out.toString(), "--seeds", "1"));
        assertFalse(Files.exists(out.resolve("results.json")), "killed before the end");
        Files.createDirectories(out.resolve("runs/blind/seed-1"));
        if (!Files.exists(out.resolve("runs/blind/seed-1/config.json"))) {
            // as if it had died within the moment before a run can be resumed
            Files.writeString(out.resolve("runs/blind/seed-1/last.safetensors"), "half a file");
        }
        CommandRun resumed = study(out, "--seeds", "1", "--resume");
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertEquals(bits(untouched), bits(out));
    }

    @Test
    void damagedResultsAreNamedAndCanBeMadeAgain() throws IOException {
        Path out = temporary.resolve("damaged");
        assertEquals(0, few(out, "--seeds", "1").exitCode());
        List<Object> before = bits(out);
        Path predictions = out.resolve("runs/blind/seed-1/predictions.csv");
        String text = Files.readString(predictions);
        Files.writeString(predictions, text.replaceFirst("\n([^,]*,[^,]*),.*", "\n$1,2.5"));
        CommandRun failed = few(out, "--seeds", "1", "--resume");
        assertEquals(1, failed.exitCode());
        failed.assertOneSentence("variant blind, seed 1: the run of " + predictions.getParent() + " is damaged: its"
                + " summary.json does not agree with its predictions.csv; delete the folder");
        Files.writeString(predictions, text);

        Path epochs = out.resolve("runs/blind/seed-1/metrics.csv");
        byte[] rows = Files.readAllBytes(epochs);
        byte[] bad = rows.clone();
        bad[bad.length - 2] = (byte) 0xFF; // no UTF-8
        Files.write(epochs, bad);
        few(out, "--seeds", "1", "--resume").assertOneSentence(
                epochs + ", line 3: is not UTF-8, so that the file is damaged");
        Files.write(epochs, rows);

        Path tests = out.resolve("tests/narrow/seed-1.csv");
        for (String damage : List.of("", "id,noise~0.0\na,1\n", "id,noise~0.0\n\"a,1\n", "id,noise~0.0\na,one\n")) {
            Files.writeString(tests, damage);
            CommandRun wrong = few(out, "--seeds", "1", "--resume");
            assertEquals(1, wrong.exitCode());
            wrong.assertOneSentence(tests + " is damaged");
        }
        Files.delete(tests);
        assertEquals(0, few(out, "--seeds", "1", "--resume").exitCode());
        assertEquals(before, bits(out));

        Path config = out.resolve("runs/blind/seed-1/config.json");
        Files.writeString(config, Files.readString(config).replace("\"format\" : 1", "\"format\" : 9"));
        CommandRun older = few(out, "--seeds", "1", "--resume");
        assertEquals(1, older.exitCode());
        older.assertOneSentence("written by another version (format 9");

        Path grid = out.resolve("study.json");
        Files.writeString(grid, Files.readString(grid).replace("\"almt\" : \"0.1.0\"", "\"almt\" : \"0.0.9\""));
        CommandRun elder = few(out, "--seeds", "1", "--resume");
        assertEquals(1, elder.exitCode());
        elder.assertOneSentence("begun by ALMT 0.0.9");

        Files.writeString(grid, "{");
        CommandRun half = few(out, "--seeds", "1", "--resume");
        assertEquals(1, half.exitCode());
        half.assertOneSentence("study.json: not valid JSON");
    }

    @Test
    void aRunThatFailsIsNamed() throws IOException {
        Path bad = Files.writeString(temporary.resolve("bad.json"), TINY.replace("3e-3", "1000"));
        CommandRun failed = study(bad, temporary.resolve("bad"), "--seeds", "1");
        assertEquals(1, failed.exitCode(), failed.out());
        failed.assertOneSentence("variant narrow, seed 1: train: ");
        assertFalse(Files.exists(temporary.resolve("bad/results.json")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "study                              | 2 | a command is missing: run, list or show",
            "study run                          | 2 | FILE.json",
            "study run nothing                  | 2 | study: there is no 'nothing'; known are example",
            "study show nothing                 | 2 | study: there is no 'nothing'",
            "study run nowhere.json             | 1 | nowhere.json: there is no such file",
            "study run example --seeds 0        | 2 | 'seeds' is 0",
            "study run example --seeds 1,x      | 2 | --seeds 1,x: a number is needed, or a list",
            "study run example --seeds 1,1      | 2 | 'seeds' has 1 twice",
            "study run example --jobs 0         | 2 | --jobs 0: a number from 1 to 64",
            "study run example --epochs 0       | 2 | variant three-scales: config: epochs is 0",
            "study run example --set speed=1    | 2 | variant three-scales: there is no setting 'speed'",
            "study run example --epochs -3      | 2 | variant three-scales: config: epochs is -3",
            "study run example --preset sims    | 2 | needs data of CH-SIMS",
            "study run example --data nowhere.pkl | 1 | nowhere.pkl"
    }, quoteCharacter = '`')
    void badInputIsOneSentence(String line, int exitCode, String message) {
        Path out = temporary.resolve("never");
        String[] words = line.startsWith("study run ") ? (line + " --out " + out).split(" ") : line.split(" ");
        CommandRun wrong = CommandRun.of(words);
        assertEquals(exitCode, wrong.exitCode(), wrong.err());
        wrong.assertOneSentence(message);
        assertFalse(Files.exists(out), "a folder was made before all was checked");
    }

    @Test
    void aFolderThatCannotBeIsRefused() throws IOException {
        Path blocked = Files.writeString(temporary.resolve("blocked"), "a file");
        CommandRun refused = study(blocked.resolve("in"));
        assertEquals(1, refused.exitCode());
        refused.assertOneSentence("the study's folder " + blocked.resolve("in") + " cannot be made");
        Path full = Files.createDirectory(temporary.resolve("full"));
        Files.writeString(full.resolve("mine.txt"), "mine");
        study(full).assertOneSentence("full is not empty; choose another folder (--out DIR)");
        study(full, "--resume").assertOneSentence("full holds no study to resume: it has no study.json");
    }

    /**
     * The kinds of layers of the shipped study, with models too small for results. The test checks that it runs and
     * measures fractions.
     */
    @Test
    void theClaimsAreMeasured() throws IOException {
        Path out = temporary.resolve("claims");
        Map<String, Object> map = Json.parse(CommandRun.of("study", "show", "claims").out(), "claims");
        List<String> names = List.of("concatenation", "swapped", "one-scale");
        map.put("variants", list(map.get("variants")).stream().filter(one -> names.contains(map(one).get("name")))
                .toList());
        map.put("base", "swapped");
        Path three = Files.write(temporary.resolve("claims.json"), Json.write(map));
        CommandRun claims = study(three, out, "--seeds", "1", "--epochs", "1", "--set", "width=8", "--set", "tokens=2",
                "--set", "heads=2", "--set", "headSize=4", "--set", "hyperHeadSize=4", "--set", "mlp=8");
        assertEquals(0, claims.exitCode(), claims.err());
        Object frames = null;
        for (String name : names) {
            Map<String, Object> figures = map(variant(out, name).get("figures"));
            frames = frames == null ? map(figures.get("free-frames-audio")).get("mean") : frames;
            assertEquals(frames, map(figures.get("free-frames-audio")).get("mean"), "is of the data alone");
            for (String modality : List.of("audio", "vision")) {
                double influence = (double) map(figures.get("free-influence-" + modality)).get("mean");
                assertTrue(influence > 0 && influence < 1, name + " " + influence);
                Object attention = map(figures.get("free-attention-" + modality)).get("mean");
                assertEquals(name.equals("swapped"), attention == null, name);
                assertTrue(attention == null || (double) attention > 0 && (double) attention < 1);
            }
        }
        CommandRun other = CommandRun.of("study", "run", "claims", "--out", temporary.resolve("elsewhere").toString(),
                "--data", FEW);
        assertEquals(2, other.exitCode());
        other.assertOneSentence("need data whose informative frames are known");
        assertFalse(Files.exists(temporary.resolve("elsewhere")));
    }

    @Test
    void studiesAreListedAndShown() throws IOException {
        CommandRun listed = CommandRun.of("study", "list");
        assertEquals(0, listed.exitCode(), listed.err());
        assertTrue(listed.out().contains("example") && listed.out().contains("6 runs"), listed.out());
        CommandRun shown = CommandRun.of("study", "show", "example");
        assertEquals("example", Json.parse(shown.out(), "shown").get("name"));
    }
}
