package org.almt.golden;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.baseline.BaselineConfig;
import org.almt.baseline.Chfn;
import org.almt.baseline.Fdmer;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.core.op.Ops;
import org.almt.data.Split;
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
import org.almt.train.rival.FdmerObjective;
import org.junit.jupiter.api.DynamicTest;

/** CHFN and FDMER against records of the same reconstruction in PyTorch. */
final class ReconstructedRecord {
    private static final double OF_VALUES = 2e-6;
    private static final double OF_TERMS = 1e-6;
    private static final double OF_GRADIENTS = 1e-5;
    private static final double OF_CURVE = 1e-5;
    private static final RecordedFiles.Noise NOISE = name -> name.endsWith("in_proj_bias");

    private final String model;
    private final Path folder;
    private final JsonObject config;
    private final RecordedFiles cases;

    private ReconstructedRecord(String model, Path folder) throws IOException {
        this.model = model;
        this.folder = folder;
        config = JsonObject.read(folder.resolve(model + "_config.json"));
        cases = RecordedFiles.of(folder.resolve(model + "_cases.npz"));
    }

    static List<DynamicTest> chfn(Path folder) {
        return List.of(
                dynamicTest("chfn: outputs and gradients", () -> new ReconstructedRecord("chfn", folder).chfn()),
                dynamicTest("chfn: the optimiser's curve",
                        () -> new ReconstructedRecord("chfn", folder).curve(List.of())));
    }

    static List<DynamicTest> fdmer(Path folder) {
        return List.of(
                dynamicTest("fdmer: outputs, terms and gradients",
                        () -> new ReconstructedRecord("fdmer", folder).fdmer()),
                dynamicTest("fdmer: the optimiser's curve", () -> new ReconstructedRecord("fdmer", folder)
                        .curve(List.of("task", "cons", "disp", "adv"))));
    }

    private BaselineConfig sizes() {
        Map<String, Object> sizes = new LinkedHashMap<>();
        for (Modality modality : Modality.values()) {
            sizes.put(modality.key() + "Length", (int) config.object("inputLengths").number(modality.key()));
            sizes.put(modality.key() + "Width", (int) config.object("inputWidths").number(modality.key()));
        }
        sizes.put("width", (int) config.number("d"));
        sizes.put("heads", (int) config.number("heads"));
        if (model.equals("chfn")) {
            sizes.put("layers", (int) config.number("layers"));
            sizes.put("inputDropout", 0);
            sizes.put("dropout", 0);
            sizes.put("shift", config.number("beta"));
            return BaselineConfig.of(Chfn.SCHEMA, sizes);
        }
        JsonObject weights = config.object("lossWeights");
        sizes.put("consistencyWeight", weights.number("cons"));
        sizes.put("disparityWeight", weights.number("disp"));
        sizes.put("adversarialWeight", weights.number("adv"));
        sizes.put("reversal", config.number("reversal"));
        return BaselineConfig.of(Fdmer.SCHEMA, sizes);
    }

    private Network network() throws IOException {
        Network network = Architecture.of(model).network(sizes(), null);
        RecordedFiles.load(network.root(), folder.resolve(model + "_state_dict.npz"));
        return network;
    }

    private Objective objective(Network network) {
        return model.equals("chfn")
                ? Objective.of(network, Loss.L1)
                : new FdmerObjective((Fdmer) network.root(), Loss.L1);
    }

    private ArraySplit split() throws IOException {
        ArraySplit split = new ArraySplit(
                cases.array("text"), cases.array("audio"), cases.array("vision"), cases.floats("labels"));
        for (Modality modality : Modality.values()) {
            NpyArray padding = cases.array(modality.key() + "_pad");
            float[] values = padding.floats();
            int length = padding.shape().size(1);
            float[] real = new float[padding.shape().size(0)];
            for (int i = 0; i < values.length; i++) {
                real[i / length] += 1 - values[i];
            }
            split.lengths(modality, NpyArray.of(real, real.length));
        }
        return split;
    }

