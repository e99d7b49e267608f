package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.almt.report.StudyExample;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code almt explain} on one small run of the embedded data, and on one of a file. */
class ExplainCommandTest {
    @TempDir
    static Path temporary;

    private static Path run;
    private static Path runOnFile;

    @BeforeAll
    static void train() {
        run = temporary.resolve("run");
        CommandRun training = CommandRun.of("train", "--out", run.toString(), "--set", "width=16", "--set", "tokens=2",
                "--set", "heads=2", "--set", "headSize=8", "--set", "hyperHeadSize=4", "--set", "mlp=16", "--epochs",
                "1",
                "--lr", "2e-3", "--quiet");
        assertEquals(0, training.exitCode(), training.err());
        runOnFile = temporary.resolve("file");
        CommandRun other =
                CommandRun.of(TinyTraining.NARROW.into(runOnFile, List.of("--quiet")).toArray(String[]::new));
        assertEquals(0, other.exitCode(), other.err());
    }

    private static CommandRun explain(String... more) {
        return CommandRun.of(Stream.concat(Stream.of("explain", "--run", run.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void aPageOfSomeSamples() throws IOException {
        Path page = temporary.resolve("some.html");
        CommandRun done = explain("--all", "--most", "3", "--out", page.toString());
        assertEquals(0, done.exitCode(), done.err());
        assertTrue(done.out().contains("area under the ROC curve"), done.out());
        assertTrue(done.out().contains("Best for locating words and frames: "), done.out());
        assertTrue(done.out().contains("Page: " + page), done.out());
        assertTrue(Files.readString(page).contains("3 of the 384 samples"));
    }

    @Test
    void aPageOfOneSampleOfAnySplit() throws IOException {
        Path page = temporary.resolve("one.html");
        CommandRun done = explain("--id", "valid$_$3", "--out", page.toString());
        assertEquals(0, done.exitCode(), done.err());
        assertTrue(Files.readString(page).contains("<title>ALMT explained: valid$_$3</title>"));
    }

    @Test
    void aPageOfAFileWithoutSoundInASample() throws IOException {
        Path page = temporary.resolve("file.html");
        CommandRun done = CommandRun.of(
                "explain", "--run", runOnFile.toString(), "--all", "--out", page.toString());
        assertEquals(0, done.exitCode(), done.err());
        assertTrue(done.out().contains("The informative words and frames are not known here."), done.out());
        assertTrue(Files.size(page) > 1_000_000);
    }

    @Test
    void questionsAreAnsweredWithoutAPage() {
        CommandRun done = explain("--what-if", "audio=neutral", "--what-if", "vision.3@0-4=neutral");
        assertEquals(0, done.exitCode(), done.err());
        assertEquals(2, done.out().lines().filter(line -> line.contains("rise of MAE")).count());
        assertTrue(done.out().contains("mean real frame of the train split"), done.out());
    }

    @Test
    void badInputIsOneSentenceAndLeavesNothing() throws IOException {
        Path page = temporary.resolve("never.html");
        String out = page.toString();
        explain("--id", "test$_$9999", "--out", out)
                .assertOneSentence("has the id 'test$_$9999'; the nearest are 'test$_$9");
        explain("--id", "test$_$1", "--id", "no\none", "--out", out).assertOneSentence("has the id 'no?one'");
        explain("--id", "test$_$1", "--split", "valid", "--out", out).assertOneSentence("has the id 'test$_$1'");
        explain("--all", "--out", temporary.toString()).assertOneSentence("is a folder; name a file in it");
        explain("--all", "--out", temporary.resolve("no/such.html").toString())
                .assertOneSentence("its folder does not exist");
        explain("--all", "--out", run.resolve("config.json").toString()).assertOneSentence("would be lost");
        explain("--all", "--id", "x", "--out", out).assertOneSentence("leave one of them out");
        explain("--all").assertOneSentence("Give --out FILE.html");
        explain("--out", out).assertOneSentence("which samples");
        explain().assertOneSentence("what should be explained?");
        explain("--what-if", "smell=neutral").assertOneSentence("is not a question");
        explain("--all", "--most", "0", "--out", out).assertOneSentence("a number from 1 on");
        explain("--run", run.toString(), "--check").assertOneSentence("give one --run");
        CommandRun.of("explain", "--run", temporary.toString(), "--check").assertOneSentence("is not a run folder");
        assertFalse(Files.exists(page));
    }

    @Test
    void aRunOfAnotherVersionIsRefused() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("other"));
        Files.writeString(other.resolve("config.json"),
                Files.readString(run.resolve("config.json")).replaceFirst("\"format\" : \\d", "\"format\" : 9"));
        CommandRun.of("explain", "--run", other.toString(), "--check").assertOneSentence("written by another version");
    }

    @Test
    void anotherArchitectureHasNoAttentionToTrace() throws IOException {
        Path tfn = temporary.resolve("tfn");
        CommandRun training = CommandRun.of("train", "--model", "tfn", "--data",
                Fixtures.path("golden/pickles/mosi_p4.pkl").toString(), "--epochs", "1", "--quiet", "--out",
                tfn.toString());
        assertEquals(0, training.exitCode(), training.err());
        Path page = temporary.resolve("tfn.html");
        CommandRun done = CommandRun.of("explain", "--run", tfn.toString(), "--all", "--out", page.toString());
        assertEquals(0, done.exitCode(), done.err());
        assertTrue(
                done.out().contains("Attention of language to audio and vision cannot be traced in this model"),
                done.out());
        assertTrue(Files.readString(page).contains("<title>TFN explained: test split</title>"));
    }

    @Test
    void aStudyIsOnePage() throws IOException {
        Path study = Files.createDirectory(temporary.resolve("study"));
        Path page = temporary.resolve("study.html");
        CommandRun.of("explain", "--study", study.toString(), "--out", page.toString())
                .assertOneSentence("is not the folder of a finished study: it has no results.json");
        Files.writeString(study.resolve("results.json"),
                StudyExample.RESULTS.replace("\"format\": 1", "\"format\": 2"));
        CommandRun.of("explain", "--study", study.toString(), "--out", page.toString())
                .assertOneSentence("written by another version (format 2");
        Files.writeString(study.resolve("results.json"), StudyExample.RESULTS.replace("\"variants\"", "\"other\""));
        CommandRun.of("explain", "--study", study.toString(), "--out", page.toString())
                .assertOneSentence("'variants' must be a list");
        CommandRun.of("explain", "--study", study.toString(), "--all", "--out", page.toString())
                .assertOneSentence("--study goes with --out alone");
        CommandRun.of("explain", "--study", study.toString()).assertOneSentence("Give --out FILE.html");
        assertFalse(Files.exists(page));
        Files.writeString(study.resolve("results.json"), StudyExample.RESULTS);
        CommandRun done = CommandRun.of("explain", "--study", study.toString(), "--out", page.toString());
        assertEquals(0, done.exitCode(), done.err());
        assertTrue(Files.readString(page).contains("<title>Study: voice</title>"));
        CommandRun.of("explain", "--study", study.toString(), "--out", study.resolve("results.json").toString())
                .assertOneSentence("would be lost");
    }

    @Test
    void damagedCurvesAreNamed() throws IOException {
        Path copy = Files.createDirectory(temporary.resolve("copy"));
        for (String name : List.of("config.json", "best.safetensors", "summary.json")) {
            Files.copy(run.resolve(name), copy.resolve(name));
        }
        Files.writeString(copy.resolve("metrics.csv"), "epoch,train_loss\n1,x\n");
        Path page = temporary.resolve("damaged.html");
        CommandRun.of("explain", "--run", copy.toString(), "--id", "test$_$1", "--out", page.toString())
                .assertOneSentence("metrics.csv: row 1 is damaged: 1,x");
        assertFalse(Files.exists(page));
    }
}
