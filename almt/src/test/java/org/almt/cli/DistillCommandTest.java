package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.almt.data.TensorBits;
import org.almt.distill.Student;
import org.almt.io.Json;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code almt distill}, from a narrow teacher to a narrower student. */
class DistillCommandTest {
    @TempDir
    static Path temporary;

    /** So few samples that what follows from none of them is soon tried. */
    private static final String FEW = Fixtures.path("golden/pickles/mosi_p4.pkl").toString();

    private static Path teacher;
    private static Path fewTeacher;
    private static Path sizes;
    private static Path student;
    private static CommandRun distilled;

    @BeforeAll
    static void train() throws IOException {
        teacher = temporary.resolve("teacher");
        train(teacher);
        fewTeacher = temporary.resolve("few-teacher");
        train(fewTeacher, "--data", FEW);
        sizes = Files.writeString(temporary.resolve("tiny.json"),
                "{\"width\": 8, \"headSize\": 4, \"mlp\": 8, \"fusionDepth\": 1}");
        student = temporary.resolve("student");
        distilled = distill(student, "0.5");
        assertEquals(0, distilled.exitCode(), distilled.err());
    }

    private static void train(Path out, String... more) {
        List<String> words = new ArrayList<>(List.of("train", "--out", out.toString(), "--set", "width=16", "--set",
                "tokens=2", "--set", "heads=2", "--set", "headSize=8", "--set", "hyperHeadSize=4", "--set", "mlp=16",
                "--epochs", "2", "--lr", "3e-3"));
        words.addAll(List.of(more));
        CommandRun training = CommandRun.of(words.toArray(String[]::new));
        assertEquals(0, training.exitCode(), training.err());
    }

    private static CommandRun distill(Path out, String weight, String... more) {
        return distill(teacher, out, weight, more);
    }

