package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The contract of the command line: exit codes, one clear sentence for each error, nothing half-written. */
class CommandLineTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {
            "", "train", "evaluate", "predict", "score", "describe", "inspect", "distill", "study", "study run",
            "study list", "study show"
    })
    void everyCommandHasHelpWithExamples(String command) {
        CommandRun help = CommandRun.of((command + " --help").strip().split(" "));
        assertEquals(0, help.exitCode());
        assertTrue(help.out().contains("Usage: almt"), help.out());
        assertTrue(help.out().contains("Examples:"), help.out());
        assertTrue(help.out().lines().allMatch(line -> line.length() <= 100), help.out());
    }

    @Test
    void theVersionIsShown() {
        CommandRun version = CommandRun.of("--version");
        assertEquals(0, version.exitCode());
        assertTrue(version.out().matches("almt \\d+\\.\\d+\\.\\d+ \\(Java .+\\)\\R"), version.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "                                       | a command is missing",
            "trane                                  | there is no command 'trane'; did you mean train",
            "foo                                    | there is no command 'foo'; there are train, evaluate",
            "train --epoch 3                        | there is no option '--epoch'; did you mean --epochs?",
            "train data.pkl                         | 'data.pkl' is one word too many",
            "train --preset sims                    | preset sims needs data of CH-SIMS",
            "train --data=                          | the name is empty",
            "train --preset mosy                    | there is no 'mosy'; known are mosi, mosei, sims",
            "train --batch-size 0                   | batchSize is 0; a whole number from 1",
            "train --epochs 0                       | epochs is 0; a whole number from 1",
            "train --epochs -3                      | epochs is -3",
            "train --epochs ten                     | epochs is 'ten'; a whole number",
            "train --lr NaN                         | lr is NaN",
            "train --lr -1                          | lr is -1;",
            "train --weight-decay Infinity          | weightDecay is Infinity",
            "train --schedule linear                | known are warmup-cosine, warmup-cosine-by-step, constant",
            "train --seed one                       | seed is 'one'",
            "train --set speed=1                    | known are seed, epochs, batchSize",
            "train --set epochs                     | NAME=VALUE is needed",
            "train --set width=0                    | width is 0",
            "train --set fusionReads=some           | 'token'",
            "train --set hyper=mlp                  | hyper is 'mlp'; known are ahl, concat, swapped",
            "train --set guides=4                   | with hyperDepth=3 there are 1 to 3",
            "train --set modalities=language        | add hyper=concat",
            "train --threads 0                      | a number from 1 to 1024",
            "train --threads two                    | 'two' is not a whole number",
            "train --simd 1024                      | auto, reference, plain, 128, 256 or 512",
            "train --resume runs/x --epochs 3       | --resume keeps the settings of its run",
            "train --resume runs/x --out runs/y     | --resume keeps the settings of its run",
            "evaluate --data x.pkl                  | which model? Give --run DIR, or --weights FILE and --preset P",
            "evaluate --weights w --data x.pkl      | --weights needs --preset, for",
            "evaluate --run r --weights w           | --run and --weights name two models",
            "evaluate --run r --preset mosi         | --preset goes with --weights",
            "evaluate --run r --split all           | there are train, valid and test",
            "predict --run r --data x.pkl           | --id",
            "score x.csv                            | --dataset",
            "score x.csv --dataset iemocap          | known are mosi, mosei, sims",
            "describe                               | Give --preset P or --run DIR, and not both",
            "describe --preset paper                | known are mosi",
            "describe --preset mosi --set shared=no | known are none, language, hyper",
            "describe --preset mosi --set fusion=add --set fusionReads=all | has no effect beside fusion=add",
            "inspect                                | FILE"
    })
    void wrongUsageIsTwo(String line, String message) {
        CommandRun wrong = CommandRun.of(line == null ? new String[0] : line.split(" "));
        assertEquals(2, wrong.exitCode(), wrong.err());
        wrong.assertOneSentence(message);
        assertTrue(wrong.err().contains("--help'"), wrong.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "train --data nowhere.pkl               | nowhere.pkl",
            "train --data nowhere.pkl --preset sims | nowhere.pkl",
            "train --resume nowhere                 | nowhere does not exist",
            "train --init nowhere.npz               | nowhere.npz",
            "train --sample-order nowhere.npy       | nowhere.npy",
            "train --json nowhere/out.json          | nowhere/out.json: its folder does not exist",
            "train --json /                         | / is a folder",
            "describe --run nowhere                 | nowhere does not exist",
            "evaluate --run nowhere                 | nowhere does not exist",
            "evaluate --weights nowhere --preset mosi --data nowhere.pkl | nowhere",
            "predict --run nowhere --id 1           | nowhere does not exist",
            "score nowhere.csv --dataset mosi       | nowhere.csv",
            "inspect nowhere.pkl                    | nowhere.pkl"
    })
    void whatIsNotThereIsOne(String line, String message) {
        Path out = temporary.resolve("run");
        String[] words = line.startsWith("train") && !line.contains("--resume")
                ? (line + " --out " + out).split(" ")
                : line.split(" ");
        CommandRun failed = CommandRun.of(words);
        assertEquals(1, failed.exitCode(), failed.err());
        failed.assertOneSentence(message);
        assertFalse(Files.exists(out), "a folder was made before all was checked");
    }

    /** Also by another name, and with --out a file of the run to come. */
    @Test
    void noOutputReplacesAnInput() throws IOException {
        Path data = Files.writeString(temporary.resolve("data.csv"), "id,label,prediction\na,1,1\n");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), data);
        Path run = Files.createDirectory(temporary.resolve("run"));
        String[][] lines = {
                {"score", data.toString(), "--dataset", "mosi", "--json", data.toString()},
                {"score", data.toString(), "--dataset", "mosi", "--json", link.toString()},
                {"train", "--data", data.toString(), "--json", link.toString()},
                {"train", "--init", data.toString(), "--json", data.toString()},
                {"train", "--sample-order", data.toString(), "--json", data.toString()},
                {"train", "--out", run.toString(), "--json", run.resolve("metrics.csv").toString()}
        };
        for (String[] line : lines) {
            CommandRun refused = CommandRun.of(line);
            assertEquals(2, refused.exitCode(), refused.err());
            refused.assertOneSentence("which would be lost; name another file");
        }
        assertEquals("id,label,prediction\na,1,1\n", Files.readString(data));
        assertEquals(0, run.toFile().list().length);
    }

    @Test
    void aFolderThatIsNotEmptyIsNotWrittenTo() throws IOException {
        Path file = Files.writeString(temporary.resolve("notes.txt"), "mine");
        CommandRun failed = CommandRun.of("train", "--out", temporary.toString());
        assertEquals(1, failed.exitCode());
        failed.assertOneSentence("is not empty");
        assertEquals("mine", Files.readString(file));
        assertEquals(1, temporary.toFile().list().length);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "mine");
        CommandRun failed = CommandRun.of("train", "--out", file.resolve("run").toString());
        assertEquals(1, failed.exitCode());
        failed.assertOneSentence("cannot be made");
        CommandRun taken = CommandRun.of("train", "--out", file.toString());
        assertEquals(1, taken.exitCode());
        taken.assertOneSentence("cannot be made: there is a file with that name");
    }

    /** Room is made for the samples that there are, not for those that a batch might have. */
    @Test
    void aBatchMayBeLargerThanTheData() {
        CommandRun trained = CommandRun.of("train", "--out", temporary.resolve("run").toString(), "--epochs", "1",
                "--batch-size", "65536", "--set", "width=16", "--set", "tokens=2", "--set", "heads=2", "--set",
                "headSize=8", "--set", "mlp=16", "--quiet");
        assertEquals(0, trained.exitCode(), trained.err());
    }

    @Test
    void aFolderThatIsNoRunIsNotResumed() {
        CommandRun failed = CommandRun.of("train", "--resume", temporary.toString());
        assertEquals(1, failed.exitCode());
        failed.assertOneSentence("is not a run folder: it has no config.json");
    }

    @Test
    void foreignWeightsAreNamed() throws IOException {
        Path weights = Files.writeString(temporary.resolve("w.safetensors"), "this is not a checkpoint at all");
        Path out = temporary.resolve("run");
        CommandRun failed = CommandRun.of("train", "--init", weights.toString(), "--out", out.toString());
        assertEquals(1, failed.exitCode());
        failed.assertOneSentence("w.safetensors: is neither safetensors nor .npz");
        assertFalse(Files.exists(out));
    }

    @Test
    void lostOutputIsAFailure() {
        PrintWriter full = new PrintWriter(new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("no space left");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine().setOut(full).setErr(new PrintWriter(err));
        assertEquals(1, command.execute("describe", "--preset", "mosi"));
        assertTrue(err.toString().startsWith("almt: not all of the output was written"), err.toString());
    }

    @Test
    void severalFilesAreScoredTogether() throws IOException {
        Path one = Files.writeString(temporary.resolve("1.csv"), "id,label,prediction\na,1,2\nb,-1,-1\nc,2,2.5\n");
        Path two = Files.writeString(temporary.resolve("2.csv"), "id,label,prediction\na,1,1\nb,-1,-1\nc,2,2\n");
        CommandRun score = CommandRun.of("score", one.toString(), two.toString(), "--dataset", "mosi", "--against",
                two.toString(), "--against", two.toString());
        assertEquals(0, score.exitCode(), score.err());
        assertTrue(score.out().startsWith("2 runs, 3 samples"), score.out());
        assertTrue(score.out().contains("MAE             0.2500  [0.0000, "), score.out());
        assertTrue(score.out().contains("MAE             +0.2500  [+0.0000, "), score.out());
        CommandRun.of("score", one.toString(), two.toString(), "--dataset", "mosi", "--json",
                temporary.resolve("x.json").toString()).assertOneSentence("--json writes the metrics of one file");
    }

    @Test
    void whatTheMetricsCountInSilenceIsSaid() throws IOException {
        Path file = Files.writeString(temporary.resolve("p.csv"), "id,label,prediction\na,1,1\nb,-1,nan\na,2,2\n");
        CommandRun score = CommandRun.of("score", file.toString(), "--dataset", "MOSI");
        assertEquals(0, score.exitCode());
        assertEquals(List.of(
                "almt: predictions that are not numbers: 1 of 3; they count as wrong, and MAE and Corr are NaN",
                "almt: rows whose id occurs in an earlier row: 1; each row counts"), score.err().lines().toList());
        CommandRun.of("score", temporary.toString(), "--dataset", "mosi").assertOneSentence("is a folder");
    }

    @Test
    void debugShowsTheStackTrace() {
        CommandRun failed = CommandRun.of("evaluate", "--run", "nowhere", "--debug");
        assertEquals(1, failed.exitCode());
        assertTrue(failed.err().contains("nowhere does not exist") && failed.err().contains("\tat "), failed.err());
    }

    @Test
    void describeCountsParameters() {
        CommandRun mosi = CommandRun.of("describe", "--preset", "mosi");
        assertEquals(0, mosi.exitCode());
        assertTrue(mosi.out().contains("2,603,649"), mosi.out());
        CommandRun narrow = CommandRun.of("describe", "--preset", "mosi-paper", "--set", "textWidth=384");
        assertTrue(narrow.out().contains("2,455,297"), narrow.out());
        CommandRun variant = CommandRun.of("describe", "--preset", "mosi-paper", "--set", "modalities=language+vision");
        assertTrue(variant.out().contains("2,099,841"), variant.out());
    }

    @Test
    void namesAreTakenInUpperAndLowerCase() {
        assertEquals(CommandRun.of("describe", "--preset", "mosi"), CommandRun.of("describe", "--preset", "MOSI"));
        assertTrue(CommandRun.of("describe", "--preset", "embedded").out().contains("2,403,201"));
    }

    @Test
    void helpIsACommandToo() {
        assertEquals(CommandRun.of("train", "--help").out(), CommandRun.of("help", "train").out());
    }
}
