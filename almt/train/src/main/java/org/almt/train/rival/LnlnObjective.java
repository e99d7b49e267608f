package org.almt.train.rival;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.crossEntropy;
import static org.almt.core.op.Ops.mseLoss;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.slice;

import java.util.Arrays;
import org.almt.baseline.Lnln;
import org.almt.core.Indices;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.data.Split;
import org.almt.data.missing.IncompleteSplit;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.train.BatchPart;
import org.almt.train.Loss;
import org.almt.train.Objective;
import org.almt.train.TrainingBatch;

/**
 * The objective of {@link Lnln} (means over all elements):
 *
 * <pre>
 * L = alpha MSE(w, 1 - r_l) + beta CE(D(h_d), D(complete h_l)) + gamma MSE(reconstructed, complete) + sigma loss(y)
 * </pre>
 *
 * <p>r_l is the rate of missing language, 0 if nothing is missing. D learns to distinguish corrected rows of language
 * (class 1) from complete ones (class 0). The complete rows get gradients too.
 *
 * @param loss the loss of the prediction; MSE in the public code
 */
public record LnlnObjective(Lnln model, Loss loss) implements Objective {
    private static final String RATE = "missing rate of language";

    @Override
    public Tensor loss(TrainingBatch batch) {
        Lnln.States states = model.states(batch.inputs(), true);
        Tensor complete = batch.keep("complete_feats", model.complete(complete(batch))); // [B, 3 T, D]
        Tensor reconstructed = batch.keep("rec_feats", model.reconstructed(states)); // [B, 3 T, D]
        int tokens = model.tokens();
        Tensor language = slice(complete, 1, 2 * tokens, 3 * tokens); // [B, T, D]
        Tensor logits = batch.keep("effectiveness_discriminator_out", concat(0,
                model.discriminated(states.corrected()), model.discriminated(language))); // [2 B T, 2]
        Tensor share = batch.keep("w", states.share());
        Tensor completeness = batch.keep("l_cc", mseLoss(share, there(batch)));
        Tensor adversarial = batch.keep("l_adv", crossEntropy(logits, classes(logits.shape().size(0))));
        Tensor reconstruction = batch.keep("l_rec", mseLoss(reconstructed, complete));
        Tensor prediction = batch.keep("sentiment_preds", states.prediction());
        Tensor sentiment = batch.keep("l_sp", loss.of(prediction, batch.labels()));
        Lnln.LossWeights weights = model.lossWeights();
        Tensor first = add(scale(completeness, weights.completeness()), scale(adversarial, weights.discriminator()));
        Tensor rest = add(scale(reconstruction, weights.reconstruction()), scale(sentiment, weights.sentiment()));
        return add(first, rest);
    }

    /** 1 for the first half of the rows, 0 for the others. */
    private static Indices classes(int rows) {
        int[] classes = new int[rows];
        Arrays.fill(classes, 0, rows / 2, 1);
        return Indices.of(classes);
    }

    private static InputBatch complete(TrainingBatch batch) {
        InputBatch inputs = batch.inputs();
        return InputBatch.of(input(batch, Modality.TEXT, inputs.text()), input(batch, Modality.AUDIO, inputs.audio()),
                input(batch, Modality.VISION, inputs.vision()));
    }

    private static Tensor input(TrainingBatch batch, Modality modality, Tensor like) {
        return batch.input("complete " + modality.key(), like.shape());
    }

    /** 1 - r_l, the fraction of language that is present: [B, 1]. */
    private static Tensor there(TrainingBatch batch) {
        return batch.input(RATE, Shape.of(batch.inputs().size(), 1));
    }

    @Override
    public void fill(TrainingBatch batch, Split split, int[] order, BatchPart part) {
        IncompleteSplit incomplete = split instanceof IncompleteSplit known ? known : null;
        Split complete = incomplete == null ? split : incomplete.complete();
        for (Modality modality : Modality.values()) {
            Tensor target = input(batch, modality, batch.inputs().of(modality));
            int each = target.shape().count() / part.size();
            for (int k = 0; k < part.size(); k++) {
                complete.frames(modality, order[part.from() + k], 0, target.shape().size(1), target.array(),
                        target.offset() + k * each);
            }
            target.markModified();
        }
        Tensor there = there(batch);
        for (int k = 0; k < part.size(); k++) {
            double rate = incomplete == null ? 0 : incomplete.rate(Modality.TEXT, order[part.from() + k]);
            there.array()[there.offset() + k] = (float) (1 - rate);
        }
        there.markModified();
    }
}