    private static int[] all(Split split) {
        int[] all = new int[split.size()];
        Arrays.setAll(all, i -> i);
        return all;
    }

    private TrainingBatch batch() throws IOException {
        ArraySplit split = split();
        TrainingBatch batch =
                new TrainingBatch(new InputBatch.Memory(split.shapes(), split.size()).batch(split.size()));
        batch.fill(split, all(split), BatchPart.batch(0, split.size()));
        return batch;
    }

    private void chfn() throws IOException {
        Network network = network();
        Chfn chfn = (Chfn) network.root();
        TrainingBatch batch = batch();
        Chfn.States states = chfn.states(batch.inputs());
        Tensor loss = Ops.l1Loss(states.prediction(), batch.labels());
        loss.backward();
        cases.absolute("f64/output", states.prediction(), OF_VALUES);
        cases.relative("f64/loss", loss.item(), OF_TERMS);
        for (int i = 0; i < states.words().size(); i++) {
            // rows of x reach 10, so that the bound is that of the largest element
            cases.ofLargest("act/x" + i, states.words().get(i).toArray(), OF_VALUES);
        }
        for (int i = 0; i < states.shares().size(); i++) {
            cases.absolute("act/gamma" + (i + 1), states.shares().get(i), OF_VALUES);
        }
        cases.require(5);
        gradients(network);
    }

    private void fdmer() throws IOException {
        Network network = network();
        TrainingBatch batch = batch();
        Fdmer.States states = ((Fdmer) network.root()).states(batch.inputs());
        Tensor loss = objective(network).loss(batch);
        loss.backward();
        cases.absolute("f64/output", states.prediction(), OF_VALUES);
        cases.relative("f64/loss", loss.item(), OF_TERMS);
        for (String term : List.of("task", "cons", "disp", "adv")) {
            cases.relative("f64/" + term, batch.kept(term).item(), OF_TERMS);
        }
        int rows = batch.inputs().size();
        cases.absolute("act/common", side(states.common(), rows), OF_VALUES);
        cases.absolute("act/private", side(states.own(), rows), OF_VALUES);
        cases.absolute("act/weights", states.weights(), OF_VALUES);
        cases.require(9);
        gradients(network);
    }

    /** Three [B, d] as [B, 3, d]. */
    private static Tensor side(List<Tensor> three, int batch) {
        return Ops.reshape(Ops.concat(1, three.toArray(Tensor[]::new)), batch, 3, -1);
    }

    private void gradients(Network network) throws IOException {
        RecordedFiles gradients = RecordedFiles.of(folder.resolve(model + "_grad.npz"));
        gradients.gradients("", network.root(), OF_GRADIENTS, NOISE);
        gradients.require(gradients.names().size() - 12);
    }

    private void curve(List<String> terms) throws IOException {
        Network network = network();
        ArraySplit split = split();
        JsonObject curve = config.object("curve");
        TrainingConfig training = TrainingConfig.STANDARD.with("lr", curve.number("lr")).with("batchSize", split.size())
                .with("weightDecay", 0).with("decoupled", false).with("schedule", "constant")
                .with("clipNorm", curve.has("clipNorm") ? curve.number("clipNorm") : 0);
        TrainingStep step = new TrainingStep(network, objective(network), training,
                new LearningRates(training, null, network), new InputBatch.Memory(split.shapes(), split.size()),
                new Workspace());
        double[] expected = cases.doubles("curve/f64");
        int columns = 1 + terms.size();
        for (int row = 0; row < expected.length / columns; row++) {
            double loss = step.learn(split, all(split), BatchPart.batch(0, split.size()), 1);
            double recorded = expected[row * columns];
            cases.note("loss of step " + row, Math.abs(loss - recorded) / Math.abs(recorded), OF_CURVE);
        }
        cases.require(expected.length / columns);
    }
}
