package org.almt.train.rival;

import static org.almt.core.op.Ops.abs;
import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.mean;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.sub;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.almt.baseline.SelfMm;
import org.almt.baseline.SelfMm.Task;
import org.almt.core.Tensor;
import org.almt.core.kernel.FloatMath;
import org.almt.data.Split;
import org.almt.train.BatchPart;
import org.almt.train.Loss;
import org.almt.train.Objective;
import org.almt.train.TrainingBatch;

/**
 * The objective of {@link SelfMm}: the loss of its prediction, and for each single modality m
 *
 * <pre>
 * mean of w |y_m - label_m|          w = tanh |label_m - label|, a constant
 * </pre>
 *
 * with labels that {@link SelfMmLabels} generates after each batch. In the first epoch all labels are the annotated
 * ones, so w is 0. The gradients of those heads are then 0, and only an L2 penalty changes them.
 */
public final class SelfMmObjective implements Objective {
    private final SelfMm model;
    private final Loss loss;
    private final SelfMmLabels labels;
    private int epoch;

    /**
     * The objective for a training split.
     *
     * @param loss the loss of the prediction; L1 in MMSA
     */
    public SelfMmObjective(SelfMm model, Loss loss, Split train) {
        this.model = model;
        this.loss = loss;
        float[] annotated = new float[train.size()];
        for (int i = 0; i < annotated.length; i++) {
            annotated[i] = train.label(i);
        }
        Map<Task, Integer> widths = new EnumMap<>(Task.class);
        for (Task task : Task.values()) {
            widths.put(task, model.width(task));
        }
        labels = new SelfMmLabels(annotated, model.labelLimit(), widths);
    }

    /** The generated labels. */
    public SelfMmLabels labels() {
        return labels;
    }

    @Override
    public void epochBegins(int number) {
        epoch = number;
    }

    @Override
    public Tensor loss(TrainingBatch batch) {
        Map<Task, SelfMm.Answer> answers = model.answers(batch.inputs());
        Tensor sum = null;
        for (Task task : Task.values()) {
            SelfMm.Answer answer = Objects.requireNonNull(answers.get(task), task.label());
            batch.keep("feature " + task.label(), answer.feature());
            Tensor prediction = batch.keep("prediction " + task.label(), answer.prediction());
            Tensor part = batch.keep("loss " + task.label(), task == Task.FUSION
                    ? loss.of(prediction, batch.labels())
                    : mean(mul(weights(batch, task), abs(sub(prediction, labels(batch, task))))));
            sum = sum == null ? part : add(sum, part);
        }
        return Objects.requireNonNull(sum, "there are tasks");
    }

    private static Tensor labels(TrainingBatch batch, Task task) {
        return batch.input("label " + task.label(), batch.labels().shape());
    }

    private static Tensor weights(TrainingBatch batch, Task task) {
        return batch.input("weight " + task.label(), batch.labels().shape());
    }

    @Override
    public void fill(TrainingBatch batch, Split split, int[] order, BatchPart part) {
        for (Task task : Task.values()) {
            if (task == Task.FUSION) {
                continue;
            }
            Tensor given = labels(batch, task);
            Tensor weights = weights(batch, task);
            for (int k = 0; k < part.size(); k++) {
                int sample = order[part.from() + k];
                float label = labels.labels(task)[sample];
                given.array()[given.offset() + k] = label;
                weights.array()[weights.offset() + k] =
                        FloatMath.tanh(Math.abs(label - labels.labels(Task.FUSION)[sample]));
            }
            given.markModified();
            weights.markModified();
        }
    }

    @Override
    public void learned(TrainingBatch batch, Split split, int[] order, BatchPart part) {
        Map<Task, float[]> rows = new EnumMap<>(Task.class);
        for (Task task : Task.values()) {
            rows.put(task, batch.kept("feature " + task.label()).toArray());
        }
        labels.learned(epoch, Arrays.copyOfRange(order, part.from(), part.from() + part.size()), rows);
    }

    @Override
    public boolean restsWhatItDoesNotReach() {
        return true;
    }

    @Override
    public Map<String, Tensor> state() {
        return labels.state();
    }
}
