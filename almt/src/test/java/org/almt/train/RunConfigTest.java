package org.almt.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.almt.metrics.DatasetKind;
import org.almt.model.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConfigTest {
    private static final RunConfig CONFIG = new RunConfig(
            "sims-paper", DatasetKind.SIMS,
            new RunConfig.DataSource("/data/sims \"1\".pkl", "ab".repeat(32), true, false),
            Preset.SIMS_PAPER.config(), TrainingConfig.STANDARD.with("seed", Long.MAX_VALUE).with("lr", 1e-4 / 3),
            "cd".repeat(32), true);

    @TempDir
    Path temporary;

    @Test
    void comesBackFromItsFile() throws IOException {
        assertEquals(CONFIG, read(json(CONFIG)));
        assertEquals(TinyRun.CONFIG, read(json(TinyRun.CONFIG)));
    }

    @Test
    void whatThisVersionDoesNotKnowIsRefused() {
        String json = json(CONFIG);
        refused(json.replace("\"format\" : 1", "\"format\" : 2"), "written by another version");
        refused(json.replace("\"preset\"", "\"pre-set\""), "unknown key 'pre-set'");
        refused(json.replace("\"epochs\"", "\"epoch\""), "unknown key 'training.epoch'");
        refused(json.replace("\"tokens\"", "\"token\""), "unknown key 'model.token'");
        refused(json.replace("\"cropped\"", "\"crop\""), "unknown key 'data.crop'");
        refused(json.replace("\"almt\",", "\"bert\","), "there is no 'bert'; known are almt");
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
        refused(json.replace("\"cropped\" : true", "\"cropped\" : 1"), "'cropped' must be true or false");
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
