package org.almt.train.rival;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.div;
import static org.almt.core.op.Ops.exp;
import static org.almt.core.op.Ops.logDet;
import static org.almt.core.op.Ops.logSumExp;
import static org.almt.core.op.Ops.matmul;
import static org.almt.core.op.Ops.mean;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.sub;
import static org.almt.core.op.Ops.sum;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.almt.baseline.Mmim;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.data.Split;
import org.almt.input.Modality;
import org.almt.train.BatchPart;
import org.almt.train.Batches;
import org.almt.train.Loss;
import org.almt.train.Objective;
import org.almt.train.TrainingBatch;

/**
 * The objective of {@link Mmim}, as in MMSA. Each epoch has two passes over the samples, each in its own order:
 *
 * <pre>
 * first     -lld                                                   moves the pairs' parameters
 * second    loss(y) + alpha nce - beta lld - beta H                moves all others; H from the third batch on
 *
 * lld = sum over pairs of mean over samples of sum of -(y - mean)² / (2 exp(log variance))
 * H   = sum over pairs of (logdet Cov(positive) + logdet Cov(negative)) / 4
 *       Cov: of the entropy rows of the batch and of the batch before, whose labels are above, or below, 0
 * nce = sum over m of -mean_b (S_bb - log sum_j exp S_bj)          S = m' z_m'^T, rows divided by their norms
 * </pre>
 *
 * <p>As in the public code, lld has no term for the variance, so the variance can grow without bound. Rows of the
 * previous batch are constants. A covariance of too few rows is singular: its term counts as 0; in MMSA it is -infinity
 * or NaN. Gradients are clipped over all parameters, in both passes.
 */
public final class MmimObjective implements Objective {
    private static final int PAIRS = 0;
    private static final int WITHOUT_ENTROPY = 1;
    private static final int WITH_ENTROPY = 2;

    private final Mmim model;
    private final Loss loss;
    private final int batchSize;
    private final Map<String, Memory> memories = new LinkedHashMap<>();
    /** The last result of {@link #variant}. If a loss is recorded next, it is that of this variant. */
    private int variant;

    /**
     * The entropy rows of the previous batch, and the signs of its labels.
     *
     * @param rows [B, K]
     * @param signs [B]: 1, -1, or 0
     */
    private record Memory(Tensor rows, Tensor signs) {}

    /**
     * The objective for batches of one size.
     *
     * @param loss the loss of the prediction; L1 in MMSA
     */
    public MmimObjective(Mmim model, Loss loss, int batchSize) {
        this.model = model;
        this.loss = loss;
        this.batchSize = batchSize;
        pairs().forEach((name, pair) -> memories.put(name,
                new Memory(Tensor.zeros(batchSize, pair.entropyWidth()), Tensor.zeros(batchSize))));
    }

    private Map<String, Mmim.Pair> pairs() {
        Map<String, Mmim.Pair> pairs = new LinkedHashMap<>();
        pairs.put("tv", model.textVision());
        pairs.put("ta", model.textAudio());
        if (model.visionAudio() != null) {
            pairs.put("va", model.visionAudio());
        }
        return pairs;
    }

    @Override
    public Batches batches(Batches usual) {
        return usual.inTwoPasses(model.config().truth("halfFirstStage") ? (usual.count() + 1) / 2 : usual.count());
    }

    @Override
    public int variant(Split split, int[] order, BatchPart part) {
        int ofSecond = part.from() - split.size();
        variant = ofSecond < 0 ? PAIRS : ofSecond < 2 * batchSize ? WITHOUT_ENTROPY : WITH_ENTROPY;
        return variant;
    }

    @Override
    public Tensor loss(TrainingBatch batch) {
        return variant == PAIRS ? firstStage(batch) : secondStage(batch, variant == WITH_ENTROPY);
    }

    /** -lld. */
    public Tensor firstStage(TrainingBatch batch) {
        return scale(batch.keep("lld", likelihood(batch, model.states(batch.inputs()))), -1);
    }

    /** The loss of the second pass, with or without the entropy. */
    public Tensor secondStage(TrainingBatch batch, boolean entropy) {
        Mmim.States states = model.states(batch.inputs());
        float alpha = (float) model.config().number("contrastWeight");
        float beta = (float) model.config().number("likelihoodWeight");
        Tensor task = batch.keep("task", loss.of(batch.keep("prediction", states.prediction()), batch.labels()));
        Tensor contrast = batch.keep("nce", contrast(batch, states));
        Tensor likelihood = batch.keep("lld", likelihood(batch, states));
        Tensor sum = sub(add(task, scale(contrast, alpha)), scale(likelihood, beta));
        pairs().forEach((name, pair) -> batch.keep("rows " + name, pair.entropyRows(target(name, states))));
        return entropy ? sub(sum, scale(batch.keep("H", entropy(batch)), beta)) : sum;
    }

    private static Tensor source(String pair, Mmim.States states) {
        return pair.charAt(0) == 't' ? states.text() : states.vision();
    }

    private static Tensor target(String pair, Mmim.States states) {
        return pair.charAt(1) == 'v' ? states.vision() : states.audio();
    }

    private Tensor likelihood(TrainingBatch batch, Mmim.States states) {
        Tensor all = null;
        for (Map.Entry<String, Mmim.Pair> pair : pairs().entrySet()) {
            Tensor x = source(pair.getKey(), states);
            Tensor error = sub(pair.getValue().mean(x), target(pair.getKey(), states)); // [B, d_y]
            Tensor precision = exp(scale(pair.getValue().logVariance(x), -1));
            Tensor each = sum(mul(mul(error, error), precision), 1); // [B]
            Tensor one = batch.keep("lld " + pair.getKey(), scale(mean(each), -0.5f));
            all = all == null ? one : add(all, one);
        }
        return Objects.requireNonNull(all, "there are two pairs or three");
    }

