package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.almt.clips.synthetic.RawClip;
import org.almt.clips.synthetic.RawClips;
import org.almt.data.SplitName;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.weights.SmallBert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands from raw clips to predictions and a page. */
class ClipCommandsTest {
    private static final int EPOCHS = 30;

    @TempDir
    static Path folder;

    private static Path demo;
    private static CommandRun run;

    @BeforeAll
    static void runDemo() throws IOException {
        demo = folder.resolve("demo");
        run = CommandRun.of("demo", "--out", demo.toString(), "--epochs", Integer.toString(EPOCHS));
    }

    private static void assertFails(int code, String part, String... words) throws IOException {
        CommandRun execution = CommandRun.of(words);
        assertEquals(code, execution.exitCode(), execution.err());
        assertTrue(execution.err().contains(part), execution.err() + "\nshould say: " + part);
    }

    private static String clip(String suffix) {
        return demo.resolve("clips/0121" + suffix).toString();
    }

    /** The commands recover the true sentiment from which the clips were generated. */
    @Test
    void demoFindsTheTruth() throws IOException {
        assertEquals(0, run.exitCode(), run.err());
        List<RawClip> truth = RawClips.draw(1, 96, 24, 24);
        List<String> lines = Files.readAllLines(demo.resolve("predictions.csv"));
        assertEquals("id,label,prediction", lines.getFirst());
        assertEquals(truth.size() + 1, lines.size());
        double error = 0;
        for (int i = 0; i < 24; i++) {
            RawClip each = truth.get(120 + i);
            String[] row = lines.get(121 + i).split(",");
            assertEquals(SplitName.TEST, each.split());
            assertEquals(each.id(), row[0]);
            error += Math.abs(each.sentiment() - Double.parseDouble(row[2])) / 24;
        }
        assertTrue(error < 0.6, "mean absolute error " + error + "; always guessing the mean gives 1.6");
        assertTrue(Files.size(demo.resolve("page.html")) > 10_000);
        assertTrue(run.out().contains("truth       "), run.out());
    }

    /** One clip gives the same prediction by its files, by the table, and as a sample of the data set. */
    @Test
    void allWaysToOnePredictionAgree() throws IOException {
        String runFolder = demo.resolve("run").toString();
        CommandRun byFiles = CommandRun.of("predict", "--run", runFolder, "--audio", clip(".wav"), "--openface",
                clip(".face.csv"), "--transcript", clip(".words.csv"));
        CommandRun bySample = CommandRun.of("predict", "--run", runFolder, "--id", "0121");
        assertEquals(0, byFiles.exitCode(), byFiles.err());
        assertTrue(byFiles.err().contains("was trained without text, so the words change nothing"), byFiles.err());
        assertEquals(0, bySample.exitCode(), bySample.err());
        String line = byFiles.out().lines().filter(each -> each.startsWith("prediction")).findFirst().orElseThrow();
        assertTrue(bySample.out().contains(line), bySample.out() + line);
        String number = line.split(" +")[1];
        assertTrue(Files.readString(demo.resolve("predictions.csv")).contains("," + number + "\n"), number);
    }

