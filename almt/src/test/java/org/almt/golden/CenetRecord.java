package org.almt.golden;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.almt.baseline.BaselineConfig;
import org.almt.baseline.Cenet;
import org.almt.baseline.Cenet.Form;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.io.JsonObject;
import org.almt.language.TextPadding;
import org.almt.nn.bert.BertConfig;
import org.almt.nn.bert.BertModel;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.saved.Architecture;
import org.almt.saved.Network;
import org.almt.train.Loss;
import org.almt.train.Objective;
import org.almt.train.TrainingBatch;
import org.almt.train.TrainingConfig;
import org.junit.jupiter.api.DynamicTest;

/** CENET against its record: the plain form and the folded one, all rows and real ones alone. */
final class CenetRecord extends MmsaRecord {
    private static final RecordedFiles.Noise NOISE =
            name -> name.endsWith(".Wk.bias") || name.endsWith("attention.self.key.bias");

    private CenetRecord(Path folder) throws IOException {
        super(folder);
    }

    static List<DynamicTest> checks(Path folder) {
        return List.of(
                dynamicTest("cenet: the plain form", () -> new CenetRecord(folder).oneBatch(Form.PLAIN)),
                dynamicTest("cenet: the folded form", () -> new CenetRecord(folder).oneBatch(Form.FOLDED)),
                dynamicTest("cenet: real tokens alone", () -> new CenetRecord(folder).packed()),
                dynamicTest("cenet: the optimiser's curve", () -> new CenetRecord(folder).run()));
    }

    @Override
    ArraySplit split(String name) throws IOException {
        NpyArray ids = array(name + "/ids");
        int samples = ids.shape().size(0);
        int length = ids.shape().size(1);
        int width = whole(config.object("sizes"), "text_width");
        NpyArray text = NpyArray.of(new float[samples * length * width], samples, length, width);
        return new ArraySplit(text, array(name + "/audio"), array(name + "/vision"), array(name + "/labels").floats())
                .textMask(array(name + "/mask")).ids(ids).lengths(Modality.AUDIO, array(name + "/audio_lengths"))
                .lengths(Modality.VISION, array(name + "/vision_lengths"));
    }

    @Override
    InputBatch.Memory memory(ArraySplit split, int largest) {
        return InputBatch.Memory.ofTokens(split.shapes(), TextPadding.FAITHFUL, largest);
    }

    private Network network(Form form) throws IOException {
        JsonObject bert = config.object("bert");
        BertConfig sizes = new BertConfig(
                whole(bert, "vocab_size"), whole(bert, "hidden_size"), whole(bert, "num_hidden_layers"),
                whole(bert, "num_attention_heads"), whole(bert, "intermediate_size"),
                whole(bert, "max_position_embeddings"), whole(bert, "type_vocab_size"),
                (float) bert.number("layer_norm_eps"), 0);
        Map<String, Object> options = inputs();
        options.put("injection", 1);
        options.put("dropout", 0);
        options.put("plain", form == Form.PLAIN);
        Network network = Architecture.of("cenet")
                .network(BaselineConfig.of(Cenet.SCHEMA, options), new BertModel(sizes));
        RecordedFiles.load(network.root(), folder.resolve("state_dict.npz"));
        return network;
    }

    private void oneBatch(Form form) throws IOException {
        RecordedFiles record = record("fwd_bwd_f64");
        Cenet model = (Cenet) network(form).root();
        TrainingBatch batch = batch(split("train"), whole(record.array("indices")));
        batch.inputs().audio().requiresGrad(true);
        batch.inputs().vision().requiresGrad(true);
        Cenet.States states = model.states(batch.inputs(), form);
        Tensor loss = Ops.l1Loss(states.prediction(), batch.labels());
        loss.backward();
        record.absolute("output", states.prediction(), OF_VALUES);
        record.absolute("loss", loss, OF_TERMS);
        record.absolute("act/embeddings", states.embeddings(), OF_VALUES);
        record.absolute("act/layer_0", states.before(), OF_VALUES);
        record.absolute("act/ce_vision", states.ofVision(), OF_VALUES);
        record.absolute("act/ce_audio", states.ofAudio(), OF_VALUES);
        record.absolute("act/shifted", states.shifted(), OF_VALUES);
        record.absolute("act/last_hidden_state", states.last(), OF_VALUES);
        record.gradients("grad/", model, OF_GRADIENTS, NOISE);
        record.ofLargest("grad_input/audio", batch.inputs().audio().grad().toArray(), OF_GRADIENTS);
        record.ofLargest("grad_input/vision", batch.inputs().vision().grad().toArray(), OF_GRADIENTS);
        record.require(60);
    }

    private void packed() throws IOException {
        RecordedFiles record = record("fwd_bwd_f64");
        Network network = network(Form.FOLDED);
        ArraySplit split = split("train");
        int[] indices = whole(record.array("indices"));
        InputBatch.Memory memory =
                InputBatch.Memory.ofTokens(split.shapes(), TextPadding.MASKED, indices.length);
        InputBatch inputs = memory.batch(indices.length, memory.rows(split, indices, 0, indices.length));
        inputs.fill(split, indices, 0);
        record.absolute("output", network.forward(inputs), OF_VALUES);
        record.require(1);
    }

    private void run() throws IOException {
        TrainingConfig training = TrainingConfig.STANDARD.with("lr", args.number("learning_rate"))
                .with("batchSize", arg("batch_size")).with("loss", "l1").with("clipNorm", args.number("max_grad_norm"))
                .with("weightDecay", args.number("weight_decay")).with("decoupled", false)
                .with("epsilon", args.number("adam_epsilon")).with("schedule", "constant");
        Network network = network(Form.FOLDED);
        Objective objective = Objective.of(network, Loss.L1);
        curve("", network, objective, training, List.of(), NOISE, AfterEpoch.NOTHING);
    }
}
