package org.almt.train.rival;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.addScalar;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.crossEntropy;
import static org.almt.core.op.Ops.div;
import static org.almt.core.op.Ops.matmul;
import static org.almt.core.op.Ops.mean;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.sub;
import static org.almt.core.op.Ops.sum;
import static org.almt.core.op.Ops.transpose;

import java.util.Arrays;
import java.util.List;
import org.almt.baseline.Fdmer;
import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.train.Loss;
import org.almt.train.Objective;
import org.almt.train.TrainingBatch;

/**
 * The objective of {@link Fdmer}. It was chosen here, because the model is a reconstruction:
 *
 * <pre>
 * L    = loss(y) + alpha cons + beta disp + gamma adv
 * cons = sum over pairs of |S_m - S_n|² / B²          S_m = C C^T, rows of C = c_m divided by their norms
 * disp = sum over m of HSIC(c_m, p_m) + sum over pairs of HSIC(p_m, p_n)
 *        HSIC(X, Y) = |(X - mean)^T (Y - mean)|² / (B - 1)²
 * adv  = (sum over m of CE(D(c_m), m) + CE(D(p_m), m)) / 6          gradients of c_m reversed
 * </pre>
 *
 * <p>cons and disp are taken from Wang et al., "AM-GCN: adaptive multi-channel graph convolutional networks", KDD 2020.
 * For a batch of one sample, both are left out.
 */
public record FdmerObjective(Fdmer model, Loss loss) implements Objective {
    private static final float EPS = 1e-8f;

    @Override
    public Tensor loss(TrainingBatch batch) {
        Fdmer.States states = model.states(batch.inputs());
        Tensor task = batch.keep("task", loss.of(batch.keep("prediction", states.prediction()), batch.labels()));
        Tensor adversarial = batch.keep("adv", adversarial(states));
        Tensor sum = add(task, scale(adversarial, weight("adversarialWeight")));
        if (batch.inputs().size() < 2) {
            return sum;
        }
        Tensor consistency = batch.keep("cons", consistency(states.common()));
        Tensor disparity = batch.keep("disp", disparity(states));
        return add(sum, add(scale(consistency, weight("consistencyWeight")),
                scale(disparity, weight("disparityWeight"))));
    }

    private float weight(String name) {
        return (float) model.config().number(name);
    }

    /**
     * With X and Y of unit rows, X X^T - Y Y^T = (M + M^T) / 2 for M = (X - Y) (X + Y)^T. This form has less
     * cancellation.
     */
    private static Tensor consistency(List<Tensor> common) {
        List<Tensor> units = common.stream()
                .map(x -> div(x, addScalar(Norms.ofRows(x), EPS))).toList();
        Tensor all = add(add(apart(units.get(0), units.get(1)), apart(units.get(0), units.get(2))),
                apart(units.get(1), units.get(2)));
        int batch = common.get(0).shape().size(0);
        return scale(all, 1f / (batch * batch));
    }

    private static Tensor apart(Tensor x, Tensor y) {
        Tensor product = matmul(sub(x, y), false, add(x, y), true); // [B, B]
        Tensor difference = scale(add(product, transpose(product, 0, 1)), 0.5f);
        return sum(mul(difference, difference));
    }

    private static Tensor disparity(Fdmer.States states) {
        List<Tensor> common = states.common().stream().map(FdmerObjective::centred).toList();
        List<Tensor> own = states.own().stream().map(FdmerObjective::centred).toList();
        Tensor within = add(add(dependence(common.get(0), own.get(0)), dependence(common.get(1), own.get(1))),
                dependence(common.get(2), own.get(2)));
        Tensor between = add(add(dependence(own.get(0), own.get(1)), dependence(own.get(0), own.get(2))),
                dependence(own.get(1), own.get(2)));
        return add(within, between);
    }

    private static Tensor centred(Tensor x) {
        return sub(x, mean(x, 0));
    }

    private static Tensor dependence(Tensor x, Tensor y) {
        Tensor product = matmul(x, true, y, false); // [d, d]
        float less = x.shape().size(0) - 1f;
        return scale(sum(mul(product, product)), 1 / (less * less));
    }

    private Tensor adversarial(Fdmer.States states) {
        float reversal = weight("reversal");
        Tensor common = concat(0, states.common().toArray(Tensor[]::new));
        Tensor reversed = sub(scale(common.detach(), 1 + reversal), scale(common, reversal));
        Tensor own = concat(0, states.own().toArray(Tensor[]::new));
        int each = states.common().get(0).shape().size(0);
        int[] classes = new int[3 * each];
        Arrays.setAll(classes, row -> row / each);
        Indices modalities = Indices.of(classes);
        return scale(add(crossEntropy(model.discriminated(reversed), modalities),
                crossEntropy(model.discriminated(own), modalities)), 0.5f);
    }
}