    /** The table of the page names files by absolute paths, so the command itself must not warn of the same. */
    @Test
    void aWarningAboutWordsComesOnce() throws IOException {
        Path phrases = Files.writeString(folder.resolve("by.srt"), "1\n00:00:00,000 --> 00:00:01,000\nit is\n");
        Path relative = Path.of("").toAbsolutePath().relativize(phrases.toAbsolutePath());
        CommandRun explained = CommandRun.of("explain", "--run", demo.resolve("run").toString(), "--audio",
                clip(".wav"), "--openface", clip(".face.csv"), "--transcript", relative.toString(), "--out",
                folder.resolve("phrases.html").toString());
        assertEquals(0, explained.exitCode(), explained.err());
        assertEquals(2, explained.err().split("has times of phrases").length, explained.err());
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        CommandRun silent =
                CommandRun.of("predict", "--run", demo.resolve("run").toString(), "--openface", clip(".face.csv"));
        assertEquals(0, silent.exitCode(), silent.err());
        assertTrue(silent.err().contains("no audio is given (--audio), so the model reads zeros instead"),
                silent.err());
        Path half = folder.resolve("half.csv");
        Files.write(half, Files.readAllLines(Path.of(clip(".face.csv"))).subList(0, 20));
        for (List<String> command : List.of(List.of("predict", "--run", demo.resolve("run").toString()),
                List.of("features", "--out", folder.resolve("half.npz").toString(), "--vision-profile", "aus"))) {
            List<String> words = new ArrayList<>(command);
            words.addAll(List.of("--audio", clip(".wav"), "--openface", half.toString()));
            CommandRun doubt = CommandRun.of(words.toArray(String[]::new));
            assertEquals(0, doubt.exitCode(), doubt.err());
            assertTrue(doubt.err().contains("are both of the same clip?"), doubt.err());
        }
        assertFails(2, "what should be predicted?", "predict", "--run", demo.resolve("run").toString());
        assertFails(2, "different things to predict", "predict", "--run", demo.resolve("run").toString(), "--id", "x",
                "--text", "y");
        assertFails(2, "belong together", "predict", "--run", demo.resolve("run").toString(), "--manifest", "x.csv");
        String run = demo.resolve("run").toString();
        assertFails(2, "--in TABLE and --out TABLE belong together", "predict", "--run", run, "--in", "x.csv");
        assertFails(2, "other tables are read by Spark, which this machine can run too: add --on 'local[2]'",
                "predict", "--run", run, "--in", "x.parquet", "--out", "y.parquet");
        assertFails(2, "name two tables", "predict", "--run", run, "--in", "x.csv", "--out", "y.csv", "--manifest",
                "z.csv", "--predictions", "out.csv");
        assertFails(2, "--on predicts tables", "predict", "--run", run, "--text", "hm", "--on", "local[2]");
        assertFails(2, "--simd goes with this machine alone", "predict", "--run", run, "--in", "x.parquet", "--out",
                "y.parquet", "--simd", "256", "--on", "local[2]");
        assertFails(1, "Spark is not on the class path of this program; start it with almt/bin/almt", "predict",
                "--run", run, "--in", "x.parquet", "--out", "y.parquet", "--on", "local[2]");
        assertFails(2, "states how its features were made", "predict", "--run", demo.resolve("run").toString(),
                "--audio",
                clip(".wav"), "--audio-profile", "fet");
    }

    /** A table without labels or splits is predicted; trained on, it is refused with the reason. */
    @Test
    void tableWithoutLabelsIsPredicted() throws IOException {
        Path table = Files.writeString(demo.resolve("clips/mine.csv"),
                "id,text,audio,vision\none,well,0121.wav,0121.face.csv\ntwo,hm,0122.wav,0122.face.csv\n");
        Path out = folder.resolve("mine-out.csv");
        CommandRun execution = CommandRun.of("predict", "--run", demo.resolve("run").toString(), "--manifest",
                table.toString(), "--predictions", out.toString(), "--cache", folder.resolve("cache").toString());
        assertEquals(0, execution.exitCode(), execution.err());
        List<String> lines = Files.readAllLines(out);
        assertEquals(3, lines.size());
        assertTrue(lines.get(1).startsWith("one,,"), lines.get(1));
        Path same = folder.resolve("same-out.csv");
        assertEquals(0, CommandRun.of("predict", "--run", demo.resolve("run").toString(), "--in", table.toString(),
                "--out", same.toString(), "--cache", folder.resolve("cache").toString()).exitCode());
        assertEquals(lines, Files.readAllLines(same));
        Path some = Files.writeString(demo.resolve("clips/some.csv"),
                "id,text,label,audio,vision\none,well,1,0121.wav,0121.face.csv\ntwo,hm,,0122.wav,0122.face.csv\n");
        CommandRun evaluated = CommandRun.of("evaluate", "--run", demo.resolve("run").toString(), "--data",
                some.toString(), "--cache", folder.resolve("cache").toString());
        assertEquals(0, evaluated.exitCode(), evaluated.err());
        assertTrue(evaluated.err().contains("the metrics are those of the 1 of 2 samples that have a label"),
                evaluated.err());
        assertFails(1, "has no column 'split' (or 'mode')", "train", "--data", table.toString(), "--cache",
                folder.resolve("cache").toString(), "--out", folder.resolve("never").toString());
        assertFalse(Files.exists(folder.resolve("never")));
    }

