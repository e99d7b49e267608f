package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.almt.data.TestSplits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on a user's file, and what happens when it is another one later. */
class DataFileTest {
    @TempDir
    Path temporary;

    private final Map<String, Object> content = TestSplits.all();

    private CommandRun train(String preset) throws IOException {
        Path data = TestSplits.write(temporary, content);
        return CommandRun.of("train", "--data", data.toString(), "--preset", preset, "--out", run(), "--epochs", "1",
                "--set", "width=16", "--set", "tokens=2", "--set", "heads=2", "--set", "headSize=8", "--set",
                "hyperHeadSize=4", "--set", "mlp=16", "--set", "schedule=constant");
    }

    private String run() {
        return temporary.resolve("run").toString();
    }

    @Test
    void theDataAreNamedAndAChangeOfThemIsSaid() throws IOException {
        CommandRun training = train("sims-paper");
        assertEquals(0, training.exitCode(), training.err());
        assertEquals("", training.err());
        assertTrue(training.out().startsWith("Data: data.pkl" + System.lineSeparator()), training.out());
        assertTrue(Files.readString(temporary.resolve("run/summary.txt")).startsWith("Data: data.pkl\n"));
        assertEquals("", CommandRun.of("evaluate", "--run", run()).err());

        TestSplits.values(content, "test", "audio")[0] += 1;
        String data = TestSplits.write(temporary, content).toString();
        for (String[] words : new String[][] {
                {"evaluate", "--run", run()},
                {"evaluate", "--run", run(), "--data", data},
                {"predict", "--run", run(), "--id", "a0"}
        }) {
            CommandRun later = CommandRun.of(words);
            assertEquals(0, later.exitCode(), later.err());
            later.assertOneSentence("data.pkl has changed since the run was trained on it");
        }
        Path copy = Files.copy(Path.of(data), temporary.resolve("other.pkl"));
        assertEquals("", CommandRun.of("evaluate", "--run", run(), "--data", copy.toString()).err());
        CommandRun replacing = CommandRun.of("evaluate", "--run", run(), "--predictions", data);
        assertEquals(2, replacing.exitCode());
        replacing.assertOneSentence("is the input (--data), which would be lost");
    }

    @Test
    void whereAFileLacksASplitAnUnknownIdIsStillAnsweredWithTheNearest() throws IOException {
        CommandRun training = train("sims-paper");
        assertEquals(0, training.exitCode(), training.err());
        content.remove("valid");
        content.remove("train");
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        String data = TestSplits.write(elsewhere, content).toString();
        String page = temporary.resolve("page.html").toString();
        String nearest = "no sample of the data has the id 'a9'; the nearest are 'a0', 'a1', 'a2'";
        String[] predict = {"predict", "--run", run(), "--data", data, "--id", "a9"};
        CommandRun.of(predict).assertOneSentence(nearest);
        CommandRun.of("explain", "--run", run(), "--data", data, "--id", "a9", "--out", page)
                .assertOneSentence(nearest);
        content.put("other", content.remove("test"));
        TestSplits.write(elsewhere, content);
        CommandRun.of(predict).assertOneSentence("has no split 'test'; its keys are other");
    }

    @Test
    void smallLabelsUnderAPresetOfLargerOnesAreDoubted() throws IOException {
        CommandRun training = train("mosi-paper");
        assertEquals(0, training.exitCode(), training.err());
        training.assertOneSentence("all labels of the training split lie in [-1, 1], as in CH-SIMS");
    }

    @Test
    void aSplitOfAnotherNameIsShown() throws IOException {
        content.put("dev", content.remove("valid"));
        CommandRun refused = train("sims");
        assertEquals(1, refused.exitCode());
        refused.assertOneSentence(
                "has no split 'valid'; its keys are train, test, dev (a split is found by its name: train, valid or"
                        + " test)");
        assertFalse(Files.exists(temporary.resolve("run")));
    }
}
