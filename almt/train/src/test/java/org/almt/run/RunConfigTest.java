package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.almt.data.corrupt.Corruption;
import org.almt.data.corrupt.CorruptionKind;
import org.almt.data.corrupt.Corruptions;
import org.almt.input.DatasetKind;
import org.almt.input.Modality;
import org.almt.language.LanguageMode;
import org.almt.language.TextPadding;
import org.almt.model.Preset;
import org.almt.saved.LanguageConfig;
import org.almt.saved.LanguageUse;
import org.almt.train.TrainingConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConfigTest {
    private static final RunConfig CONFIG = new RunConfig(
            Preset.SIMS_PAPER, DatasetKind.SIMS,
            new RunConfig.DataSource(Optional.of("/data/sims \"1\".pkl"), "ab".repeat(32), true, false),
            Preset.SIMS_PAPER.config(), TrainingConfig.STANDARD.with("seed", Long.MAX_VALUE).with("lr", 1e-4 / 3),
            "cd".repeat(32), true);

    private static final RunConfig FINE_TUNED = new RunConfig(
            Preset.MOSI, DatasetKind.MOSI, CONFIG.data(), Preset.MOSI.config(),
            TrainingConfig.STANDARD.with("microBatch", 16), null, false,
            new LanguageConfig("bge", "ef".repeat(32),
                    new LanguageUse(LanguageMode.FINETUNE, TextPadding.MASKED, 3e-5, 0.9, 2, true)),
            null);

    private static final RunConfig DISTILLED = new RunConfig(
            Preset.MOSI, DatasetKind.MOSI,
            new RunConfig.DataSource(Optional.of("/data/mosi.pkl"), "cd".repeat(32), true, false, new Corruptions(
                    5, List.of(new Corruption(CorruptionKind.DROP, Modality.AUDIO, 0.25)), List.of())),
            Preset.MOSI.config(), TrainingConfig.STANDARD, null, false, null,
            new RunConfig.Teacher("/runs/large", "01".repeat(32), 0.75));

    @TempDir
    Path temporary;

    @Test
    void comesBackFromItsFile() throws IOException {
        assertEquals(CONFIG, read(json(CONFIG)));
        assertEquals(TinyRun.CONFIG, read(json(TinyRun.CONFIG)));
        assertEquals(FINE_TUNED, read(json(FINE_TUNED)));
        assertEquals(DISTILLED, read(json(DISTILLED)));
    }

    /** Files of before there were micro-batches, decay over layers and layers computed again. */
    @Test
    void whatOlderVersionsWroteIsRead() throws IOException {
        String json = json(FINE_TUNED);
        String old = json.lines().filter(line -> !line.contains("microBatch"))
                .filter(line -> !line.contains("layerDecay") && !line.contains("recompute")
                        && !line.contains("frozenParts"))
                .collect(Collectors.joining("\n")).replaceAll("3.0E-5,\\s*}", "3.0E-5}");
        RunConfig read = read(old);
        assertEquals(TrainingConfig.STANDARD, read.training());
        assertEquals(new LanguageConfig("bge", "ef".repeat(32),
                new LanguageUse(LanguageMode.FINETUNE, TextPadding.MASKED, 3e-5, 1, 0, false)),
                read.language());
    }

    @Test
    void whatThisVersionDoesNotKnowIsRefused() {
        String json = json(CONFIG);
        refused(json.replace("\"format\" : 1", "\"format\" : 2"), "written by another version");
        refused(json.replace("\"preset\"", "\"pre-set\""), "unknown key 'pre-set'");
        refused(json.replace("\"epochs\"", "\"epoch\""), "unknown key 'training.epoch'");
        refused(json.replace("\"tokens\"", "\"token\""), "unknown key 'model.token'");
        refused(json.replace("\"cropped\"", "\"crop\""), "unknown key 'data.crop'");
        refused(json.replace("\"almt\",", "\"bert\","), "there is no 'bert'; known are almt, tfn");
        refused(json(DISTILLED).replace("\"weight\"", "\"share\""), "unknown key 'teacher.share'");
        refused(json(DISTILLED).replace("0.75", "1.5"), "the weight of the teacher is 1.5; a number from 0 to 1");
        refused(json(DISTILLED).replace("\"strength\"", "\"force\""), "corruption: unknown key 'force'");
        refused(json(DISTILLED).replace("\"drop\"", "\"lose\""), "corruption: there is no kind 'lose'");
        refused(json(FINE_TUNED).replace("\"recompute\"", "\"again\""), "unknown key 'language.again'");
        refused(json(FINE_TUNED).replace("\"frozenParts\" : 2", "\"frozenParts\" : 2.5"), "a whole number is needed");
        refused(json(FINE_TUNED).replace("\"frozenParts\" : 2", "\"frozenParts\" : -2"), "of 0 or more");
        refused(json(FINE_TUNED).replace("\"layerDecay\" : 0.9", "\"layerDecay\" : 0"), "above 0, at most 1");
    }

    @Test
    void aRunThatNamesNoArchitectureIsOfAlmt() throws IOException {
        assertEquals(CONFIG, read(json(CONFIG).replace("  \"architecture\" : \"almt\",\n", "")));
    }

    @Test
    void damageIsNamed() {
        String json = json(CONFIG);
        refused(json.substring(0, json.length() / 2), "not valid JSON");
        refused(json + "{}", "text after the JSON object");
        refused(json.replace("\"tokens\"", "\"heads\""), "not valid JSON"); // heads twice
        refused(json.replace("\"cropped\" : true", "\"cropped\" : 1"), "'data.cropped' must be true or false");
        refused(json.replace("\"epochs\" : 200", "\"epochs\" : 0"), "epochs is 0");
        refused(json.replace("\"" + "cd".repeat(32) + "\"", "3"), "'initialWeights' must be text");
        refused("[]", "a JSON object is expected");
        refused("", "a JSON object is expected");
    }

    private void refused(String json, String message) {
        IOException e = assertThrows(IOException.class, () -> read(json));
        assertTrue(e.getMessage().contains(message) && e.getMessage().contains("config.json"), e.getMessage());
    }

    private RunConfig read(String json) throws IOException {
        Path file = temporary.resolve("config.json");
        Files.writeString(file, json);
        return RunConfig.read(file);
    }

    private static String json(RunConfig config) {
        return new String(config.toJson(), StandardCharsets.UTF_8);
    }
}
