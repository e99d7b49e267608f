package org.almt.train.rival;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.addScalar;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.crossEntropy;
import static org.almt.core.op.Ops.div;
import static org.almt.core.op.Ops.l2Norm;
import static org.almt.core.op.Ops.matmul;
import static org.almt.core.op.Ops.mean;
import static org.almt.core.op.Ops.mseLoss;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.sub;

import java.util.Arrays;
import org.almt.baseline.Misa;
import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.train.Loss;
import org.almt.train.Objective;
import org.almt.train.TrainingBatch;

/**
 * The objective of {@link Misa}, as in MMSA:
 *
 * <pre>
 * L    = loss(y) + difference Diff + similarity Sim + reconstruction Rec
 * Diff = sum of D(p_t, s_t), D(p_v, s_v), D(p_a, s_a), D(p_a, p_t), D(p_a, p_v), D(p_t, p_v)
 *        D(X, Y) = mean of (X'^T Y')²; X' has rows minus the mean row, over their norms, which are constants
 * Sim  = (CMD(s_t, s_v) + CMD(s_t, s_a) + CMD(s_a, s_v)) / 3
 *        CMD(X, Y) = |mean X - mean Y| + sum over k = 2 to 5 of |k-th central moment of X - that of Y|
 * Rec  = mean over modalities of mean (r_m - o_m)²
 * </pre>
 *
 * <p>CMD is Zellinger et al., "Central moment discrepancy (CMD) for domain-invariant representation learning", 2017.
 * The slope of a norm is infinite at 0, where two moments are equal, as in a batch of one sample. The gradient there is
 * 0; in MMSA it is NaN. In an adversarial model, Sim is the cross entropy of its modality classifier.
 *
 * @param loss the loss of the prediction; MSE in MMSA
 */
public record MisaObjective(Misa model, Loss loss) implements Objective {
    private static final float ROW_EPS = 1e-6f;
    private static final int MOMENTS = 5;

    @Override
    public Tensor loss(TrainingBatch batch) {
        Misa.States states = model.states(batch.inputs());
        Tensor task = batch.keep("task", loss.of(batch.keep("prediction", states.prediction()), batch.labels()));
        Tensor difference = batch.keep("diff", difference(batch, states));
        Tensor similarity = batch.keep("sim", model.isAdversarial() ? adversarial(batch, states) : cmd(batch, states));
        Tensor reconstruction = batch.keep("recon", scale(
                add(add(recovered(states.text()), recovered(states.vision())), recovered(states.audio())), 1 / 3f));
        Misa.LossWeights weights = model.lossWeights();
        Tensor apart = add(scale(difference, weights.difference()), scale(similarity, weights.similarity()));
        return add(add(task, apart), scale(reconstruction, weights.reconstruction()));
    }

    private static Tensor recovered(Misa.Part part) {
        return mseLoss(part.recovered(), part.projected());
    }

    private static Tensor difference(TrainingBatch batch, Misa.States states) {
        Tensor t = unit(states.text().own());
        Tensor v = unit(states.vision().own());
        Tensor a = unit(states.audio().own());
        Tensor ofText = batch.keep("diff/private_t_shared_t", overlap(t, unit(states.text().shared())));
        Tensor ofVision = batch.keep("diff/private_v_shared_v", overlap(v, unit(states.vision().shared())));
        Tensor ofAudio = batch.keep("diff/private_a_shared_a", overlap(a, unit(states.audio().shared())));
        Tensor audioText = batch.keep("diff/private_a_private_t", overlap(a, t));
        Tensor audioVision = batch.keep("diff/private_a_private_v", overlap(a, v));
        Tensor textVision = batch.keep("diff/private_t_private_v", overlap(t, v));
        return add(add(add(ofText, ofVision), ofAudio), add(add(audioText, audioVision), textVision));
    }

    /** Rows minus the mean row, over their norms: [B, H]. */
    private static Tensor unit(Tensor x) {
        Tensor centred = sub(x, mean(x, 0));
        return div(centred, addScalar(Norms.ofRows(centred).detach(), ROW_EPS));
    }

    private static Tensor overlap(Tensor x, Tensor y) {
        Tensor product = matmul(x, true, y, false); // [H, H]
        return mean(mul(product, product));
    }

    private static Tensor cmd(TrainingBatch batch, Misa.States states) {
        Tensor t = states.text().shared();
        Tensor v = states.vision().shared();
        Tensor a = states.audio().shared();
        Tensor sum = add(
                add(batch.keep("cmd/tv", moments(t, v)), batch.keep("cmd/ta", moments(t, a))),
                batch.keep("cmd/av", moments(a, v)));
        return scale(sum, 1 / 3f);
    }

    private static Tensor moments(Tensor x, Tensor y) {
        Tensor meanX = mean(x, 0);
        Tensor meanY = mean(y, 0);
        Tensor centredX = sub(x, meanX);
        Tensor centredY = sub(y, meanY);
        Tensor distance = l2Norm(sub(meanX, meanY));
        Tensor powerX = centredX;
        Tensor powerY = centredY;
        for (int k = 2; k <= MOMENTS; k++) {
            powerX = mul(powerX, centredX);
            powerY = mul(powerY, centredY);
            distance = add(distance, l2Norm(sub(mean(powerX, 0), mean(powerY, 0))));
        }
        return distance;
    }

    private Tensor adversarial(TrainingBatch batch, Misa.States states) {
        Tensor shared = concat(0, states.text().shared(), states.vision().shared(), states.audio().shared());
        Tensor logits = batch.keep("domain_logits", model.discriminated(shared)); // [3 B, 3]
        int each = batch.inputs().size();
        int[] classes = new int[3 * each];
        Arrays.setAll(classes, row -> row / each);
        return crossEntropy(logits, Indices.of(classes));
    }

    @Override
    public boolean restsWhatItDoesNotReach() {
        return true;
    }
}
