package org.almt.golden;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.almt.baseline.BaselineConfig;
import org.almt.baseline.DiffusionNoise;
import org.almt.baseline.Imder;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.core.op.Ops;
import org.almt.data.Split;
import org.almt.data.missing.IncompleteSplit;
import org.almt.data.missing.MissingModalities;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.io.JsonObject;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.saved.Architecture;
import org.almt.saved.Network;
import org.almt.train.BatchPart;
import org.almt.train.LearningRates;
import org.almt.train.Loss;
import org.almt.train.Objective;
import org.almt.train.TrainingBatch;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingStep;
import org.almt.train.rival.ImderObjective;
import org.junit.jupiter.api.DynamicTest;

/** IMDer against its record; the recorded random numbers replace a generator. */
final class ImderRecord {
    private static final double OF_VALUES = 2e-5;
    private static final double OF_TERMS = 1e-5;
    private static final double OF_GRADIENTS = 1e-5;
    private static final double OF_SCORE_GRADIENTS = 1e-4;
    private static final double OF_CURVE = 1e-4;
    private static final RecordedFiles.Noise NOISE = name -> name.endsWith("in_proj_bias");
    private static final List<String> CASES = List.of(
            "complete", "no_text", "no_vision", "no_audio", "only_text", "only_vision", "only_audio");
    private static final Map<Modality, String> LETTERS =
            Map.of(Modality.TEXT, "l", Modality.AUDIO, "a", Modality.VISION, "v");
    /** The order of the public code in which losses, then sequences, are drawn. */
    private static final Map<String, List<Modality>> DRAWN = Map.of(
            "complete", List.of(), "no_text", List.of(Modality.TEXT), "no_vision", List.of(Modality.VISION),
            "no_audio", List.of(Modality.AUDIO), "only_text", List.of(Modality.AUDIO, Modality.VISION),
            "only_vision", List.of(Modality.TEXT, Modality.AUDIO), "only_audio",
            List.of(Modality.TEXT, Modality.VISION));

    private final Path folder;
    private final JsonObject config;
    private final RecordedFiles cases;

    private ImderRecord(Path folder) throws IOException {
        this.folder = folder;
        config = JsonObject.read(folder.resolve("imder_config.json"));
        cases = RecordedFiles.of(folder.resolve("imder_cases.npz"));
    }

    static List<DynamicTest> checks(Path folder) throws IOException {
        List<DynamicTest> checks = new ArrayList<>();
        checks.add(dynamicTest("imder: a score net and a refiner", () -> new ImderRecord(folder).parts()));
        for (String name : CASES) {
            checks.add(dynamicTest("imder: " + name, () -> new ImderRecord(folder).oneCase(name)));
        }
        checks.add(dynamicTest("imder: the optimiser's curve", () -> new ImderRecord(folder).curve()));
        return checks;
    }

    private BaselineConfig sizes() {
        JsonObject widths = config.object("inputWidths");
        Map<String, Object> sizes = new LinkedHashMap<>();
        for (Modality modality : Modality.values()) {
            sizes.put(modality.key() + "Length", whole("length"));
            sizes.put(modality.key() + "Width", (int) widths.number(modality.key()));
        }
        List<?> channels = (List<?>) config.map().get("scoreChannels");
        sizes.put("frames", whole("length"));
        sizes.put("width", whole("d"));
        sizes.put("heads", whole("heads"));
        sizes.put("levels", whole("levels"));
        sizes.put("secondWidth", channels.get(1));
        sizes.put("thirdWidth", channels.get(2));
        sizes.put("fourthWidth", channels.get(3));
        sizes.put("wavesWidth", whole("timeWidth"));
        sizes.put("scoreLayers", whole("scoreAttentionLayers"));
        sizes.put("scoreHeads", whole("scoreHeads"));
        sizes.put("firstGroups", whole("groupsFirst"));
        sizes.put("groups", whole("groups"));
        sizes.put("refinerBlocks", whole("refinerBlocks"));
        sizes.put("refinerReduction", whole("refinerReduction"));
        sizes.put("samplerSteps", whole("samplerSteps"));
        sizes.put("sigma", config.number("sigma"));
        for (String dropout : List.of("attention", "audioAttention", "visionAttention", "embedding", "output")) {
            sizes.put(dropout + "Dropout", 0);
        }
        sizes.put("recoveryWeight", 0.1);
        sizes.put("zeroGradients", true);
        sizes.put("startEpochs", 0);
        return BaselineConfig.of(Imder.SCHEMA, sizes);
    }

    private int whole(String key) {
        return (int) config.number(key);
    }

    private Network network() throws IOException {
        Network network = Architecture.of("imder").network(sizes(), null);
        RecordedFiles.load(network.root(), folder.resolve("imder_state_dict.npz"));
        return network;
    }

    private ArraySplit split() throws IOException {
        return new ArraySplit(
                cases.array("text"), cases.array("audio"), cases.array("vision"), cases.floats("labels"));
    }