    private static CommandRun distill(Path from, Path out, String weight, String... more) {
        List<String> words = new ArrayList<>(List.of("distill", "--teacher", from.toString(), "--student",
                sizes.toString(), "--weight", weight, "--out", out.toString()));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray(String[]::new));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object json) {
        return (Map<String, Object>) json;
    }

    @Test
    void theResultIsARunFolderAndATable() throws IOException {
        Map<String, Object> config = Json.read(student.resolve("config.json"));
        assertEquals(8L, map(config.get("model")).get("width"));
        assertEquals(2L, map(config.get("model")).get("tokens"), "as in the teacher");
        assertEquals(3e-3, map(config.get("training")).get("lr"));
        assertEquals(0.5, map(config.get("teacher")).get("weight"));
        Map<String, Object> table = Json.read(student.resolve("distillation.json"));
        assertEquals(Json.read(teacher.resolve("summary.json")).get("test"), map(table.get("teacher")).get("test"));
        assertEquals(Json.read(student.resolve("summary.json")).get("test"), map(table.get("student")).get("test"));
        assertTrue((long) map(table.get("student")).get("parameters")
                < (long) map(table.get("teacher")).get("parameters"));
        assertTrue((double) map(table.get("student")).get("milliseconds") > 0);
        assertTrue(distilled.out().contains(Files.readString(student.resolve("distillation.md"))), distilled.out());
        assertEquals(0, CommandRun.of("evaluate", "--run", student.toString()).exitCode());
        assertEquals(0, CommandRun.of("predict", "--run", student.toString(), "--id", "test$_$3").exitCode());
        assertEquals(0, CommandRun.of("describe", "--run", student.toString()).exitCode());
    }

    /** The teacher's outputs for the training split are those of its own evaluation. */
    @Test
    void theTeachersOutputsAreKept() throws IOException {
        Path csv = temporary.resolve("train.csv");
        assertEquals(0, CommandRun.of("evaluate", "--run", teacher.toString(), "--split", "train", "--predictions",
                csv.toString()).exitCode());
        float[] kept = Npy.read(student.resolve("teacher.npy")).floats();
        List<String> rows = Files.readAllLines(csv);
        assertEquals(rows.size() - 1, kept.length);
        for (int i = 0; i < kept.length; i++) {
            assertEquals(Float.parseFloat(rows.get(i + 1).split(",")[2]), kept[i]);
        }
    }

    /** Weight 0 is training without a teacher, to the bit; weight 1 is something else. */
    @Test
    void theWeightDecidesWhoTeaches() throws IOException {
        Path alone = temporary.resolve("alone");
        assertEquals(0, distill(fewTeacher, alone, "0").exitCode());
        Path distilled = temporary.resolve("distilled");
        assertEquals(0, distill(fewTeacher, distilled, "1").exitCode());
        Path without = temporary.resolve("without");
        assertEquals(0, CommandRun.of("train", "--data", FEW, "--out", without.toString(), "--set", "width=8", "--set",
                "tokens=2",
                "--set", "heads=2", "--set", "headSize=4", "--set", "hyperHeadSize=4", "--set", "mlp=8", "--set",
                "fusionDepth=1", "--epochs", "2", "--lr", "3e-3", "--set", "referenceTable=false").exitCode());
        Path last = Path.of("last.safetensors");
        assertEquals(TensorBits.of(without.resolve(last)), TensorBits.of(alone.resolve(last)));
        assertNotEquals(TensorBits.of(distilled.resolve(last)), TensorBits.of(alone.resolve(last)));
    }

    @Test
    void aKilledStudentGoesOnToTheSameBits() throws IOException, InterruptedException {
        Path out = temporary.resolve("killed");
        ChildAlmt.killAt("epoch 1/2", List.of(
                "distill", "--teacher", teacher.toString(), "--student", sizes.toString(), "--out", out.toString()));
        CommandRun resumed = CommandRun.of("distill", "--resume", out.toString());
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertEquals(ChildAlmt.hashOfRun(student), ChildAlmt.hashOfRun(out));
        assertTrue(Files.exists(out.resolve("distillation.md")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "distill                                    | 2 | --teacher DIR and --student NAME",
            "distill --teacher T --student huge         | 2 | student: there is no 'huge'; known are quarter, tenth",
            "distill --teacher T --student tenth --weight 2 | 2 | --weight 2.0: a number from 0 to 1",
            "distill --teacher T --student tenth --set speed=1 | 2 | there is no setting 'speed'",
            "distill --teacher T --student nowhere.json | 1 | nowhere.json: there is no such file",
            "distill --teacher nowhere --student tenth  | 1 | nowhere does not exist; a run folder is needed",
            "distill --resume T                         | 1 | has no teacher; continue with: almt train --resume",
            "distill --resume T --weight 1              | 2 | --resume keeps the settings of its run"
    }, quoteCharacter = '`')
    void badInputIsOneSentence(String line, int exitCode, String message) {
        Path out = temporary.resolve("never");
        String filled = line.replace(" T", " " + teacher);
        CommandRun wrong = CommandRun.of(
                (filled.contains("--resume") ? filled : filled + " --out " + out).split(" "));
        assertEquals(exitCode, wrong.exitCode(), wrong.err());
        wrong.assertOneSentence(message);
        assertFalse(Files.exists(out));
    }

    @Test
    void sizesMayBeTruthValues() throws IOException {
        Path file = Files.writeString(temporary.resolve("truth.json"), "{\"modalityEmbedding\": false, \"width\": 8}");
        assertEquals(Map.of("modalityEmbedding", false, "width", 8L), Student.sizes(file.toString()));
    }

    @Test
    void sizesThatAreNoneAreRefused() throws IOException {
        Path bad = Files.writeString(temporary.resolve("bad.json"), "{\"width\": [8]}");
        CommandRun.of("distill", "--teacher", teacher.toString(), "--student", bad.toString())
                .assertOneSentence("bad.json: 'width' must be a whole number, true, false or a name");
        Files.writeString(bad, "{\"breadth\": 8}");
        CommandRun.of("distill", "--teacher", teacher.toString(), "--student", bad.toString())
                .assertOneSentence("there is no setting 'breadth'");
    }

    @Test
    void aStudentWithoutItsTeachersOutputsDoesNotGoOn() throws IOException {
        Path out = temporary.resolve("without-outputs");
        assertEquals(0, distill(fewTeacher, out, "0.5").exitCode());
        Files.delete(out.resolve("summary.json"));
        Npy.write(out.resolve("teacher.npy"), NpyArray.of(new float[3], 3));
        CommandRun wrong = CommandRun.of("distill", "--resume", out.toString());
        assertEquals(1, wrong.exitCode());
        wrong.assertOneSentence("teacher.npy: has shape [3], expected one output of the teacher for each of ");
    }

    @Test
    void aStudentOfATeacherThatChangedDoesNotGoOn() throws IOException {
        Path changing = temporary.resolve("changing");
        train(changing, "--data", FEW);
        Path out = temporary.resolve("of-changing");
        assertEquals(0, distill(changing, out, "0.5").exitCode());
        assertEquals(0, CommandRun.of("distill", "--resume", out.toString()).exitCode());
        Files.copy(out.resolve("best.safetensors"), changing.resolve("best.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
        CommandRun wrong = CommandRun.of("distill", "--resume", out.toString());
        assertEquals(1, wrong.exitCode());
        wrong.assertOneSentence("best.safetensors is not the model that the student's training began with");
    }

    /** Drawing labels towards a teacher is learning from it under mean squared error alone. */
    @Test
    void aTeacherThatIsTrainedByAnotherLossIsRefused() {
        Path other = temporary.resolve("lmf");
        CommandRun training = CommandRun.of(
                "train", "--model", "lmf", "--data", FEW, "--epochs", "1", "--batch-size", "3", "--quiet", "--out",
                other.toString());
        assertEquals(0, training.exitCode(), training.err());
        Path out = temporary.resolve("of-lmf");
        CommandRun refused = distill(other, out, "0.5");
        assertEquals(1, refused.exitCode());
        refused.assertOneSentence("is LMF, which has its own loss");
        assertFalse(Files.exists(out));
    }

    /**
     * Where the teacher's data are corrupted on purpose, so are the student's, and those on which both are compared.
     */
    @Test
    void theComparisonIsOnTheDataOfTheRuns() throws IOException {
        Path study = Files.writeString(temporary.resolve("corrupted.json"), """
                {"format": 1, "name": "corrupted", "description": "d", "seeds": 1, "epochs": 1,
                 "set": {"width": 16, "tokens": 2, "heads": 2, "headSize": 8, "hyperHeadSize": 4, "mlp": 16},
                 "variants": [{"name": "noisy", "corrupt":
                   {"test": [{"kind": "noise", "modality": "text", "strength": 5}]}}]}""");
        Path folder = temporary.resolve("corrupted");
        CommandRun run = CommandRun.of(
                "study", "run", study.toString(), "--data", FEW, "--out", folder.toString(), "--quiet");
        assertEquals(0, run.exitCode(), run.err());
        Path noisy = folder.resolve("runs/noisy/seed-1");
        Path out = temporary.resolve("of-corrupted");
        CommandRun distillation = distill(noisy, out, "0.5");
        assertEquals(0, distillation.exitCode(), distillation.err());
        Map<String, Object> table = Json.read(out.resolve("distillation.json"));
        assertEquals(Json.read(noisy.resolve("summary.json")).get("test"), map(table.get("teacher")).get("test"));
        assertEquals(Json.read(out.resolve("summary.json")).get("test"), map(table.get("student")).get("test"));
    }
}