    @Test
    void tableIsADataSet() throws IOException {
        CommandRun execution = CommandRun.of("evaluate", "--run", demo.resolve("run").toString(), "--data",
                demo.resolve("clips/manifest.csv").toString(), "--cache", folder.resolve("cache").toString());
        assertEquals(0, execution.exitCode(), execution.err());
        CommandRun built = CommandRun.of("evaluate", "--run", demo.resolve("run").toString());
        assertEquals(built.out().lines().skip(1).toList(), execution.out().lines().skip(1).toList());
    }

    /** A study can train on a table too, with zeros for missing modalities in every run and test. */
    @Test
    void studyTakesATable() throws IOException {
        Path study = Files.writeString(folder.resolve("two.json"),
                """
                        {"format": 1, "name": "two", "description": "Two widths.", "base": "narrow", "seeds": [1],
                         "epochs": 1,
                         "set": {"heads": 2, "headSize": 4, "hyperHeadSize": 4, "mlp": 8,
                         "embeddingDepth": 1, "fusionDepth": 1},
                         "variants": [{"name": "narrow", "description": "8", "set": {"width": 8}},
                                      {"name": "wide", "description": "16", "set": {"width": 16}}]}
                        """);
        String table = demo.resolve("clips/manifest.csv").toString();
        String cache = folder.resolve("cache").toString();
        CommandRun done = CommandRun.of("study", "run", study.toString(), "--data", table, "--cache", cache,
                "--missing",
                "text=zero", "--audio-profile", "librosa-0.11", "--vision-profile", "aus", "--preset", "mosi", "--out",
                folder.resolve("two").toString(), "--quiet");
        assertEquals(0, done.exitCode(), done.err());
        assertTrue(done.out().contains("wide"), done.out());
        assertFails(1, "or use zeros instead (--missing text=zero", "study", "run", study.toString(), "--data",
                table, "--cache", cache, "--audio-profile", "librosa-0.11", "--vision-profile", "aus", "--out",
                folder.resolve("never-studied").toString(), "--quiet");
    }

    /**
     * A model without language is the same, whether named by the variant or made with zeros. It can be used like any
     * other.
     */
    @Test
    void audioAndVisionAloneArePossible() throws IOException {
        List<String> small =
                List.of("train", "--epochs", "2", "--quiet", "--set", "width=16", "--set", "heads=2", "--set",
                        "headSize=8", "--set", "hyperHeadSize=8", "--set", "mlp=16");
        List<String> one = new ArrayList<>(small);
        one.addAll(List.of("--set", "modalities=audio+vision", "--out", folder.resolve("one").toString()));
        List<String> other = new ArrayList<>(small);
        other.addAll(List.of("--missing", "text=zero", "--out", folder.resolve("other").toString()));
        CommandRun trained = CommandRun.of(one.toArray(String[]::new));
        assertEquals(0, trained.exitCode(), trained.err());
        assertTrue(
                trained.err().contains("'text' of the data is left out; the model reads zeros instead"), trained.err());
        assertEquals(0, CommandRun.of(other.toArray(String[]::new)).exitCode());
        assertEquals(Files.readString(folder.resolve("one/predictions.csv")),
                Files.readString(folder.resolve("other/predictions.csv")));
        CommandRun evaluated = CommandRun.of("evaluate", "--run", folder.resolve("one").toString());
        assertEquals(0, evaluated.exitCode(), evaluated.err());
    }

    /** A clip is explained with seconds on the axis. The page shows the same prediction. */
    @Test
    void clipIsExplained() throws IOException {
        String page = Files.readString(demo.resolve("clip.html"));
        assertTrue(page.contains("\"seconds\""), "a sound");
        assertTrue(page.contains("AU12_r") && page.contains("AU04_r"), "the action units that move");
        RawClip clip = RawClips.draw(1, 96, 24, 24).get(120);
        assertTrue(page.contains(clip.words().getFirst().text()), clip.text());
        assertFails(2, "where should the page go", "explain", "--run", demo.resolve("run").toString(), "--text",
                "well");
        assertFails(2, "is explained alone", "explain", "--run", demo.resolve("run").toString(), "--audio",
                clip(".wav"), "--all", "--out", folder.resolve("x.html").toString());
    }

