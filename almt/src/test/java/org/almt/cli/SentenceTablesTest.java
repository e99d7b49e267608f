package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.almt.data.TestSplits;
import org.almt.weights.SmallBert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of sentences becomes a table of predictions. */
class SentenceTablesTest {
    @TempDir
    Path folder;

    private String run() throws IOException {
        Map<String, Object> content = TestSplits.all();
        for (String split : List.of("train", "valid", "test")) {
            @SuppressWarnings("unchecked") Map<String, Object> samples = (Map<String, Object>) content.get(split);
            samples.put("raw_text", Collections.nCopies(
                    TestSplits.values(content, split, "regression_labels").length, "good movie"));
        }
        String run = folder.resolve("runs/sentences").toString();
        CommandRun trained = CommandRun.of("train", "--data", TestSplits.write(folder, content).toString(), "--out",
                run,
                "--preset", "sims", "--epochs", "1", "--batch-size", "2", "--bert", new SmallBert().folder(folder)
                        .toString(),
                "--set", "width=16", "--set", "tokens=2", "--set", "heads=2", "--set",
                "headSize=8", "--set", "hyperHeadSize=4", "--set", "mlp=16");
        assertEquals(0, trained.exitCode(), trained.err());
        return run;
    }

    private CommandRun predict(String run, String table, Path out) {
        return CommandRun.of("predict", "--run", run, "--in", table, "--out", out.toString(), "--missing", "audio=zero",
                "--missing", "vision=zero");
    }

    @Test
    void aRowWithoutTextHasNoPrediction() throws IOException {
        String run = run();
        Path out = folder.resolve("out.csv");
        Path table = Files.writeString(folder.resolve("t.csv"), "id,text\na,good\nempty,\" \"\nb,bad\n");
        CommandRun some = predict(run, table.toString(), out);
        assertEquals(0, some.exitCode(), some.err());
        assertTrue(
                some.out().contains(": 2 predictions; 1 row has no text and no prediction, the first in line 3 of the"
                        + " table"),
                some.out());
        List<String> rows = Files.readAllLines(out);
        assertTrue(rows.get(1).matches("a,,-?[0-9].*") && rows.get(3).matches("b,,-?[0-9].*"), rows.toString());
        assertEquals(List.of("id,label,prediction", "empty,,"), List.of(rows.get(0), rows.get(2)));
        predict(run, "t.xlsx", out).assertOneSentence("save the table as CSV UTF-8");
    }
}
