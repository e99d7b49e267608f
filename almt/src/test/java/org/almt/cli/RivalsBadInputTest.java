package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.almt.model.Preset;
import org.almt.saved.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wrong with the models that ALMT is compared with: one sentence each, and nothing is left behind. */
class RivalsBadInputTest {
    @TempDir
    Path temporary;

    private void refused(int exitCode, String words, String... line) throws IOException {
        Path run = temporary.resolve("run");
        String[] all = Arrays.copyOf(line, line.length + 2);
        all[line.length] = "--out";
        all[line.length + 1] = run.toString();
        CommandRun refused = CommandRun.of(all);
        assertEquals(exitCode, refused.exitCode(), refused.err());
        assertTrue(refused.err().contains(words), refused.err());
        assertFalse(Files.exists(run), "something was written");
    }

    private String weights(String model) throws IOException {
        Path run = temporary.resolve(model);
        CommandRun training = CommandRun.of("train", "--model", model, "--epochs", "1", "--set", "referenceTable=false",
                "--quiet", "--out", run.toString());
        assertEquals(0, training.exitCode(), training.err());
        return run.resolve("best.safetensors").toString();
    }

    @Test
    void weightsOfAnotherModelOrVersion() throws IOException {
        String lmf = weights("lmf");
        for (String other : new String[] {"misa", "imder", "lnln"}) {
            CommandRun misfit =
                    CommandRun.of("evaluate", "--weights", lmf, "--preset", "embedded", "--model", other);
            assertEquals(1, misfit.exitCode());
            misfit.assertOneSentence("does not fit the model");
        }
        CommandRun otherSizes = CommandRun.of("evaluate", "--weights", lmf, "--preset", "mosi", "--model", "lmf");
        assertEquals(1, otherSizes.exitCode());
        otherSizes.assertOneSentence("of another shape");
        Path tfn = Path.of(weights("tfn"));
        Files.copy(Path.of(lmf), tfn, StandardCopyOption.REPLACE_EXISTING);
        CommandRun exchanged = CommandRun.of("evaluate", "--run", tfn.getParent().toString());
        assertEquals(1, exchanged.exitCode());
        exchanged.assertOneSentence("does not belong to the run in the config.json beside it");
    }

    @Test
    void lengthsThatDoNotFit() throws IOException {
        refused(1, "config: frames is 49, and imder halves its frames - 2 rows three times; choose a value with frames"
                + " - 2 divisible by 8, such as 50", "train", "--model", "imder", "--set", "frames=49");
        Architecture misa = Architecture.of("misa");
        String message = assertThrows(IllegalArgumentException.class,
                () -> misa.network(misa.sizes(Preset.EMBEDDED).with("audioLength", 10), null)).getMessage();
        assertTrue(message.startsWith("config: misa reads as many frames as text has tokens, but textLength is 20,"
                + " audioLength 10"), message);
        assertTrue(message.endsWith("or set ownLengths to true"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"misa", "mmim", "fdmer"})
    void batchesOfOne(String model) throws IOException {
        refused(2, "batchSize=1: model " + model + " compares the samples of a batch with one another; use 2 or more",
                "train", "--model", model, "--batch-size", "1");
    }

    @ParameterizedTest
    @CsvSource({"-0.1, -0.1", "0.8, 0.8", "1.5, 1.5", "NaN, NaN", "half, '''half'''"})
    void ratesOutsideTheirRange(String rate, String named) throws IOException {
        refused(2, "missingRate is " + named + "; a number from 0 to 0.7 is needed",
                "train", "--model", "tfn", "--set", "missing=modalities", "--set", "missingRate=" + rate);
    }

    @ParameterizedTest
    @CsvSource({"rows, 1.1, a number from 0 to 1 is needed", "modalities, 0.8, a number from 0 to 0.7 is needed"})
    void strengthsOutsideTheirRange(String kind, String strength, String words) throws IOException {
        Path study = Files.writeString(temporary.resolve("study.json"), "{\"format\":1,\"name\":\"s\",\"description\":"
                + "\"d\",\"variants\":[{\"name\":\"a\"}],\"curves\":[{\"name\":\"c\",\"kind\":\"" + kind
                + "\",\"modality\":\"all\",\"strengths\":[0," + strength + "]}]}");
        refused(1, words, "study", "run", study.toString());
    }

    @Test
    void aStudyOfAnUnknownModel() throws IOException {
        Path study = Files.writeString(temporary.resolve("study.json"), "{\"format\":1,\"name\":\"s\",\"description\":"
                + "\"d\",\"variants\":[{\"name\":\"a\"},{\"name\":\"b\",\"model\":\"bert\"}]}");
        refused(2, "variant b: model: there is no 'bert'; known are almt, tfn, lmf, mult, misa, self-mm, mmim, cenet,"
                + " imder, lnln, chfn, fdmer", "study", "run", study.toString());
    }
}
