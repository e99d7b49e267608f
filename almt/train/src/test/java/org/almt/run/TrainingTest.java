package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.almt.Almt;
import org.almt.AlmtInfo;
import org.almt.Sample;
import org.almt.data.DataException;
import org.almt.data.DataSet;
import org.almt.data.ForwardingDataSet;
import org.almt.data.ForwardingSplit;
import org.almt.data.MemoryDataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.corrupt.Corruption;
import org.almt.data.corrupt.CorruptionKind;
import org.almt.data.corrupt.Corruptions;
import org.almt.failure.Remediable;
import org.almt.failure.Remedy;
import org.almt.input.DatasetKind;
import org.almt.input.Modality;
import org.almt.io.Json;
import org.almt.io.Sha256;
import org.almt.language.LanguageMode;
import org.almt.model.Preset;
import org.almt.saved.Architecture;
import org.almt.saved.LanguageUse;
import org.almt.train.EpochResult;
import org.almt.train.StopSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs from Java, as the command line and programs of others make them. */
class TrainingTest {
    private static final Map<String, Object> SIZES = Map.of(
            "width", 16, "heads", 2, "headSize", 8, "hyperHeadSize", 4, "mlp", 16, "hyperDepth", 2, "fusionDepth", 1);

    @TempDir
    Path temporary;

    /** Records the reports of a run. */
    private static final class Notes implements RunListener {
        private final List<String> facts = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private int epochs;

        @Override
        public void fact(String line) {
            facts.add(line);
        }

        @Override
        public void warning(String sentence) {
            warnings.add(sentence);
        }

        @Override
        public void epochDone(EpochResult result) {
            epochs++;
        }
    }

    private static RunRequest small(DataSet data) {
        return RunRequest.on(data).set(SIZES).set("epochs", 3).set("batchSize", 16).set("lr", 3e-3);
    }

