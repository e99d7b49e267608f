package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of the command line: exit codes, one clear sentence for each error, nothing half-written. */
class CommandLineTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"", "train", "evaluate", "predict", "score", "describe", "inspect"})
    void everyCommandHasHelpWithExamples(String command) {
        Execution help = Execution.of((command + " --help").strip().split(" "));
        assertEquals(0, help.exitCode());
        assertTrue(help.out().contains("Usage: almt"), help.out());
        assertTrue(help.out().contains("Examples:"), help.out());
        assertTrue(help.out().lines().allMatch(line -> line.length() <= 100), help.out());
    }

    @Test
    void theVersionIsShown() {
        Execution version = Execution.of("--version");
        assertEquals(0, version.exitCode());
        assertTrue(version.out().matches("almt \\d+\\.\\d+\\.\\d+ \\(Java .+\\)\\R"), version.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "                                       | a command is missing",
            "trane                                  | trane",
            "train --epoch 3                        | --epoch",
            "train --preset mosy                    | there is no 'mosy'; known are mosi, mosei, sims",
            "train --batch-size 0                   | batchSize is 0; a whole number from 1",
            "train --epochs 0                       | epochs is 0; a whole number from 1",
            "train --epochs -3                      | epochs is -3",
            "train --epochs ten                     | epochs is 'ten'; a whole number",
            "train --lr NaN                         | lr is NaN",
            "train --lr -1                          | lr is -1.0",
            "train --weight-decay Infinity          | weightDecay is Infinity",
            "train --schedule linear                | known are warmup-cosine, constant",
            "train --seed one                       | seed is 'one'",
            "train --set speed=1                    | known are seed, epochs, batchSize",
            "train --set epochs                     | NAME=VALUE is needed",
            "train --set width=0                    | width is 0",
            "train --set fusionReads=some           | 'token'",
            "train --threads 0                      | a number from 1 to 1024",
            "train --threads two                    | two",
            "train --simd 1024                      | auto, scalar, 128, 256 or 512",
            "train --resume runs/x --epochs 3       | --resume goes on with the settings of its run",
            "train --resume runs/x --out runs/y     | --resume goes on with the settings of its run",
            "evaluate --data x.pkl                  | --run",
            "evaluate --weights w --data x.pkl      | --preset",
            "evaluate --run r --split all           | there are train, valid and test",
            "predict --run r --data x.pkl           | --id",
            "score x.csv                            | --dataset",
            "score x.csv --dataset iemocap          | known are mosi, mosei, sims",
            "describe                               | --preset",
            "describe --preset paper                | known are mosi",
            "inspect                                | FILE"
    })
    void wrongUsageIsTwo(String line, String message) {
        Execution wrong = Execution.of(line == null ? new String[0] : line.split(" "));
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
        Execution failed = Execution.of(words);
        assertEquals(1, failed.exitCode(), failed.err());
        failed.assertOneSentence(message);
        assertFalse(Files.exists(out), "a folder was made before all was checked");
    }

    @Test
    void aFolderThatIsNotEmptyIsNotWrittenTo() throws IOException {
        Path file = Files.writeString(temporary.resolve("notes.txt"), "mine");
        Execution failed = Execution.of("train", "--out", temporary.toString());
        assertEquals(1, failed.exitCode());
        failed.assertOneSentence("is not empty");
        assertEquals("mine", Files.readString(file));
        assertEquals(1, temporary.toFile().list().length);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "mine");
        Execution failed = Execution.of("train", "--out", file.resolve("run").toString());
        assertEquals(1, failed.exitCode());
        failed.assertOneSentence("cannot be made");
        Execution taken = Execution.of("train", "--out", file.toString());
        assertEquals(1, taken.exitCode());
        taken.assertOneSentence("cannot be made: there is a file of that name");
    }

    /** Room is made for the samples that there are, not for those that a batch might have. */
    @Test
    void aBatchMayBeLargerThanTheData() {
        Execution trained = Execution.of("train", "--out", temporary.resolve("run").toString(), "--epochs", "1",
                "--batch-size", "65536", "--set", "width=16", "--set", "tokens=2", "--set", "heads=2", "--set",
                "headSize=8", "--set", "mlp=16", "--quiet");
        assertEquals(0, trained.exitCode(), trained.err());
    }

    @Test
    void aFolderThatIsNoRunIsNotResumed() {
        Execution failed = Execution.of("train", "--resume", temporary.toString());
        assertEquals(1, failed.exitCode());
        failed.assertOneSentence("is no run folder: it has no config.json");
    }

    @Test
    void foreignWeightsAreNamed() throws IOException {
        Path weights = Files.writeString(temporary.resolve("w.safetensors"), "this is not a checkpoint at all");
        Path out = temporary.resolve("run");
        Execution failed = Execution.of("train", "--init", weights.toString(), "--out", out.toString());
        assertEquals(1, failed.exitCode());
        failed.assertOneSentence("w.safetensors");
        assertFalse(Files.exists(out));
    }

    @Test
    void debugShowsTheStackTrace() {
        Execution failed = Execution.of("evaluate", "--run", "nowhere", "--debug");
        assertEquals(1, failed.exitCode());
        assertTrue(failed.err().contains("nowhere does not exist") && failed.err().contains("\tat "), failed.err());
    }

    @Test
    void describeCountsParameters() {
        Execution mosi = Execution.of("describe", "--preset", "mosi");
        assertEquals(0, mosi.exitCode());
        assertTrue(mosi.out().contains("2,603,649"), mosi.out());
        Execution narrow = Execution.of("describe", "--preset", "mosi-paper", "--set", "textWidth=384");
        assertTrue(narrow.out().contains("2,455,297"), narrow.out());
    }
}