    @Test
    void runOfOtherFeaturesSaysSo() throws IOException {
        CommandRun trained =
                CommandRun.of("train", "--epochs", "1", "--out", folder.resolve("embedded").toString(), "--quiet",
                        "--set", "width=16", "--set", "heads=2", "--set", "headSize=8", "--set", "hyperHeadSize=8",
                        "--set", "mlp=16");
        assertEquals(0, trained.exitCode(), trained.err());
        assertFails(1, "Features of MOSI and MOSEI come from COVAREP and FACET", "predict", "--run",
                folder.resolve("embedded").toString(), "--audio", clip(".wav"));
        assertFails(1, "columns of audio, not 33 (profile sims-2020)", "predict", "--run",
                folder.resolve("embedded").toString(), "--audio", clip(".wav"), "--audio-profile", "sims-2020");
        String page = folder.resolve("other.html").toString();
        assertFails(1, "Features of MOSI and MOSEI come from COVAREP and FACET", "explain", "--run",
                folder.resolve("embedded").toString(), "--audio", clip(".wav"), "--out", page);
        assertFails(1, "columns of audio, not 33 (profile sims-2020)", "explain", "--run",
                folder.resolve("embedded").toString(), "--audio", clip(".wav"), "--audio-profile", "sims-2020",
                "--out", page);
        CommandRun evaluated = CommandRun.of("evaluate", "--run", folder.resolve("embedded").toString(), "--data",
                demo.resolve("clips.pkl").toString(), "--missing", "text=zero");
        assertEquals(1, evaluated.exitCode());
        assertTrue(evaluated.err()
                .matches("(?s).*embedded/best.safetensors reads \\d+ x \\d+ numbers of audio, but .*clips.pkl.* has"
                        + " \\d+ x 33 \\(profile librosa-0.11\\); it was trained on.*"),
                evaluated.err());
    }

    /** The features have the right number of columns, but are not those that the run was trained on. */
    @Test
    void otherFeaturesOfTheSameWidthAreRefused() throws IOException {
        String raw = folder.resolve("raw.pkl").toString();
        CommandRun built =
                CommandRun.of("dataset", "build", demo.resolve("clips/manifest.csv").toString(), "--out", raw,
                        "--audio-profile", "sims-2020", "--vision-profile", "aus", "--failed", "keep");
        assertEquals(0, built.exitCode(), built.err());
        assertFails(1, "audio has profile sims-2020, in training librosa-0.11; audio is not standardised, in training"
                + " it was; frames without a face: rule KEEP, in training HOLD; vision is not standardised", "evaluate",
                "--run", demo.resolve("run").toString(), "--data", raw);
    }

    /** Each option is given the other's file. */
    @Test
    void swappedFilesAreNamed() throws IOException {
        String out = folder.resolve("never.npz").toString();
        assertFails(1, ".face.csv: is a table of OpenFace, not a WAV file", "features", "--audio", clip(".face.csv"),
                "--openface", clip(".wav"), "--out", out);
        assertFails(1, ".wav: is a WAV file, which is sound; expected a text file", "features", "--openface",
                clip(".wav"), "--out", out);
        assertFails(1, ".words.csv: is a text, not a WAV file", "predict", "--run", demo.resolve("run").toString(),
                "--audio", clip(".words.csv"));
        assertFails(1, ".wav: is a WAV file, which is sound; expected a text file", "predict", "--run",
                demo.resolve("run").toString(), "--transcript", clip(".wav"));
    }

    /** The first clips of each split, as a table beside them. */
    private static Path few(String name) throws IOException {
        List<String> all = Files.readAllLines(demo.resolve("clips/manifest.csv"));
        List<String> rows = new ArrayList<>(all.subList(0, 1));
        for (int first : List.of(1, 97, 121)) {
            rows.addAll(all.subList(first, first + 4));
        }
        return Files.write(demo.resolve("clips").resolve(name), rows);
    }

