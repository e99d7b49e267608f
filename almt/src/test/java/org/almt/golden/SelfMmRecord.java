package org.almt.golden;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.almt.baseline.BaselineConfig;
import org.almt.baseline.SelfMm.Task;
import org.almt.baseline.SelfMm;
import org.almt.core.Tensor;
import org.almt.train.Loss;
import org.almt.train.TrainingBatch;
import org.almt.train.TrainingConfig;
import org.almt.train.rival.SelfMmLabels;
import org.almt.train.rival.SelfMmObjective;
import org.junit.jupiter.api.DynamicTest;

/** Self-MM against its record. */
final class SelfMmRecord extends MmsaRecord {
    private static final double OF_LABELS = 1e-4;
    private static final double OF_CENTRES = 1e-5;

    private SelfMmRecord(Path folder) throws IOException {
        super(folder);
    }

    static List<DynamicTest> checks(Path folder) {
        return List.of(
                dynamicTest("self_mm: outputs, terms and gradients", () -> new SelfMmRecord(folder).oneBatch()),
                dynamicTest("self_mm: an update of labels", () -> new SelfMmRecord(folder).labelUpdate()),
                dynamicTest("self_mm: the optimiser's curve, labels and centres",
                        () -> new SelfMmRecord(folder).run()));
    }

    private BaselineConfig sizes() {
        Map<String, Object> sizes = inputs();
        sizes.put("audioHidden", arg("a_lstm_hidden_size"));
        sizes.put("visionHidden", arg("v_lstm_hidden_size"));
        sizes.put("audioOut", arg("audio_out"));
        sizes.put("visionOut", arg("video_out"));
        sizes.put("fusionHead", arg("post_fusion_dim"));
        sizes.put("textHead", arg("post_text_dim"));
        sizes.put("audioHead", arg("post_audio_dim"));
        sizes.put("visionHead", arg("post_video_dim"));
        sizes.put("audioDropout", args.number("a_lstm_dropout"));
        sizes.put("visionDropout", args.number("v_lstm_dropout"));
        sizes.put("fusionHeadDropout", args.number("post_fusion_dropout"));
        sizes.put("textHeadDropout", args.number("post_text_dropout"));
        sizes.put("audioHeadDropout", args.number("post_audio_dropout"));
        sizes.put("visionHeadDropout", args.number("post_video_dropout"));
        sizes.put("labelLimit", args.number("H"));
        sizes.put("audioRate", args.number("learning_rate_audio") / args.number("learning_rate_other"));
        sizes.put("visionRate", args.number("learning_rate_video") / args.number("learning_rate_other"));
        sizes.put("audioDecay", args.number("weight_decay_audio"));
        sizes.put("visionDecay", args.number("weight_decay_video"));
        sizes.put("meanText", false);
        return BaselineConfig.of(SelfMm.SCHEMA, sizes);
    }

    private SelfMm model() throws IOException {
        return (SelfMm) network(sizes()).root();
    }

    private void oneBatch() throws IOException {
        RecordedFiles record = record("fwd_bwd_f64");
        SelfMm model = model();
        ArraySplit train = split("train");
        SelfMmObjective objective = new SelfMmObjective(model, Loss.L1, train);
        for (Task task : Task.values()) {
            float[] before = record.floats("memory_before/label/" + task.label());
            System.arraycopy(before, 0, objective.labels().labels(task), 0, before.length);
        }
        int[] indices = whole(record.array("indices"));
        TrainingBatch batch = batch(train, indices);
        wantInputGradients(batch);
        Tensor loss = objective.loss(batch);
        // the inputs of the loss exist once it was computed; now they are filled
        objective.fill(batch, train, indices, all(indices));
        loss = objective.loss(batch);
        loss.backward();
        Map<Task, String> letters = Map.of(Task.FUSION, "M", Task.TEXT, "T", Task.AUDIO, "A", Task.VISION, "V");
        for (Task task : Task.values()) {
            record.absolute("output/" + letters.get(task), batch.kept("prediction " + task.label()), OF_VALUES);
            record.absolute("feature/" + task.label(), batch.kept("feature " + task.label()), OF_VALUES);
            record.absolute("loss_" + letters.get(task), batch.kept("loss " + task.label()), OF_TERMS);
        }
        record.absolute("loss", loss, OF_TERMS);
        gradients(record, model, batch, NO_NOISE);
        record.require(45);
    }

