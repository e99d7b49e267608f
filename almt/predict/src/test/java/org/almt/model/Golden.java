package org.almt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Parameters;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.optim.AdamW;

/**
 * Numbers recorded from the PyTorch reference: weights, inputs, activations, gradients and twenty AdamW steps, in
 * float32 and, if recorded, in float64, which is then the reference.
 */
final class Golden {
    final AlmtConfig config;
    private final Map<String, NpyArray> weights;
    private final Map<String, NpyArray> single;
    private final Map<String, NpyArray> exact;
    final Map<String, NpyArray> adamw;

    Golden(AlmtConfig config, Path weights, Path single, Path exact, Path adamw) throws IOException {
        this.config = config;
        this.weights = Npz.read(weights);
        this.single = Npz.read(single);
        this.exact = exact == null ? this.single : Npz.read(exact);
        this.adamw = Npz.read(adamw);
    }

    /** One way of computing the model. */
    interface Form {
        AlmtStates run(AlmtModel model, Tensor text, Tensor audio, Tensor vision);
    }

    AlmtModel model() throws IOException {
        AlmtModel model = new AlmtModel(config);
        Map<String, Tensor> parameters = model.parameters();
        assertEquals(List.copyOf(weights.keySet()), List.copyOf(parameters.keySet()));
        for (Map.Entry<String, Tensor> entry : parameters.entrySet()) {
            NpyArray array = weights.get(entry.getKey());
            assertEquals(array.shape(), entry.getValue().shape(), entry.getKey());
            entry.getValue().set(array.floats());
        }
        return model;
    }

    Tensor input(String name) throws IOException {
        return single.get(name).tensor();
    }

    /** Runs forward and backward, and returns the values outside the tolerances of the record. */
    List<String> compare(Form form) throws IOException {
        AlmtModel model = model();
        AlmtStates trace = form.run(model, input("text"), input("audio"), input("vision"));
        Tensor loss = Ops.mseLoss(trace.prediction(), input("labels"));
        List<String> faults = new ArrayList<>();
        absolute(faults, "output", trace.prediction(), 2e-6);
        absolute(faults, "loss", loss, 2e-6);
        Map<String, Tensor> activations = activations(trace);
        for (Map.Entry<String, Tensor> entry : activations.entrySet()) {
            relative(faults, entry.getKey(), entry.getValue());
        }
        loss.backward();
        int compared = 0;
        for (Map.Entry<String, Tensor> entry : model.parameters().entrySet()) {
            // The gradient of norm_k.bias is zero in mathematics and noise in the record.
            if (!entry.getKey().endsWith("norm_k.bias")) {
                relative(faults, "grad/" + entry.getKey(), entry.getValue().gradOrZeros());
                compared++;
            }
        }
        assertTrue(compared > 170, compared + " gradients compared");
        return faults;
    }

    /** By their names in the record; the plain form has them all. */
    private Map<String, Tensor> activations(AlmtStates trace) {
        Set<String> recorded = new TreeSet<>(single.keySet());
        recorded.removeIf(name -> !name.startsWith("act/"));
        Map<String, Tensor> all = new TreeMap<>();
        all.put("act/proj_l", trace.text());
        all.put("act/proj_a", trace.audio());
        all.put("act/proj_v", trace.vision());
        for (int i = 0; i < trace.scales().size(); i++) {
            all.put("act/h_l_" + (i + 1), trace.scales().get(i));
            all.put("act/h_hyper_" + (i + 1), trace.hypers().get(i));
        }
        if (trace.fused().shape().size(1) > 1) {
            all.put("act/fusion_full", trace.fused());
            assertEquals(recorded, all.keySet(), "activations");
        }
        return all;
    }

    /** Runs forward and backward and returns where the inputs' gradients lie outside the tolerances of a record. */
    List<String> compareInputGradients(Form form, Path record) throws IOException {
        Map<String, NpyArray> gradients = Npz.read(record);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String name : List.of("text", "audio", "vision")) {
            inputs.put(name, input(name).requiresGrad(true));
        }
        Tensor prediction =
                form.run(model(), inputs.get("text"), inputs.get("audio"), inputs.get("vision")).prediction();
        Ops.mseLoss(prediction, input("labels")).backward();
        List<String> faults = new ArrayList<>();
        inputs.forEach((name, tensor) -> relative(faults, "d_" + name, gradients.get("d_" + name), tensor.grad()));
        return faults;
    }

    private void absolute(List<String> faults, String name, Tensor got, double bound) throws IOException {
        double[] want = exact.get(name).doubles();
        double worst = worst(want, got);
        if (!(worst <= bound)) {
            faults.add(name + " differs by " + worst);
        }
    }

    private void relative(List<String> faults, String name, Tensor got) {
        relative(faults, name, exact.getOrDefault(name, single.get(name)), got);
    }

    private static void relative(List<String> faults, String name, NpyArray record, Tensor got) {
        if (record == null) {
            faults.add(name + " is not in the record");
            return;
        }
        double[] want;
        try {
            want = record.doubles();
        } catch (CheckpointException e) {
            faults.add(name + ": " + e.getMessage());
            return;
        }
        double largest = 0;
        for (double value : want) {
            largest = Math.max(largest, Math.abs(value));
        }
        double worst = worst(want, got);
        if (!(worst <= 1e-5 * largest)) {
            faults.add(name + " differs by " + worst + ", largest " + largest);
        }
    }

    private static double worst(double[] want, Tensor got) {
        float[] values = got.toArray();
        if (values.length != want.length) {
            return Double.POSITIVE_INFINITY;
        }
        double worst = 0;
        for (int i = 0; i < want.length; i++) {
            double difference = Math.abs(values[i] - want[i]);
            worst = Math.max(worst, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
        }
        return worst;
    }

    /** The losses before each of twenty full-batch AdamW steps, and the parameters after them. */
    double[] train(AlmtModel model, Form form) throws IOException {
        Parameters parameters = Parameters.of(model);
        AdamW optimiser = new AdamW(parameters, 1e-4, AdamW.Settings.withDecay(1e-4));
        double[] losses = new double[20];
        for (int step = 0; step < losses.length; step++) {
            parameters.zeroGrad();
            AlmtStates trace = form.run(model, input("text"), input("audio"), input("vision"));
            Tensor loss = Ops.mseLoss(trace.prediction(), input("labels"));
            losses[step] = loss.item();
            loss.backward();
            optimiser.step();
        }
        return losses;
    }
}