    private Tensor contrast(TrainingBatch batch, Mmim.States states) {
        Tensor text = nce(states.text(), model.ofFusion(Modality.TEXT, states.fusion()));
        Tensor vision = nce(states.vision(), model.ofFusion(Modality.VISION, states.fusion()));
        Tensor audio = nce(states.audio(), model.ofFusion(Modality.AUDIO, states.fusion()));
        return add(add(batch.keep("nce t", text), batch.keep("nce v", vision)), batch.keep("nce a", audio));
    }

    private static Tensor nce(Tensor x, Tensor predicted) {
        Tensor unit = Norms.normalised(x);
        Tensor unitPredicted = Norms.normalised(predicted);
        Tensor own = sum(mul(unit, unitPredicted), 1); // [B]
        Tensor all = logSumExp(matmul(unit, false, unitPredicted, true)); // [B]
        return mean(sub(all, own));
    }

    private Tensor entropy(TrainingBatch batch) {
        Tensor all = null;
        for (Map.Entry<String, Memory> pair : memories.entrySet()) {
            String name = pair.getKey();
            Memory memory = pair.getValue();
            Tensor rows = concat(0, memory.rows, batch.kept("rows " + name)); // [M + B, K]
            Tensor positive = logDetOfCovariance(batch, rows, "positive");
            Tensor negative = logDetOfCovariance(batch, rows, "negative");
            Tensor one = batch.keep("H " + name, scale(add(positive, negative), 1 / 4f));
            all = all == null ? one : add(all, one);
        }
        return Objects.requireNonNull(all, "there are two pairs or three");
    }

    /**
     * The log determinant of the covariance of the rows with one sign. Their number n, and whether it is sufficient,
     * are further inputs.
     */
    private Tensor logDetOfCovariance(TrainingBatch batch, Tensor rows, String sign) {
        Tensor weights = weights(batch, sign); // [M + B, 1]
        Tensor count = count(batch, sign); // []
        Tensor centre = div(sum(mul(rows, weights), 0), count); // [K]
        Tensor centred = mul(sub(rows, centre), weights); // [M + B, K], 0 in rows of another sign
        Tensor covariance = div(matmul(centred, true, centred, false), count); // [K, K]
        return mul(logDet(covariance), enough(batch, sign, rows.shape().width()));
    }

    private Tensor weights(TrainingBatch batch, String sign) {
        return batch.input(sign, Shape.of(batchSize + batch.inputs().size(), 1));
    }

    private static Tensor count(TrainingBatch batch, String sign) {
        return batch.input("number of " + sign, Shape.SCALAR);
    }

    private static Tensor enough(TrainingBatch batch, String sign, int width) {
        return batch.input(sign + " enough for " + width, Shape.SCALAR);
    }

    /** Replaces the stored rows of the previous batch. */
    public void remember(String pair, float[] rows, float[] labels) {
        Memory memory = Objects.requireNonNull(memories.get(pair), pair);
        memory.rows.fill(0);
        memory.signs.fill(0);
        System.arraycopy(rows, 0, memory.rows.array(), memory.rows.offset(), rows.length);
        for (int i = 0; i < labels.length; i++) {
            memory.signs.array()[memory.signs.offset() + i] = Math.signum(labels[i]);
        }
        memory.rows.markModified();
        memory.signs.markModified();
    }

    @Override
    public void fill(TrainingBatch batch, Split split, int[] order, BatchPart part) {
        if (variant == WITH_ENTROPY) {
            fillSigns(batch);
        }
    }

    /** Fills the inputs of the entropy, from the stored signs and those of the batch's labels. */
    public void fillSigns(TrainingBatch batch) {
        fillSign(batch, "positive", 1);
        fillSign(batch, "negative", -1);
    }

    private void fillSign(TrainingBatch batch, String name, int sign) {
        Tensor weights = weights(batch, name);
        float[] signs = memories.values().iterator().next().signs.toArray();
        int count = 0;
        for (int i = 0; i < weights.shape().count(); i++) {
            float label = i < batchSize
                    ? signs[i]
                    : batch.labels().array()[batch.labels().offset() + i - batchSize];
            boolean is = Math.signum(label) == sign;
            count += is ? 1 : 0;
            weights.array()[weights.offset() + i] = is ? 1 : 0;
        }
        weights.markModified();
        set(count(batch, name), Math.max(1, count));
        for (Memory memory : memories.values()) {
            int width = memory.rows.shape().width();
            set(enough(batch, name, width), count > width ? 1 : 0);
        }
    }

    private static void set(Tensor scalar, float value) {
        scalar.array()[scalar.offset()] = value;
        scalar.markModified();
    }

    @Override
    public void learned(TrainingBatch batch, Split split, int[] order, BatchPart part) {
        if (variant != PAIRS) {
            memories.keySet().forEach(pair -> remember(
                    pair, batch.kept("rows " + pair).toArray(), batch.labels().toArray()));
        }
    }

    @Override
    public boolean moves(String parameter, int ofVariant) {
        return Mmim.isOfPair(parameter) == (ofVariant == PAIRS);
    }

    @Override
    public double reported(double value, int ofVariant) {
        return ofVariant == PAIRS ? 0 : value;
    }

    @Override
    public boolean restsWhatItDoesNotReach() {
        return true;
    }

    @Override
    public boolean keepsZeroGradients() {
        return model.config().truth("zeroGradients");
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        memories.forEach((pair, memory) -> {
            state.put("rows." + pair, memory.rows);
            state.put("signs." + pair, memory.signs);
        });
        return state;
    }
}
