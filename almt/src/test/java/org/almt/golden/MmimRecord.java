package org.almt.golden;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.almt.baseline.BaselineConfig;
import org.almt.baseline.Mmim;
import org.almt.core.Tensor;
import org.almt.train.Loss;
import org.almt.train.TrainingBatch;
import org.almt.train.TrainingConfig;
import org.almt.train.rival.MmimObjective;
import org.junit.jupiter.api.DynamicTest;

/** MMIM against its record. */
final class MmimRecord extends MmsaRecord {
    private static final double OF_ENTROPY = 1e-4;

    private MmimRecord(Path folder) throws IOException {
        super(folder);
    }

    static List<DynamicTest> checks(Path folder) {
        return List.of(
                dynamicTest("mmim: the pairs' stage", () -> new MmimRecord(folder).firstStage()),
                dynamicTest("mmim: the main stage with memory", () -> new MmimRecord(folder).secondStage()),
                dynamicTest("mmim: the optimisers' curve", () -> new MmimRecord(folder).run("", false)),
                dynamicTest("mmim: the curve with gradients of zero",
                        () -> new MmimRecord(folder).run("_zeros", true)));
    }

    private BaselineConfig sizes(boolean zeros) {
        Map<String, Object> sizes = inputs();
        sizes.put("visionHidden", arg("d_vh"));
        sizes.put("audioHidden", arg("d_ah"));
        sizes.put("visionOut", arg("d_vout"));
        sizes.put("audioOut", arg("d_aout"));
        sizes.put("width", arg("d_prjh"));
        sizes.put("dropout", args.number("dropout_prj"));
        sizes.put("contrastWeight", args.number("alpha"));
        sizes.put("likelihoodWeight", args.number("beta"));
        sizes.put("pairRate", args.number("lr_mmilb") / args.number("lr_main"));
        sizes.put("pairDecay", args.number("weight_decay_mmilb"));
        sizes.put("pairAudioVision", args.truth("add_va"));
        sizes.put("zeroGradients", zeros);
        sizes.put("halfFirstStage", false);
        sizes.put("meanText", false);
        return BaselineConfig.of(Mmim.SCHEMA, sizes);
    }

    private TrainingBatch batch(int[] indices) throws IOException {
        TrainingBatch batch = batch(split("train"), indices);
        wantInputGradients(batch);
        return batch;
    }

    private void firstStage() throws IOException {
        RecordedFiles record = record("stage1_f64");
        Mmim model = (Mmim) network(sizes(false)).root();
        TrainingBatch batch = batch(whole(record.array("indices")));
        Tensor loss = new MmimObjective(model, Loss.L1, arg("batch_size")).firstStage(batch);
        loss.backward();
        record.absolute("loss", loss, OF_TERMS);
        record.absolute("lld", batch.kept("lld"), OF_TERMS);
        gradients(record, model, batch, NO_NOISE);
        record.require(30);
    }

    private void secondStage() throws IOException {
        RecordedFiles record = record("stage2_f64");
        Mmim model = (Mmim) network(sizes(false)).root();
        int[] before = whole(record.array("memory_indices"));
        MmimObjective objective = new MmimObjective(model, Loss.L1, before.length);
        TrainingBatch earlier = batch(before);
        objective.secondStage(earlier, false);
        for (String pair : List.of("tv", "ta")) {
            objective.remember(pair, earlier.kept("rows " + pair).toArray(), earlier.labels().toArray());
        }
        TrainingBatch batch = batch(whole(record.array("indices")));
        objective.secondStage(batch, true);
        objective.fillSigns(batch);
        Tensor loss = objective.secondStage(batch, true);
        loss.backward();
        record.absolute("output", batch.kept("prediction"), OF_VALUES);
        record.absolute("loss", loss, OF_TERMS);
        record.absolute("loss_task", batch.kept("task"), OF_TERMS);
        record.absolute("lld", batch.kept("lld"), OF_TERMS);
        record.absolute("nce", batch.kept("nce"), OF_TERMS);
        record.absolute("H", batch.kept("H"), OF_ENTROPY);
        for (String pair : List.of("tv", "ta")) {
            record.absolute("lld_" + pair, batch.kept("lld " + pair), OF_TERMS);
            record.absolute("H_" + pair, batch.kept("H " + pair), OF_ENTROPY);
        }
        for (String modality : List.of("t", "v", "a")) {
            record.absolute("nce_" + modality, batch.kept("nce " + modality), OF_TERMS);
        }
        Mmim.States states = model.states(batch.inputs());
        record.absolute("act/text", states.text(), OF_VALUES);
        record.absolute("act/audio", states.audio(), OF_VALUES);
        record.absolute("act/vision", states.vision(), OF_VALUES);
        record.absolute("act/fusion", states.fusion(), OF_VALUES);
        gradients(record, model, batch, NO_NOISE);
        record.require(60);
    }

    private void run(String suffix, boolean zeros) throws IOException {
        TrainingConfig training = TrainingConfig.STANDARD.with("lr", args.number("lr_main"))
                .with("batchSize", arg("batch_size")).with("loss", "l1").with("clipNorm", args.number("grad_clip"))
                .with("weightDecay", args.number("weight_decay_main")).with("decoupled", false)
                .with("schedule", "constant");
        var network = network(sizes(zeros));
        MmimObjective objective = new MmimObjective((Mmim) network.root(), Loss.L1, training.batchSize());
        curve(suffix, network, objective, training,
                List.of(Term.of("lld", "term/lld"), Term.of("nce", "term/nce"), new Term("H", "term/H", OF_ENTROPY)),
                NO_NOISE, AfterEpoch.NOTHING);
    }
}
