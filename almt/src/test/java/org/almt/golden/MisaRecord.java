package org.almt.golden;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.almt.baseline.BaselineConfig;
import org.almt.baseline.Misa;
import org.almt.core.Tensor;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.saved.Architecture;
import org.almt.train.Loss;
import org.almt.train.TrainingBatch;
import org.almt.train.TrainingConfig;
import org.almt.train.rival.MisaObjective;
import org.junit.jupiter.api.DynamicTest;

/** MISA against its record. */
final class MisaRecord extends MmsaRecord {
    /**
     * The gradient of a bias of keys is 0 in exact arithmetic. The bias is stored between those of queries and values.
     */
    private static final RecordedFiles.Noise NOISE = name -> name.endsWith("in_proj_bias");

    private MisaRecord(Path folder) throws IOException {
        super(folder);
    }

    static List<DynamicTest> checks(Path folder) {
        return List.of(
                dynamicTest("misa: outputs, terms and gradients",
                        () -> new MisaRecord(folder).oneBatch("fwd_bwd_f64", false)),
                dynamicTest("misa: the adversarial form",
                        () -> new MisaRecord(folder).oneBatch("domain_f64", true)),
                dynamicTest("misa: the optimiser's curve", () -> new MisaRecord(folder).run()));
    }

    private BaselineConfig sizes(boolean adversarial) throws IOException {
        Map<String, Object> sizes = inputs();
        sizes.put("width", arg("hidden_size"));
        sizes.put("blockHidden", Npz.read(folder.resolve("state_dict.npz"))
                .get("transformer_encoder.layers.0.linear1.bias").shape().size(0));
        sizes.put("dropout", args.number("dropout"));
        sizes.put("blockDropout", 0);
        sizes.put("differenceWeight", args.number("diff_weight"));
        sizes.put("similarityWeight", args.number("sim_weight"));
        sizes.put("reconstructionWeight", args.number("recon_weight"));
        sizes.put("reversal", args.number("reverse_grad_weight"));
        sizes.put("adversarial", adversarial);
        sizes.put("ownLengths", false);
        return BaselineConfig.of(Misa.SCHEMA, sizes);
    }

    private Misa model(boolean adversarial) throws IOException {
        if (!adversarial) {
            return (Misa) network(sizes(false)).root();
        }
        Misa model = (Misa) Architecture.of("misa").network(sizes(true), null).root();
        for (String file : List.of("state_dict.npz", "discriminator.npz")) {
            for (Map.Entry<String, NpyArray> entry : Npz.read(folder.resolve(file)).entrySet()) {
                model.parameter(entry.getKey()).set(entry.getValue().floats());
            }
        }
        return model;
    }

    private void oneBatch(String file, boolean adversarial) throws IOException {
        if (!Files.exists(folder.resolve(file + ".npz"))) {
            org.junit.jupiter.api.Assumptions.abort("no record " + file);
        }
        RecordedFiles record = record(file);
        Misa model = model(adversarial);
        int[] indices = whole(record.array("indices"));
        TrainingBatch batch = batch(split("train"), indices);
        wantInputGradients(batch);
        Tensor loss = new MisaObjective(model, Loss.MSE).loss(batch);
        loss.backward();
        Misa.States states = model.states(batch.inputs());
        record.absolute("output", states.prediction(), OF_VALUES);
        for (Map.Entry<String, Misa.Part> entry : Map.of(
                "t", states.text(), "v", states.vision(), "a", states.audio()).entrySet()) {
            String letter = entry.getKey();
            Misa.Part part = entry.getValue();
            record.absolute("act/utterance_" + letter, part.utterance(), OF_VALUES);
            record.absolute("act/" + letter + "_orig", part.projected(), OF_VALUES);
            record.absolute("act/private_" + letter, part.own(), OF_VALUES);
            record.absolute("act/shared_" + letter, part.shared(), OF_VALUES);
            record.absolute("act/" + letter + "_recon", part.recovered(), OF_VALUES);
        }
        record.absolute("act/tokens", rowsFirst(states.rows()), OF_VALUES);
        record.absolute("act/fused", rowsFirst(states.fused()), OF_VALUES);
        record.absolute("loss", loss, OF_TERMS);
        for (String term : List.of("task", "diff", "sim", "recon")) {
            record.absolute("loss_" + term, batch.kept(term), OF_TERMS);
        }
        for (String name : record.names()) {
            if (name.startsWith("diff/") || name.startsWith("cmd/") && !adversarial) {
                record.absolute(name, batch.kept(name), OF_TERMS);
            }
        }
        if (adversarial) {
            record.absolute("act/domain_logits", batch.kept("domain_logits"), OF_VALUES);
        }
        gradients(record, model, batch, NOISE);
        record.require(100);
    }

    /** [B, 6, H] to the record's [6, B, H]. */
    private static Tensor rowsFirst(Tensor rows) {
        return org.almt.core.op.Ops.transpose(rows, 0, 1);
    }

    private void run() throws IOException {
        BaselineConfig sizes = sizes(false);
        TrainingConfig training = TrainingConfig.STANDARD.with("lr", args.number("learning_rate"))
                .with("batchSize", arg("batch_size")).with("sumBatches", arg("update_epochs"))
                .with("clipValue", args.number("grad_clip")).with("weightDecay", 0).with("decoupled", false)
                .with("schedule", "constant");
        var network = network(sizes);
        curve("", network, new MisaObjective((Misa) network.root(), Loss.MSE), training,
                List.of(Term.of("task", "term/task"), Term.of("diff", "term/diff"), Term.of("recon", "term/recon"),
                        Term.of("sim", "term/cmd")),
                NOISE, AfterEpoch.NOTHING);
    }
}
