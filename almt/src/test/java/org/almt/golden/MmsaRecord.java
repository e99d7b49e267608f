package org.almt.golden;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.almt.baseline.BaselineConfig;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.data.Split;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.io.JsonObject;
import org.almt.nn.Layer;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.saved.Architecture;
import org.almt.saved.Network;
import org.almt.train.BatchPart;
import org.almt.train.Batches;
import org.almt.train.Evaluation;
import org.almt.train.LearningRates;
import org.almt.train.Objective;
import org.almt.train.TrainingBatch;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingStep;

/** What the records of MMSA's models have in common: settings, two splits, weights, and runs of its trainers. */
class MmsaRecord {
    /** Allowed differences, from the record's own of float32 against float64. */
    static final double OF_VALUES = 5e-6;
    static final double OF_TERMS = 3e-6;
    static final double OF_GRADIENTS = 2e-5;
    static final RecordedFiles.Noise NO_NOISE = name -> false;
    private static final double OF_CURVE = 2e-5;
    private static final double OF_PREDICTIONS = 1e-5;
    private static final double OF_WEIGHTS = 3e-4;
    private static final double OF_WEIGHTS_ON_AVERAGE = 2e-6;

    final Path folder;
    final JsonObject config;
    final JsonObject args;
    private final RecordedFiles data;

    MmsaRecord(Path folder) throws IOException {
        this.folder = folder;
        config = JsonObject.read(folder.resolve("config.json"));
        args = config.object("args");
        data = RecordedFiles.of(folder.resolve("data.npz"));
    }

    RecordedFiles record(String name) throws IOException {
        return RecordedFiles.of(folder.resolve(name + ".npz"));
    }

    ArraySplit split(String name) throws IOException {
        ArraySplit split = new ArraySplit(
                data.array(name + "/text"), data.array(name + "/audio"), data.array(name + "/vision"),
                data.floats(name + "/labels"));
        return split.textMask(data.array(name + "/mask")).lengths(Modality.AUDIO, data.array(name + "/audio_lengths"))
                .lengths(Modality.VISION, data.array(name + "/vision_lengths"));
    }

    /** An array of the record's samples. */
    final NpyArray array(String name) {
        return data.array(name);
    }

    /** Where inputs go. */
    InputBatch.Memory memory(ArraySplit split, int largest) {
        return new InputBatch.Memory(split.shapes(), largest);
    }

    /** The six sizes of the inputs. */
    Map<String, Object> inputs() {
        JsonObject sizes = config.object("sizes");
        Map<String, Object> inputs = new LinkedHashMap<>();
        for (Modality modality : Modality.values()) {
            inputs.put(modality.key() + "Length", whole(sizes, modality.key() + "_len"));
            inputs.put(modality.key() + "Width", whole(sizes, modality.key() + "_width"));
        }
        return inputs;
    }

    static int whole(JsonObject from, String key) {
        return (int) from.number(key);
    }

    int arg(String key) {
        return whole(args, key);
    }

    Network network(BaselineConfig sizes) throws IOException {
        Network network = Architecture.of(sizes.architecture()).network(sizes, null);
        RecordedFiles.load(network.root(), folder.resolve("state_dict.npz"));
        return network;
    }

    /** The samples that the records of one batch were made with. */
    TrainingBatch batch(ArraySplit split, int[] indices) {
        InputBatch inputs = memory(split, indices.length).batch(indices.length);
        TrainingBatch batch = new TrainingBatch(inputs);
        batch.fill(split, indices, BatchPart.batch(0, indices.length));
        return batch;
    }

    /** Wants the gradients of the three inputs. */
    static void wantInputGradients(TrainingBatch batch) {
        for (Tensor input : List.of(batch.inputs().text(), batch.inputs().audio(), batch.inputs().vision())) {
            input.requiresGrad(true);
        }
    }

    /** The gradients of all parameters but those of noise, and of the three inputs. */
    static void gradients(RecordedFiles record, Layer model, TrainingBatch batch, RecordedFiles.Noise noise)
            throws IOException {
        record.gradients("grad/", model, OF_GRADIENTS, noise);
        record.ofLargest("grad_input/text", batch.inputs().text().grad().toArray(), OF_GRADIENTS);
        record.ofLargest("grad_input/audio", batch.inputs().audio().grad().toArray(), OF_GRADIENTS);
        record.ofLargest("grad_input/vision", batch.inputs().vision().grad().toArray(), OF_GRADIENTS);
    }

    static int[] whole(NpyArray array) throws IOException {
        return Arrays.stream(array.longs()).mapToInt(Math::toIntExact).toArray();
    }

    static BatchPart all(int[] indices) {
        return BatchPart.batch(0, indices.length);
    }

    /** Which kept value is which recorded term, and how far they may be apart. */
    record Term(String kept, String recorded, double bound) {
        static Term of(String kept, String recorded) {
            return new Term(kept, recorded, OF_CURVE);
        }
    }

    /** Called after each epoch of a run. */
    interface AfterEpoch {
        void check(int epoch, RecordedFiles curve) throws IOException;

        AfterEpoch NOTHING = (epoch, curve) -> {};
    }