    /** A run on rows of words applies its alignment to everything that it predicts. */
    @ParameterizedTest
    @ValueSource(strings = {"words", "cmu-sdk"})
    void alignedRunsAlignWhatTheyPredict(String how) throws IOException {
        Path table = few("few-" + how + ".csv");
        String data = folder.resolve("aligned-" + how + ".pkl").toString();
        String trained = folder.resolve("aligned-" + how).toString();
        CommandRun built = CommandRun.of("dataset", "build", table.toString(), "--out", data, "--align", how,
                "--audio-profile", "librosa-0.11", "--vision-profile", "aus", "--standardize", "train", "--lengths",
                "8,8");
        assertEquals(0, built.exitCode(), built.err());
        assertTrue(built.out().contains("aligned to " + how + "; audio 8 x 33"), built.out());
        CommandRun training = CommandRun.of("train", "--data", data, "--missing", "text=zero", "--epochs", "2", "--out",
                trained, "--quiet", "--set", "width=16", "--set", "heads=2", "--set", "headSize=8", "--set",
                "hyperHeadSize=8", "--set", "mlp=16");
        assertEquals(0, training.exitCode(), training.err());
        CommandRun byFiles = CommandRun.of("predict", "--run", trained, "--audio", clip(".wav"), "--openface",
                clip(".face.csv"), "--transcript", clip(".words.csv"));
        assertEquals(0, byFiles.exitCode(), byFiles.err());
        Path out = folder.resolve(how + "-out.csv");
        CommandRun byTable = CommandRun.of("predict", "--run", trained, "--manifest", table.toString(), "--cache",
                folder.resolve("cache").toString(), "--predictions", out.toString());
        assertEquals(0, byTable.exitCode(), byTable.err());
        String number = byFiles.out().lines().filter(each -> each.startsWith("prediction")).findFirst().orElseThrow()
                .split(" +")[1];
        String row =
                Files.readAllLines(out).stream().filter(each -> each.startsWith("0121,")).findFirst().orElseThrow();
        assertTrue(row.endsWith("," + number), row + " and " + number);
        Path page = folder.resolve(how + ".html");
        CommandRun explained = CommandRun.of("explain", "--run", trained, "--audio", clip(".wav"), "--openface",
                clip(".face.csv"), "--transcript", clip(".words.csv"), "--out", page.toString());
        assertEquals(0, explained.exitCode(), explained.err());
        assertTrue(Files.readString(page).contains("AU12_r"), "the face as it was seen");
        assertFails(2, "so it needs words with times: --transcript FILE", "predict", "--run", trained, "--audio",
                clip(".wav"), "--text", "well");
        Path sentence = Files.writeString(folder.resolve("said.txt"), "well");
        assertFails(1, "said.txt: has no times, to which features are aligned", "predict", "--run", trained, "--audio",
                clip(".wav"), "--transcript", sentence.toString());
    }

    /** Rows of tokens follow the language model of the run; texts of other data are cut to the length of training. */
    @Test
    void rowsOfTokensFollowTheLanguageModel() throws IOException {
        String bert = new SmallBert().folder(folder).toString();
        Path table = few("tokens.csv");
        Files.writeString(table, Files.readString(table).replaceAll("(?m)^(\\d{4}),[^,]*,", "$1,,"));
        String data = folder.resolve("tokens.pkl").toString();
        String trained = folder.resolve("tokens").toString();
        CommandRun built = CommandRun.of("dataset", "build", table.toString(), "--out", data, "--align", "tokens",
                "--bert", bert, "--audio-profile", "f0", "--vision-profile", "aus");
        assertEquals(0, built.exitCode(), built.err());
        CommandRun training = CommandRun.of("train", "--data", data, "--bert", bert, "--epochs", "2", "--out", trained,
                "--quiet", "--set", "width=16", "--set", "heads=2", "--set", "headSize=8", "--set", "hyperHeadSize=8",
                "--set", "mlp=16");
        assertEquals(0, training.exitCode(), training.err());
        CommandRun byFiles = CommandRun.of("predict", "--run", trained, "--audio", clip(".wav"), "--openface",
                clip(".face.csv"), "--transcript", clip(".words.csv"));
        assertEquals(0, byFiles.exitCode(), byFiles.err());
        Path out = folder.resolve("tokens-out.csv");
        CommandRun byTable = CommandRun.of("predict", "--run", trained, "--manifest", table.toString(), "--cache",
                folder.resolve("cache").toString(), "--predictions", out.toString());
        assertEquals(0, byTable.exitCode(), byTable.err());
        String number = byFiles.out().split(" +")[1];
        assertTrue(Files.readString(out).lines().anyMatch(row -> row.startsWith("0121,") && row.endsWith("," + number)),
                Files.readString(out) + number);
        CommandRun explained = CommandRun.of("explain", "--run", trained, "--audio", clip(".wav"), "--openface",
                clip(".face.csv"), "--transcript", clip(".words.csv"), "--out",
                folder.resolve("tokens.html").toString());
        assertEquals(0, explained.exitCode(), explained.err());
    }