    private static IncompleteSplit split(ArraySplit whole, String name) {
        List<Modality> missing = DRAWN.get(name);
        return new MissingModalities(whole, whole.shapes()).without(missing);
    }

    private static int[] all(Split split) {
        int[] all = new int[split.size()];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /** [B, d, T] of the public code as [B, T, d]. */
    private static float[] rowsFirst(NpyArray array) throws IOException {
        float[] from = array.floats();
        int batch = array.shape().size(0);
        int width = array.shape().size(1);
        int rows = array.shape().size(2);
        float[] to = new float[from.length];
        for (int b = 0; b < batch; b++) {
            for (int c = 0; c < width; c++) {
                for (int t = 0; t < rows; t++) {
                    to[(b * rows + t) * width + c] = from[(b * width + c) * rows + t];
                }
            }
        }
        return to;
    }

    private static Tensor sequences(NpyArray array) throws IOException {
        return Tensor.of(rowsFirst(array), array.shape().size(0), array.shape().size(2), array.shape().size(1));
    }

    /** The random numbers of a case, in the order of the public code. */
    private DiffusionNoise noise(String name) throws IOException {
        List<Modality> drawn = DRAWN.get(name);
        Map<Modality, float[]> times = new EnumMap<>(Modality.class);
        Map<Modality, Map<Integer, float[]>> normal = new EnumMap<>(Modality.class);
        int next = 0;
        for (Modality modality : drawn) {
            times.put(modality, cases.floats(noise(name, next++)));
            normal.put(modality, new LinkedHashMap<>());
            normal.get(modality).put(DiffusionNoise.OF_LOSS, rowsFirst(cases.array(noise(name, next++))));
        }
        for (Modality modality : drawn) {
            Map<Integer, float[]> own = normal.get(modality);
            own.put(DiffusionNoise.START, rowsFirst(cases.array(noise(name, next++))));
            for (int step = 0; step < whole("samplerSteps"); step++) {
                own.put(DiffusionNoise.ofCondition(step), rowsFirst(cases.array(noise(name, next++))));
                own.put(DiffusionNoise.ofStep(step), rowsFirst(cases.array(noise(name, next++))));
            }
        }
        return new DiffusionNoise() {
            @Override
            public double uniform(Modality modality, int sample) {
                return times.get(modality)[sample];
            }

            @Override
            public void normal(Modality modality, int use, int sample, float[] target, int at, int count) {
                System.arraycopy(normal.get(modality).get(use), sample * count, target, at, count);
            }
        };
    }

    private static String noise(String name, int number) {
        return String.format("%s/noise/%03d", name, number);
    }

    private ImderObjective objective(Network network, String name) throws IOException {
        DiffusionNoise noise = noise(name);
        return new ImderObjective((Imder) network.root(), Loss.L1, batch -> noise, 0);
    }

    private void parts() throws IOException {
        Imder model = (Imder) network().root();
        Tensor x = sequences(cases.array("score/x"));
        float[] times = cases.floats("score/t");
        int width = model.wavesWidth();
        Tensor waves = Tensor.zeros(times.length, width);
        float[] sigmas = new float[times.length];
        for (int i = 0; i < times.length; i++) {
            model.waves(Modality.AUDIO, times[i], waves.array(), waves.offset() + i * width);
            sigmas[i] = (float) model.diffusion().sigma(times[i]);
        }
        cases.ofLargest("score/std", sigmas, 1e-6);
        Tensor score = Ops.div(
                model.score(Modality.AUDIO, x, waves, sequences(cases.array("score/condition"))),
                Tensor.of(sigmas, times.length, 1, 1));
        compare("score/out_conditioned", score);
        compare("rec/out", model.refined(Modality.TEXT, sequences(cases.array("rec/x"))));
        cases.require(3);
    }

    private void compare(String name, Tensor actual) throws IOException {
        double[] expected = cases.doubles(name);
        int batch = actual.shape().size(0);
        int rows = actual.shape().size(1);
        int width = actual.shape().size(2);
        float[] found = actual.toArray();
        double most = 0;
        double largest = 0;
        for (int b = 0; b < batch; b++) {
            for (int c = 0; c < width; c++) {
                for (int t = 0; t < rows; t++) {
                    double value = expected[(b * width + c) * rows + t];
                    most = Math.max(most, Math.abs(value - found[(b * rows + t) * width + c]));
                    largest = Math.max(largest, Math.abs(value));
                }
            }
        }
        cases.note(name, most / largest, 1e-5);
    }

    private void oneCase(String name) throws IOException {
        Network network = network();
        ArraySplit whole = split();
        IncompleteSplit split = split(whole, name);
        ImderObjective objective = objective(network, name);
        BatchPart part = BatchPart.batch(0, whole.size());
        TrainingBatch batch =
                new TrainingBatch(new InputBatch.Memory(whole.shapes(), whole.size()).batch(whole.size()));
        batch.fill(split, all(whole), part);
        objective.variant(split, all(whole), part);
        objective.fill(batch, split, all(whole), part);
        Tensor loss = objective.loss(batch);
        loss.backward();
        cases.absolute(name + "/f64/output", batch.kept("prediction"), OF_VALUES);
        cases.relative(name + "/f64/loss", loss.item(), OF_TERMS);
        cases.relative(name + "/f64/task", batch.kept("task").item(), OF_TERMS);
        double recovered = 0;
        for (Modality modality : DRAWN.get(name)) {
            cases.relative(name + "/f64/loss_score_" + LETTERS.get(modality), batch.kept("score " + modality).item(),
                    OF_TERMS);
            recovered += batch.kept("rec " + modality).item();
        }
        if (!DRAWN.get(name).isEmpty()) {
            cases.relative(name + "/f64/loss_rec", recovered, OF_TERMS);
        }
        for (String feature : List.of("Feature_t", "Feature_a", "Feature_v")) {
            cases.absolute(name + "/act/" + feature, batch.kept(feature), OF_VALUES);
        }
        cases.require(6);
        Path file = folder.resolve("imder_grad_" + name + ".npz");
        if (java.nio.file.Files.exists(file)) {
            RecordedFiles gradients = RecordedFiles.of(file);
            gradients.gradients("", network.root(), OF_GRADIENTS,
                    one -> NOISE.holds(one) || one.startsWith("score_"));
            gradients.gradients("", network.root(), OF_SCORE_GRADIENTS,
                    one -> NOISE.holds(one) || !one.startsWith("score_"));
            gradients.require(gradients.names().size() / 2);
        }
    }

    private void curve() throws IOException {
        Network network = network();
        ArraySplit whole = split();
        JsonObject curve = config.object("curve");
        List<?> order = (List<?>) curve.map().get("order");
        TrainingConfig training = TrainingConfig.STANDARD.with("lr", curve.number("lr")).with("batchSize", whole.size())
                .with("weightDecay", 0).with("decoupled", false).with("schedule", "constant")
                .with("clipValue", curve.number("clipValue"));
        DiffusionNoise[] now = new DiffusionNoise[1];
        ImderObjective imder = new ImderObjective((Imder) network.root(), Loss.L1, batch -> now[0], 0);
        List<DoubleSupplier> terms = new ArrayList<>();
        Objective recorded = new Watched(imder, terms);
        TrainingStep step = new TrainingStep(network, recorded, training, new LearningRates(training, null, network),
                new InputBatch.Memory(whole.shapes(), whole.size()), new Workspace());
        double[] expected = cases.doubles("curve/f64");
        int columns = cases.array("curve/f64").shape().size(1);
        for (int row = 0; row < expected.length / columns; row++) {
            String name = (String) order.get(row % order.size());
            now[0] = noise(name);
            double loss = step.learn(split(whole, name), all(whole), BatchPart.batch(0, whole.size()), 1);
            near("curve, loss of step " + row + ", " + name, expected[row * columns], loss);
            for (int i = 0; i < terms.size(); i++) {
                near("curve, term " + i + " of step " + row, expected[row * columns + 1 + i],
                        terms.get(i).getAsDouble());
            }
        }
        for (String name : cases.names()) {
            if (name.startsWith("curve/after/")) {
                Tensor after = network.root().parameter(name.substring("curve/after/".length()));
                cases.absolute(name, after, OF_CURVE);
            }
        }
        cases.require(expected.length);
    }

    private void near(String what, double expected, double actual) {
        cases.note(what, Math.abs(expected - actual) / Math.max(Math.abs(expected), 1e-30), OF_CURVE);
    }

    /** An objective whose terms are read after each batch, in the order of the record's columns. */
    private record Watched(ImderObjective imder, List<DoubleSupplier> terms) implements Objective {
        @Override
        public int variant(Split split, int[] order, BatchPart part) {
            return imder.variant(split, order, part);
        }

        @Override
        public void fill(TrainingBatch batch, Split split, int[] order, BatchPart part) {
            imder.fill(batch, split, order, part);
        }

        @Override
        public Tensor loss(TrainingBatch batch) {
            return imder.loss(batch);
        }

        @Override
        public void learned(TrainingBatch batch, Split split, int[] order, BatchPart part) {
            terms.clear();
            double task = batch.kept("task").item();
            terms.add(() -> task);
            double recovered = 0;
            for (Modality modality : List.of(Modality.TEXT, Modality.VISION, Modality.AUDIO)) {
                boolean drawn = batch.keeps("score " + modality);
                double score = drawn ? batch.kept("score " + modality).item() : 0;
                recovered += drawn ? batch.kept("rec " + modality).item() : 0;
                terms.add(() -> score);
            }
            double sum = recovered;
            terms.add(() -> sum);
        }

        @Override
        public boolean moves(String parameter, int variant) {
            return imder.moves(parameter, variant);
        }

        @Override
        public boolean restsWhatItDoesNotReach() {
            return true;
        }

        @Override
        public boolean keepsZeroGradients() {
            return imder.keepsZeroGradients();
        }
    }
}
