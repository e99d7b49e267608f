package org.almt.explain.split;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.almt.core.GradMode;
import org.almt.core.Tensor;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.explain.Predictor;
import org.almt.input.InputBatch;
import org.almt.model.AlmtModel;
import org.almt.model.AlmtStates;
import org.almt.model.FoldedAlmt;

/**
 * ALMT's representations of the samples of a split, projected onto two {@link PrincipalAxes}. A representation is the
 * mean of the T tokens of a state.
 */
public final class Representations {
    private static final int BATCH = 64;

    private Representations() {}

    /**
     * The projections by name, in this order: embedded audio, embedded vision, the last hyper-modality. Those that a
     * model lacks are left out.
     */
    public static Map<String, PrincipalAxes> of(AlmtModel model, DataSet data, Split split) {
        Map<String, Function<AlmtStates, Tensor>> states = new LinkedHashMap<>();
        states.put("audio", AlmtStates::audio);
        states.put("vision", AlmtStates::vision);
        states.put("hyper-modality", AlmtStates::lastHyper);
        Map<String, double[][]> rows = new LinkedHashMap<>();
        states.keySet().forEach(name -> rows.put(name, new double[split.size()][]));
        InputBatch.Memory memory = new InputBatch.Memory(data.shapes(), Math.min(BATCH, split.size()));
        int[] order = Predictor.all(split);
        for (int from = 0; from < order.length; from += BATCH) {
            InputBatch inputs = memory.batch(Math.min(BATCH, order.length - from));
            inputs.fill(split, order, from);
            AlmtStates trace = GradMode.noGrad(
                    () -> FoldedAlmt.states(model, inputs.text(), inputs.audio(), inputs.vision()));
            states.values().removeIf(state -> state.apply(trace).shape().size(1) == 0);
            rows.keySet().retainAll(states.keySet());
            int first = from;
            rows.forEach((name, means) -> {
                Tensor state = Objects.requireNonNull(states.get(name), name).apply(trace);
                for (int k = 0; k < inputs.size(); k++) {
                    means[first + k] = meanOfTokens(state, k);
                }
            });
        }
        Map<String, PrincipalAxes> axes = new LinkedHashMap<>();
        rows.forEach((name, all) -> axes.put(name, PrincipalAxes.of(all, Math.min(2, all[0].length))));
        return axes;
    }

    private static double[] meanOfTokens(Tensor state, int sample) {
        int tokens = state.shape().size(1);
        double[] mean = new double[state.shape().size(2)];
        int at = state.offset() + sample * tokens * mean.length;
        for (int i = 0; i < tokens; i++) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += state.array()[at++] / (double) tokens;
            }
        }
        return mean;
    }
}