    /** A run of the trainer, with its losses, predictions and final values. */
    void curve(
            String suffix, Network network, Objective objective, TrainingConfig training, List<Term> terms,
            RecordedFiles.Noise noise, AfterEpoch after) throws IOException {
        RecordedFiles curve = record("curve" + suffix + "_f64");
        ArraySplit train = split("train");
        ArraySplit valid = split("valid");
        Watched watched = new Watched(objective, curve, terms);
        int largest = Math.max(training.batchSize(), valid.size());
        InputBatch.Memory memory = memory(train, largest);
        Workspace workspace = new Workspace();
        TrainingStep step = new TrainingStep(
                network, watched, training, new LearningRates(training, null, network), memory, workspace);
        InputBatch.Memory ofValidation = memory(valid, valid.size());
        Evaluation evaluation = new Evaluation(network, ofValidation, workspace, valid.size());
        int[][] table = rows(curve.array("order"));
        int epochs = curve.array("valid_pred").shape().size(0);
        Batches batches =
                objective.batches(Batches.listed(table, train.size(), training.batchSize(), epochs));
        double[] predictions = curve.doubles("valid_pred");
        for (int epoch = 1; epoch <= epochs; epoch++) {
            step.epochBegins(epoch);
            int[] order = batches.order(epoch);
            for (int b = 0; b < batches.count(); b++) {
                step.learn(train, order, batches.batch(b), 1);
                if (epoch == 1 && step.steps() == 1 && step.isBetweenUpdates() && suffix.isEmpty()) {
                    weights("step1", network, noise, curve);
                }
            }
            step.epochDone(epoch);
            float[] predicted = evaluation.predict(valid);
            for (int i = 0; i < valid.size(); i++) {
                curve.note("validation prediction " + i + " after epoch " + epoch,
                        Math.abs(predicted[i] - predictions[(epoch - 1) * valid.size() + i]), OF_PREDICTIONS);
            }
            after.check(epoch, curve);
        }
        weights("state_dict_after" + suffix + "_f64", network, noise, curve);
        curve.require(watched.batches + predictions.length + 10);
    }

    private static int[][] rows(NpyArray order) throws IOException {
        int[] flat = whole(order);
        int[][] rows = new int[order.shape().size(0)][];
        int width = order.shape().size(1);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }

    private void weights(String file, Network network, RecordedFiles.Noise noise, RecordedFiles into)
            throws IOException {
        double total = 0;
        int count = 0;
        for (Map.Entry<String, NpyArray> entry : new TreeMap<>(Npz.read(folder.resolve(file + ".npz"))).entrySet()) {
            if (noise.holds(entry.getKey())) {
                continue;
            }
            float[] actual = network.root().parameter(entry.getKey()).toArray();
            double[] expected = entry.getValue().doubles();
            double largest = 0;
            for (int i = 0; i < actual.length; i++) {
                double difference = Math.abs(actual[i] - expected[i]);
                largest = Math.max(largest, difference);
                total += difference;
                count++;
            }
            into.note(file + ", " + entry.getKey(), largest, OF_WEIGHTS);
        }
        into.note(file + ", on average", total / count, OF_WEIGHTS_ON_AVERAGE);
    }

    /** An objective whose terms are compared after each batch. */
    private static final class Watched implements Objective {
        private final Objective objective;
        private final RecordedFiles curve;
        private final List<Term> terms;
        private final double[] losses;
        private final Map<String, double[]> recorded = new LinkedHashMap<>();
        private int batches;

        Watched(Objective objective, RecordedFiles curve, List<Term> terms) throws IOException {
            this.objective = objective;
            this.curve = curve;
            this.terms = terms;
            losses = curve.doubles("loss");
            for (Term term : terms) {
                recorded.put(term.recorded, curve.doubles(term.recorded));
            }
        }

        @Override
        public Tensor loss(TrainingBatch batch) {
            return objective.loss(batch);
        }

        @Override
        public void epochBegins(int epoch) {
            objective.epochBegins(epoch);
        }

        @Override
        public int variant(Split split, int[] order, BatchPart part) {
            return objective.variant(split, order, part);
        }

        @Override
        public void fill(TrainingBatch batch, Split split, int[] order, BatchPart part) {
            objective.fill(batch, split, order, part);
        }

        @Override
        public void learned(TrainingBatch batch, Split split, int[] order, BatchPart part) {
            for (Term term : terms) {
                if (batch.keeps(term.kept)) {
                    double[] expected = recorded.get(term.recorded);
                    // a term that only some batches have is recorded for the last of them
                    int at = expected.length == losses.length ? batches - 1 : -1;
                    if (at >= 0) {
                        curve.note(term.recorded + " of batch " + at,
                                Math.abs(batch.kept(term.kept).item() - expected[at]), term.bound);
                    }
                }
            }
            objective.learned(batch, split, order, part);
        }

        @Override
        public double reported(double loss, int variant) {
            curve.note("loss of batch " + batches, Math.abs(loss - losses[batches]), OF_CURVE);
            batches++;
            return objective.reported(loss, variant);
        }

        @Override
        public boolean moves(String parameter, int variant) {
            return objective.moves(parameter, variant);
        }

        @Override
        public boolean restsWhatItDoesNotReach() {
            return objective.restsWhatItDoesNotReach();
        }

        @Override
        public boolean keepsZeroGradients() {
            return objective.keepsZeroGradients();
        }
    }
}