    @Test
    void featuresOfWordsAreWritten() throws IOException {
        Path csv = folder.resolve("words-of-clip.csv");
        CommandRun words = CommandRun.of("features", "--audio", clip(".wav"), "--transcript", clip(".words.csv"),
                "--align", "words", "--out", csv.toString());
        assertEquals(0, words.exitCode(), words.err());
        List<String> lines = Files.readAllLines(csv);
        assertTrue(lines.getFirst().startsWith("word,start,end,zcr,"), lines.getFirst());
        RawClip truth = RawClips.draw(1, 96, 24, 24).get(121);
        assertEquals(truth.words().size() + 1, lines.size());
        assertTrue(lines.get(1).startsWith("\"" + truth.words().getFirst().text() + "\",0.1,"), lines.get(1));
        Path npz = folder.resolve("words-of-clip.npz");
        Path page = folder.resolve("words-of-clip.html");
        CommandRun both = CommandRun.of("features", "--audio", clip(".wav"), "--openface", clip(".face.csv"),
                "--vision-profile", "aus", "--transcript", clip(".words.csv"), "--align", "cmu-sdk", "--out",
                npz.toString(), "--plot", page.toString());
        assertEquals(0, both.exitCode(), both.err());
        Map<String, NpyArray> arrays = Npz.read(npz);
        assertEquals(truth.words().size(), arrays.get("words").strings().length);
        assertEquals(truth.words().size(), arrays.get("vision_features").shape().size(0));
        assertFails(2, "--align needs words with times; give --transcript FILE", "features", "--audio", clip(".wav"),
                "--align", "words", "--out", csv.toString());
        assertFails(2, "goes with --align words, or with --plot", "features", "--audio", clip(".wav"), "--transcript",
                clip(".words.csv"), "--out", csv.toString());
        assertFails(2, "--align tokens needs the language model", "features", "--audio", clip(".wav"), "--transcript",
                clip(".words.csv"), "--align", "tokens", "--out", csv.toString());
        assertFails(2, "--bert none goes with --align tokens", "features", "--audio", clip(".wav"), "--transcript",
                clip(".words.csv"), "--align", "words", "--bert", "none", "--out", csv.toString());
        assertFails(1, "there is no alignment 'word'; expected words, tokens, cmu-sdk", "features", "--audio",
                clip(".wav"), "--transcript", clip(".words.csv"), "--align", "word", "--out", csv.toString());
        Path table = Files.writeString(folder.resolve("textless.csv"), "id,text,label\na,well,1\n");
        assertFails(2, "has words with times; name its files in a column 'words'", "dataset", "build", table.toString(),
                "--out",
                folder.resolve("never.pkl").toString(), "--align", "words");
    }

    /** A run trained without sound refuses a sound, in predictions and explanations. */
    @Test
    void runWithoutSoundSaysSo() throws IOException {
        Path table = demo.resolve("clips/faces.csv");
        StringBuilder rows = new StringBuilder("id,label,split,vision\n");
        for (int i = 0; i < 6; i++) {
            rows.append(i + "," + (i - 2) + "," + SplitName.values()[i % 3].key() + ",012" + i + ".face.csv\n");
        }
        Files.writeString(table, rows);
        Path faces = folder.resolve("faces");
        CommandRun trained = CommandRun.of("train", "--data", table.toString(), "--cache",
                folder.resolve("cache").toString(), "--missing", "text=zero", "--missing", "audio=zero",
                "--vision-profile", "aus", "--epochs", "1", "--out", faces.toString(), "--quiet", "--set", "width=16",
                "--set", "heads=2", "--set", "headSize=8", "--set", "hyperHeadSize=8", "--set", "mlp=16");
        assertEquals(0, trained.exitCode(), trained.err());
        String said = "was trained without audio; leave --audio out";
        Path page = folder.resolve("never.html");
        assertFails(1, said, "predict", "--run", faces.toString(), "--audio", clip(".wav"));
        assertFails(1, said, "explain", "--run", faces.toString(), "--audio", clip(".wav"), "--out", page.toString());
        assertFalse(Files.exists(page));
        Path none = folder.resolve("none.npy");
        Npy.write(none, NpyArray.of(new float[0], 0, 5));
        assertFails(1, "has no elements; leave --audio out", "predict", "--run", faces.toString(), "--audio",
                none.toString());
    }