    private void labelUpdate() throws IOException {
        RecordedFiles record = record("label_update_f64");
        Map<Task, Integer> widths = new EnumMap<>(Task.class);
        Map<Task, float[]> rows = new EnumMap<>(Task.class);
        for (Task task : Task.values()) {
            widths.put(task, record.array("feature_before/" + task.label()).shape().size(1));
            rows.put(task, record.floats("batch_feature/" + task.label()));
        }
        SelfMmLabels labels =
                new SelfMmLabels(record.floats("label_before/fusion"), args.number("H"), widths);
        for (Task task : Task.values()) {
            copy(record, "label_before/" + task.label(), labels.labels(task));
            copy(record, "feature_before/" + task.label(), labels.features(task));
        }
        labels.renewCentres();
        for (Task task : Task.values()) {
            copy(record, "centre_before/" + task.label() + "/pos", labels.centre(task, true));
            copy(record, "centre_before/" + task.label() + "/neg", labels.centre(task, false));
        }
        labels.learned((int) record.number("epoch"), whole(record.array("indices")), rows);
        for (Task task : Task.values()) {
            record.absolute("label_after/" + task.label(), labels.labels(task), OF_VALUES);
            record.absolute("feature_after/" + task.label(), labels.features(task), OF_VALUES);
            record.absolute("centre_after/" + task.label() + "/pos", labels.centre(task, true), OF_VALUES);
            record.absolute("centre_after/" + task.label() + "/neg", labels.centre(task, false), OF_VALUES);
        }
        record.require(16);
    }

    private static void copy(RecordedFiles record, String name, float[] into) throws IOException {
        float[] from = record.floats(name);
        System.arraycopy(from, 0, into, 0, into.length);
    }

    private void run() throws IOException {
        TrainingConfig training = TrainingConfig.STANDARD.with("lr", args.number("learning_rate_other"))
                .with("batchSize", arg("batch_size")).with("sumBatches", arg("update_epochs")).with("loss", "l1")
                .with("weightDecay", args.number("weight_decay_other")).with("decoupled", false)
                .with("schedule", "constant");
        var network = network(sizes());
        SelfMmObjective objective = new SelfMmObjective((SelfMm) network.root(), Loss.L1, split("train"));
        List<Term> terms = Arrays.stream(Task.values())
                .map(task -> Term.of("loss " + task.label(), "term/" + task.label())).toList();
        curve("", network, objective, training, terms, NO_NOISE, (epoch, curve) -> {
            for (Task task : Task.values()) {
                row(curve, "memory/label/" + task.label(), epoch, objective.labels().labels(task), OF_LABELS);
                row(curve, "memory/centre/" + task.label() + "/pos", epoch, objective.labels().centre(task, true),
                        OF_CENTRES);
                row(curve, "memory/centre/" + task.label() + "/neg", epoch, objective.labels().centre(task, false),
                        OF_CENTRES);
            }
        });
        RecordedFiles last = record("curve_f64");
        for (Task task : Task.values()) {
            last.absolute("memory/feature_last/" + task.label(), objective.labels().features(task), OF_CENTRES);
        }
        last.require(4);
    }

    /** One epoch's row of a recorded table. */
    private static void row(RecordedFiles curve, String name, int epoch, float[] actual, double bound)
            throws IOException {
        double[] table = curve.doubles(name);
        for (int i = 0; i < actual.length; i++) {
            double expected = table[(epoch - 1) * actual.length + i];
            curve.note(name + " " + i + " after epoch " + epoch, Math.abs(expected - actual[i]), bound);
        }
    }
}
