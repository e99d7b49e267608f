package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        Path table =
                Files.writeString(folder.resolve("t.csv"), "id,text\na,good\nempty,\" \"\nb,bad\nsign,\u0007\u200b\n");
        CommandRun some = predict(run, table.toString(), out);
        assertEquals(0, some.exitCode(), some.err());
        assertTrue(
                some.out().contains(": 2 predictions; 2 rows have no text and no prediction, the first in line 3 of the"
                        + " table"),
                some.out());
        List<String> rows = Files.readAllLines(out);
        assertTrue(rows.get(1).matches("a,,-?[0-9].*") && rows.get(3).matches("b,,-?[0-9].*"), rows.toString());
        assertEquals(List.of("id,label,prediction", "empty,,", "sign,,"),
                List.of(rows.get(0), rows.get(2), rows.get(4)));
        predict(run, table.toString(), table).assertOneSentence("--out " + table + " is the input (--in)");
        predict(run, table.toString(), folder.resolve("none/out.csv"))
                .assertOneSentence("--out " + folder.resolve("none/out.csv") + ": its folder does not exist");
        for (String text : List.of("", " \t", "\u0007\u200b")) {
            for (List<String> command : List.of(List.of("predict"),
                    List.of("explain", "--out", folder.resolve("page.html").toString()))) {
                List<String> words = new ArrayList<>(command);
                words.addAll(List.of("--run", run, "--text", text));
                CommandRun refused = CommandRun.of(words.toArray(String[]::new));
                assertEquals(2, refused.exitCode(), refused.err());
                refused.assertOneSentence("--text " + (text.isBlank() ? "is empty" : "holds no letter, digit or sign")
                        + "; a sentence is needed");
            }
        }
        CommandRun scored = CommandRun.of("evaluate", "--run", run, "--data",
                Files.writeString(folder.resolve("scored.csv"), "id,text,label\na,good,1\nb,,-1\n").toString(),
                "--missing", "audio=zero", "--missing", "vision=zero");
        assertEquals(0, scored.exitCode(), scored.err());
        assertTrue(scored.err().contains("1 of the 2 sentences of split test is empty, so the model reads no words"
                + " there; the first is that of sample 'b' (line 3)"), scored.err());
        CommandRun outside = CommandRun.of("evaluate", "--run", run, "--data",
                Files.writeString(folder.resolve("out.csv"), "id,text,label\na,good,1\nb,bad,-7\n").toString(),
                "--missing", "audio=zero", "--missing", "vision=zero");
        outside.assertOneSentence("out.csv: split test, sample 'b' (line 3): label is -7.0, outside [-1.0, 1.0]");
        predict(run, "t.xlsx", out).assertOneSentence("save the table as CSV UTF-8");
    }
}