    private static List<Sample> samples(Split split) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < split.size(); i++) {
            samples.add(Sample.of(rows(split, Modality.TEXT, i), rows(split, Modality.AUDIO, i),
                    rows(split, Modality.VISION, i)));
        }
        return samples;
    }

    private static float[][] rows(Split split, Modality modality, int sample) {
        int width = TinyRun.DATA.shape(modality).width();
        float[][] rows = new float[split.trueLength(modality, sample)][width];
        for (int t = 0; t < rows.length; t++) {
            split.frames(modality, sample, t, 1, rows[t], 0);
        }
        return rows;
    }

    @Test
    void samplesInMemoryAreTrainedOnAndTheModelPredicts() throws IOException {
        Split split = TinyRun.DATA.split(SplitName.TRAIN);
        float[] labels = new float[split.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = split.label(i);
        }
        MemoryDataSet data = MemoryDataSet.of(samples(split), labels);
        Notes notes = new Notes();
        RunOutcome run = Training.run(small(data), temporary.resolve("run"), notes, new StopSignal());
        assertTrue(run.isFinished());
        assertEquals(3, notes.epochs);
        assertEquals(List.of("Data: samples in memory (36/4/4)", "Run folder: " + temporary.resolve("run")),
                notes.facts.stream().filter(line -> !line.startsWith("Sizes")).toList());
        assertEquals(List.of(), notes.warnings);
        Almt almt = Almt.load(run.folder().directory());
        assertTrue(Float.isFinite(almt.predict(samples(split).getFirst()).value()));
    }

    @Test
    void aRunOnDataInMemoryIsResumedWithThem() throws IOException {
        Path whole = temporary.resolve("whole");
        Training.run(small(TinyRun.DATA), whole, RunListener.SILENT, new StopSignal());
        Path parts = temporary.resolve("parts");
        StopSignal stop = new StopSignal();
        RunOutcome stopped = Training.run(small(TinyRun.DATA), parts, new RunListener() {
            @Override
            public void batchDone(int epoch, int batch, double meanLoss) {
                stop.raise();
            }
        }, stop);
        assertEquals(Optional.empty(), stopped.summary());
        assertFalse(stopped.isFinished());
        IOException others = assertThrows(IOException.class,
                () -> Training.resume(parts, RunListener.SILENT, new StopSignal()));
        assertTrue(others.getMessage().contains("trained on data in memory"), others.getMessage());
        RunData data = new RunData(line -> {}).at(TinyRun.DATA);
        RunOutcome resumed = Training.resume(parts, data, RunListener.SILENT, new StopSignal());
        assertTrue(resumed.isFinished());
        assertEquals(Sha256.of(whole.resolve("last.safetensors")), Sha256.of(parts.resolve("last.safetensors")));
        assertEquals(Optional.empty(), Training.resume(parts, RunListener.SILENT, new StopSignal()).summary());
    }

    /** Training on one sample of 77 among labels up to 3 gives a loss of a hundred, and no result. */
    @Test
    void labelsOutsideThePresetsScaleAreRefused() throws IOException {
        List<Sample> samples = samples(TinyRun.DATA.split(SplitName.TRAIN));
        float[] labels = new float[samples.size()];
        labels[3] = 77;
        Path folder = temporary.resolve("far");
        DataException far = assertThrows(DataException.class, () -> Training.run(
                small(MemoryDataSet.of(samples, labels)), folder, RunListener.SILENT, new StopSignal()));
        assertTrue(far.getMessage().matches("samples in memory \\(36/4/4\\): split \\w+, sample 'sample-3'"
                + " \\(row \\d+\\) has the label 77\\.0, outside \\[-3\\.0, 3\\.0\\], the scale of preset mosi;"
                + " .* choose a preset .*"),
                far.getMessage());
        assertEquals(Optional.of(Remedy.OTHER_PRESET), far.remedy());
        assertFalse(Files.exists(folder));
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2 == 0 ? 3 : -3;
        }
        RunRequest whole = small(MemoryDataSet.of(samples, labels));
        Training.prepare(whole, folder, RunListener.SILENT).close();
        DataException small = assertThrows(DataException.class,
                () -> Training.prepare(whole.preset(Preset.SIMS), folder, RunListener.SILENT));
        assertTrue(small.getMessage().contains("outside [-1.0, 1.0], the scale of preset sims"), small.getMessage());
    }

    /** An embedder who loads what a stopped run has left finds that it is not what the settings promise. */
    @Test
    void aModelOfAStoppedRunSaysSo() throws IOException {
        Path folder = temporary.resolve("stopped");
        StopSignal stop = new StopSignal();
        RunOutcome stopped = Training.run(small(TinyRun.DATA), folder, new RunListener() {
            @Override
            public void epochDone(EpochResult result) {
                stop.raise();
            }
        }, stop);
        assertEquals("RunOutcome[folder=" + folder + ", summary=Optional.empty]", stopped.toString());
        AlmtInfo info = Almt.load(folder).info();
        assertTrue(info.unfinished());
        assertTrue(info.toString().contains("unfinished=true"), info.toString());
        try (InputStream config = Files.newInputStream(folder.resolve("config.json"));
                InputStream weights = Files.newInputStream(folder.resolve("best.safetensors"))) {
            assertFalse(Almt.load(config, weights).info().unfinished(), "not known");
        }
        Training.resume(folder, new RunData(line -> {}).at(TinyRun.DATA), RunListener.SILENT, new StopSignal());
        assertFalse(Almt.load(folder).info().unfinished());
        Files.delete(folder.resolve("last.safetensors"));
        Files.delete(folder.resolve("summary.json"));
        assertFalse(Almt.load(folder).info().unfinished(), "a copy of what a prediction needs");
    }

    /** The same data without labels of the test split. */
    private static final class Unlabelled extends ForwardingDataSet {
        Unlabelled(DataSet whole) {
            super(whole);
        }

        @Override
        public Split split(SplitName name) {
            Split split = super.split(name);
            return name != SplitName.TEST ? split : new ForwardingSplit(split) {
                @Override
                public float label(int sample) {
                    return Float.NaN;
                }
            };
        }
    }

    @Test
    void aTestSplitWithoutLabelsIsPredictedAndNotScored() throws IOException {
        Path scored = temporary.resolve("scored");
        Training.run(small(TinyRun.DATA), scored, RunListener.SILENT, new StopSignal());
        Path blind = temporary.resolve("blind");
        RunSummary summary = Training.run(small(new Unlabelled(TinyRun.DATA)), blind, RunListener.SILENT,
                new StopSignal()).summary().orElseThrow();
        assertEquals(Optional.empty(), summary.test());
        assertTrue(String.join("\n", summary.lines()).contains("The test split has no labels"));
        assertFalse(Json.read(blind.resolve("summary.json")).containsKey("test"));
        assertFalse(Files.exists(blind.resolve("reference-protocol.csv")));
        assertEquals(Sha256.of(scored.resolve("best.safetensors")), Sha256.of(blind.resolve("best.safetensors")));
        assertEquals(column(scored, 0, 2), column(blind, 0, 2));
        assertEquals("", column(blind, 1).getLast());
    }

    /** Columns of predictions.csv, without its header. */
    private static List<String> column(Path run, int... columns) throws IOException {
        return Files.readAllLines(run.resolve("predictions.csv")).stream().skip(1).map(line -> line.split(",", -1))
                .map(cells -> Arrays.stream(columns).mapToObj(c -> cells[c]).collect(Collectors.joining(",")))
                .toList();
    }

    /** At rate 0 it predicts what the other run predicts; where shapes differ it begins as the seed has it. */
    @Test
    void aRunBeginsWithAnother() throws IOException {
        Path first = temporary.resolve("first");
        Training.run(small(TinyRun.DATA).set("fusionReads", "all"), first, RunListener.SILENT, new StopSignal());
        RunRequest still = RunRequest.on(TinyRun.DATA).initialRun(first)
                .set(Map.of("epochs", 1, "lr", 0, "schedule", "constant"));
        Path same = temporary.resolve("same");
        Notes notes = new Notes();
        Training.run(still.seed(5), same, notes, new StopSignal());
        assertEquals(column(first, 0, 2), column(same, 0, 2));
        assertTrue(notes.facts.stream().anyMatch(line -> line.matches("Starts from (\\d+) of \\1 tensors of .*")),
                notes.facts::toString);
        Notes others = new Notes();
        Training.run(still.missing(Set.of(Modality.AUDIO)), temporary.resolve("deaf"), others, new StopSignal());
        assertTrue(others.facts.stream().anyMatch(line -> line.endsWith(
                "; drawn from the seed: proj_a.0.weight, proj_a.1.pos_embedding")), others.facts::toString);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Training.run(
                still.model(Architecture.of("tfn")), temporary.resolve("tfn"), RunListener.SILENT, new StopSignal()));
        assertTrue(e.getMessage().contains("trained ALMT, not"), e.getMessage());
    }

    /** A decay so small that the average is the weights, and one at which it lags behind. */
    @Test
    void theAverageOfTheWeightsIsEvaluatedAndKept() throws IOException {
        RunRequest request = small(TinyRun.DATA).set("schedule", "constant");
        Path plain = temporary.resolve("plain");
        Training.run(request, plain, RunListener.SILENT, new StopSignal());
        Path nearly = temporary.resolve("nearly");
        Training.run(request.set("averageDecay", 1e-30), nearly, RunListener.SILENT, new StopSignal());
        for (int i = 0; i < column(plain, 2).size(); i++) {
            assertEquals(Float.parseFloat(column(plain, 2).get(i)), Float.parseFloat(column(nearly, 2).get(i)), 1e-5f);
        }
        Path average = temporary.resolve("average");
        Training.run(request.set("averageDecay", 0.5), average, RunListener.SILENT, new StopSignal());
        assertEquals(losses(plain), losses(average));
        assertNotEquals(column(plain, 2), column(average, 2));
        Path pieces = temporary.resolve("pieces");
        RunConfig config = new RunConfig(Preset.EMBEDDED, DatasetKind.MOSI, TinyRun.CONFIG.data(), TinyRun.MODEL,
                TinyRun.TRAINING.with("averageDecay", 0.5), null, false);
        TinyRun.whole(average.resolveSibling("whole"), config);
        TinyRun.inPieces(pieces, config, 2);
        assertEquals(TinyRun.bits(average.resolveSibling("whole")), TinyRun.bits(pieces));
    }

    /** The training loss of each epoch: the average changes nothing of it. */
    private static List<String> losses(Path run) throws IOException {
        return Files.readAllLines(run.resolve("metrics.csv")).stream().map(line -> line.split(",")[2]).toList();
    }

    @Test
    void foldersAreNamedAfterDataModelAndSeed() throws IOException {
        assertEquals(temporary.resolve("embedded-seed4"), RunRequest.onEmbeddedData().seed(4).freeFolder(temporary));
        Files.createDirectories(temporary.resolve("embedded-seed1"));
        assertEquals(temporary.resolve("embedded-seed1-2"), RunRequest.onEmbeddedData().freeFolder(temporary));
        assertEquals(temporary.resolve("tfn-embedded-mosei-seed1"), RunRequest.onEmbeddedData().preset(Preset.MOSEI)
                .model(Architecture.of("tfn")).freeFolder(temporary));
        assertEquals(temporary.resolve("sims-seed1"),
                RunRequest.onFile(Path.of("x.pkl")).preset(Preset.SIMS).freeFolder(temporary));
    }

    @Test
    void requestsThatContradictThemselvesAreRefused() {
        RunRequest embedded = RunRequest.onEmbeddedData();
        Path bert = Path.of("bert");
        refused(embedded.preset(Preset.SIMS), "preset sims needs data of CH-SIMS", Remedy.NAME_DATA);
        refused(RunRequest.onFile(Path.of("x.pkl")).preset(Preset.EMBEDDED), "goes with the embedded data",
                Remedy.OTHER_PRESET);
        RunRequest trained = embedded.bert(bert, LanguageUse.of(LanguageMode.FINETUNE));
        refused(trained.model(Architecture.of("lmf")), "model lmf uses text features without changes",
                Remedy.FREEZE_LANGUAGE_MODEL);
        refused(trained.corrupted(new Corruptions(1, List.of(
                new Corruption(CorruptionKind.NOISE, Modality.TEXT, 1)), List.of())), "text is corrupted as features",
                Remedy.FREEZE_LANGUAGE_MODEL);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> embedded.set("speed", 1).checked()).getMessage()
                .startsWith("there is no setting 'speed'; known are seed, epochs"));
        assertTrue(assertThrows(IllegalArgumentException.class,
                () -> embedded.model(Architecture.of("mult")).set("microBatch", 2).set("epochs", 0).checked())
                .getMessage().contains("epochs is 0"));
    }

    private static void refused(RunRequest request, String message, Remedy remedy) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, request::checked);
        assertTrue(e.getMessage().contains(message), e.getMessage());
        assertFalse(e.getMessage().contains("--"), "names an option of the command line: " + e.getMessage());
        assertEquals(Optional.of(remedy), ((Remediable) e).remedy());
    }

    /** The model of audio and vision alone is the full one with zeros for language. */
    @Test
    void audioAndVisionAloneIsLanguageMissing() throws IOException {
        RunRequest full = RunRequest.onEmbeddedData().set(SIZES).set("epochs", 1);
        RunRequest named = full.set("modalities", "audio+vision").missing(Set.of());
        assertEquals(Set.of(Modality.TEXT), named.missing());
        String known =
                assertThrows(IllegalArgumentException.class, full.set("modalities", "audio")::checked).getMessage();
        assertTrue(known.endsWith("language+vision, language, audio+vision"), known);
        assertEquals(Set.of(), named.set("modalities", "language+audio").missing());
        List<String> predictions = new ArrayList<>();
        for (RunRequest request : List.of(full, named, full.missing(Set.of(Modality.TEXT)))) {
            Path folder = temporary.resolve("run" + predictions.size());
            Training.run(request, folder, RunListener.SILENT, new StopSignal());
            predictions.add(Files.readString(folder.resolve("predictions.csv")));
        }
        assertEquals(predictions.get(2), predictions.get(1));
        assertNotEquals(predictions.get(0), predictions.get(1));
    }

    @Test
    void nothingIsLeftWhereTheDataCannotBeRead() {
        Path folder = temporary.resolve("run");
        assertThrows(IOException.class, () -> Training.run(
                RunRequest.onFile(temporary.resolve("none.pkl")), folder, RunListener.SILENT, new StopSignal()));
        assertFalse(Files.exists(folder));
    }
}
