package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.almt.io.Json;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands on runs of the models that ALMT is compared with. */
class OtherModelsTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({
            "tfn, textHidden=8 textOut=4 audioHidden=4 visionHidden=4 fusionWidth=8",
            "lmf, textHidden=8 audioHidden=4 visionHidden=4 rank=2",
            "mult, width=8 heads=2 levels=1 textWindow=1 audioWindow=1 visionWindow=1",
            "misa, width=8 blockHidden=16 ownLengths=true missing=random", "self-mm, fusionHead=8 textHead=4",
            "mmim, width=8 meanText=true", "lnln, width=8 heads=2 headSize=4 tokens=2",
            "chfn, width=8 heads=2 layers=1", "fdmer, width=8 heads=2",
            "imder, frames=10 width=8 heads=2 levels=1 secondWidth=8 thirdWidth=8 fourthWidth=8 firstGroups=4 groups=4"
                    + " scoreLayers=1 refinerBlocks=1 samplerSteps=3 startEpochs=1"
    })
    void aRunIsUsedLikeOneOfAlmt(String model, String sizes) throws IOException {
        Path run = temporary.resolve("run");
        List<String> words = new ArrayList<>(List.of(
                "train", "--model", model, "--data", Fixtures.path("golden/pickles/mosi_p4.pkl").toString(),
                "--epochs", "2", "--batch-size", "3", "--out", run.toString()));
        for (String size : sizes.split(" ")) {
            words.addAll(List.of("--set", size));
        }
        CommandRun training = CommandRun.of(words.toArray(String[]::new));
        assertEquals(0, training.exitCode(), training.err());
        assertEquals(model, Json.read(run.resolve("config.json")).get("architecture"));

        Path json = temporary.resolve("test.json");
        CommandRun evaluation = CommandRun.of("evaluate", "--run", run.toString(), "--json", json.toString());
        assertEquals(0, evaluation.exitCode(), evaluation.err());
        assertEquals(Json.read(run.resolve("summary.json")).get("test"), Json.read(json).get("metrics"));

        String[] row = Files.readAllLines(run.resolve("predictions.csv")).get(1).split(",");
        CommandRun prediction = CommandRun.of("predict", "--run", run.toString(), "--id", row[0]);
        assertEquals(0, prediction.exitCode(), prediction.err());
        assertTrue(prediction.out().contains("label"), prediction.out());

        CommandRun described = CommandRun.of("describe", "--run", run.toString());
        String size = sizes.split(" ")[0];
        assertTrue(described.out().contains(size.substring(0, size.indexOf('='))), described.out());

        CommandRun finished = CommandRun.of("train", "--resume", run.toString());
        assertEquals(0, finished.exitCode(), finished.err());
    }

    @Test
    void weightsAloneNeedTheNameOfTheirModel() throws IOException {
        Path run = temporary.resolve("run");
        CommandRun training = CommandRun.of(
                "train", "--model", "lmf", "--epochs", "1", "--set", "referenceTable=false", "--quiet", "--out",
                run.toString());
        assertEquals(0, training.exitCode(), training.err());
        String weights = run.resolve("best.safetensors").toString();
        CommandRun evaluation = CommandRun.of("evaluate", "--weights", weights, "--preset", "mosi");
        assertEquals(1, evaluation.exitCode());
        evaluation.assertOneSentence("these are not the weights of an ALMT model");
        CommandRun misfit = CommandRun.of("evaluate", "--weights", weights, "--preset", "mosi", "--model", "lmf");
        assertEquals(1, misfit.exitCode());
        misfit.assertOneSentence("does not fit the model");
    }

    @Test
    void wrongWordsAreNamed() {
        refused("there is no 'bert'; known are almt, tfn, lmf, mult, misa, self-mm, mmim, cenet, imder, lnln, chfn,"
                + " fdmer",
                "train", "--model", "bert");
        refused("there is no setting 'fusionDepth'", "train", "--model", "tfn", "--set", "fusionDepth=2");
        refused("model tfn uses text features without changes", "train", "--model", "tfn", "--bert", "x", "--bert-mode",
                "finetune");
        refused("microBatch=4: model tfn needs the statistics or labels of a whole batch", "train", "--model", "tfn",
                "--micro-batch", "4");
        refused("microBatch=4: model lmf needs the statistics or labels of a whole batch", "train", "--model", "lmf",
                "--set", "microBatch=4");
        refused("--resume keeps the settings of its run", "train", "--model", "tfn", "--resume", "x");
        refused("--model goes with --weights", "evaluate", "--run", "x", "--model", "tfn");
        refused("--model goes with --preset", "describe", "--run", "x", "--model", "tfn");
    }

    private static void refused(String words, String... line) {
        CommandRun refused = CommandRun.of(line);
        assertEquals(2, refused.exitCode(), refused.err());
        assertTrue(refused.err().contains(words), refused.err());
    }
}