    /** A named profile is refused if the table has no clip for it; it is not ignored silently. */
    @Test
    void namedProfilesNeedClips() throws IOException {
        Path table = Files.writeString(folder.resolve("words.csv"), "id,text,label\na,well,1\n");
        Path out = folder.resolve("words.pkl");
        assertFails(2, "has sound; name its files in a column 'audio', or leave the option out", "dataset", "build",
                table.toString(), "--out", out.toString(), "--audio-profile", "fet");
        assertFails(2, "has a face; name its files in a column 'vision', or leave the option out", "dataset", "build",
                table.toString(), "--out", out.toString(), "--vision-profile", "aus");
        for (String command : List.of("train", "evaluate")) {
            List<String> words = new ArrayList<>(List.of(command, "--data", table.toString(), "--audio-profile",
                    "fet"));
            if (command.equals("evaluate")) {
                words.addAll(List.of("--run", demo.resolve("run").toString()));
            }
            assertFails(2, "has sound; name its files in a column 'audio'", words.toArray(String[]::new));
        }
        assertFails(2, "clips.pkl holds features already; the options of profiles, faces and alignment go with a table",
                "train", "--data", demo.resolve("clips.pkl").toString(), "--audio-profile", "fet");
        assertFails(2, "go with a table of clips; name one with --data TABLE.csv", "train", "--audio-profile", "fet");
        assertFails(1, "are to be made with audio fet, vision sims-2020; leave profiles", "evaluate",
                "--run", demo.resolve("run").toString(), "--data", demo.resolve("clips/manifest.csv").toString(),
                "--audio-profile", "fet");
        assertFalse(Files.exists(out));
        assertEquals(0, CommandRun.of("dataset", "build", table.toString(), "--out", out.toString()).exitCode());
    }

    @Test
    void featuresAreWritten() throws IOException {
        Path npz = folder.resolve("f.npz");
        CommandRun both =
                CommandRun.of("features", "--audio", clip(".wav"), "--openface", clip(".face.csv"), "--profile", "fet",
                        "--vision-profile", "aus", "--out", npz.toString());
        assertEquals(0, both.exitCode(), both.err());
        Map<String, NpyArray> arrays = Npz.read(npz);
        assertEquals(70, arrays.get("features").shape().size(1));
        assertEquals(2, arrays.get("times").shape().size(1));
        assertEquals(35, arrays.get("vision_features").shape().size(1));
        Path csv = folder.resolve("f.csv");
        assertEquals(0,
                CommandRun.of("features", "--openface", clip(".face.csv"), "--profile", "aus", "--out", csv.toString())
                        .exitCode());
        List<String> lines = Files.readAllLines(csv);
        assertTrue(lines.getFirst().startsWith("AU01_r,AU02_r,"));
        assertEquals(arrays.get("vision_features").shape().size(0) + 1, lines.size());
        assertFails(2, "no input is named", "features", "--out", csv.toString());
        assertFails(1, "there is no audio profile 'mfcc'", "features", "--audio", clip(".wav"), "--profile", "mfcc",
                "--out",
                csv.toString());
        Path tiny =
                Files.write(folder.resolve("tiny.wav"), Arrays.copyOf(Files.readAllBytes(Path.of(clip(".wav"))), 46));
        Path plot = folder.resolve("plot.html");
        assertFails(1, "too short for chroma", "features", "--audio", tiny.toString(), "--out",
                folder.resolve("none.npz").toString(), "--plot", plot.toString());
        assertFalse(Files.exists(plot));
        CommandRun drawn = CommandRun.of("features", "--openface", clip(".face.csv"), "--profile", "aus", "--out",
                folder.resolve("g.csv").toString(), "--plot", plot.toString());
        assertEquals(0, drawn.exitCode(), drawn.err());
        assertEquals(lines, Files.readAllLines(folder.resolve("g.csv")));
        assertTrue(Files.readString(plot).contains("AU12_r"));
        Path wav = Files.writeString(folder.resolve("broken.wav"), "fLaC....");
        assertFails(1, "is a FLAC file, not a WAV file", "features", "--audio", wav.toString(), "--out",
                folder.resolve("none.npz").toString());
        assertFalse(Files.exists(folder.resolve("none.npz")));
    }
}
