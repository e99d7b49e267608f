package org.almt.explain.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.almt.input.DatasetKind;
import org.almt.model.AlmtConfig;
import org.almt.model.Preset;
import org.almt.run.RunConfig;
import org.almt.run.RunFolder;
import org.almt.train.TrainingConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingCurvesTest {
    @TempDir
    Path temporary;

    private Path run(String loss, RunConfig.Teacher teacher) throws IOException {
        RunFolder folder = RunFolder.create(temporary.resolve("run"));
        folder.write(new RunConfig(
                Preset.EMBEDDED, DatasetKind.MOSI,
                new RunConfig.DataSource(Optional.empty(), "0".repeat(64), false, false),
                AlmtConfig.ofSizes(2, 3, 4, 1, 1, 1, 16, 2, 2, 8, 4, 16, 1, 3, 1),
                TrainingConfig.STANDARD.with("loss", loss), null, false, null, teacher));
        return Files.writeString(folder.metrics(), "epoch,lr,train_loss\n1,1.0E-5,2.5\n2,1.0E-4,2\n");
    }

    @ParameterizedTest
    @CsvSource({"mse,mean squared error", "l1,mean absolute error"})
    void theLossIsThatOfTheRun(String loss, String words) throws IOException {
        TrainingCurves curves = TrainingCurves.read(run(loss, null));
        assertEquals(words, curves.lossWords());
        assertEquals(Map.of("epoch", List.of(1.0, 2.0), "lr", List.of(1e-5, 1e-4), "train_loss", List.of(2.5, 2.0)),
                curves.columns());
    }

    @Test
    void aStudentLearnsFromItsTeacherToo() throws IOException {
        assertEquals("mean squared error, to labels and the teacher's outputs", TrainingCurves.read(
                run("mse", new RunConfig.Teacher("teacher", "0".repeat(64), 0.5))).lossWords());
    }

    @Test
    void withoutTheRunTheLossIsNotKnown() throws IOException {
        Path metrics = run("l1", null);
        Files.delete(metrics.resolveSibling("config.json"));
        assertNull(TrainingCurves.read(metrics).lossWords());
    }
}
