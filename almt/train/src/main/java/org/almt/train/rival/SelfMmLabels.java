package org.almt.train.rival;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.almt.baseline.SelfMm.Task;
import org.almt.core.Shape;
import org.almt.core.Tensor;

/**
 * The labels of single modalities that Self-MM generates during training. They depend on the position of a sample's
 * feature between the centres of positive and negative samples. From epoch n = 2 on, a batch with features f of its
 * forward pass, and with the centres after the previous batch, gives:
 *
 * <pre>
 * d+ = |f - c+|    d- = |f - c-|    delta = (d- - d+) / (d+ + 1e-8)            of each modality, and of fusion
 * new = clamp(alpha y / 2 + (y + delta_m - delta_fusion) / 2, -H, H)           alpha = delta_m / (delta_fusion + 1e-8)
 * label_m = (n - 1) / (n + 1) label_m + 2 / (n + 1) new                        y: the annotated label
 * </pre>
 *
 * <p>Then the features of the batch are stored, and all centres are recomputed as means over all samples whose label
 * (of the modality itself) is above, or below, 0. Features not stored yet are zeros, and are included.
 *
 * <p>If there is no sample of a sign, MMSA's centre and all later labels are NaN. Here they are not changed.
 */
public final class SelfMmLabels {
    private static final double EPS = 1e-8;

    private final double limit;
    private final int samples;
    private final Map<Task, OfTask> tasks = new EnumMap<>(Task.class);

    /**
     * The state of a task.
     *
     * @param labels one label per sample
     *
     * @param features the features, row by row
     * @param positive the centre of the samples above 0
     * @param negative the centre of the samples below 0
     * @param defined 1 for each of the two centres that has samples, otherwise 0
     */
    private record OfTask(float[] labels, float[] features, float[] positive, float[] negative, float[] defined) {
        boolean hasCentres() {
            return defined[0] == 1 && defined[1] == 1;
        }

        double delta(int row, float[] rows) {
            double near = distance(positive, row, rows);
            double far = distance(negative, row, rows);
            return (far - near) / (near + EPS);
        }

        void renew(float[] centre, int sign) {
            double[] sum = new double[centre.length];
            int count = 0;
            for (int i = 0; i < labels.length; i++) {
                if (Math.signum(labels[i]) == sign) {
                    count++;
                    for (int j = 0; j < sum.length; j++) {
                        sum[j] += features[i * sum.length + j];
                    }
                }
            }
            defined[sign > 0 ? 0 : 1] = count > 0 ? 1 : 0;
            for (int j = 0; j < sum.length && count > 0; j++) {
                centre[j] = (float) (sum[j] / count);
            }
        }
    }

    /**
     * Labels whose initial values are the annotated ones.
     *
     * @param limit H, the largest magnitude of a label
     *
     * @param widths the widths of the features
     */
    public SelfMmLabels(float[] annotated, double limit, Map<Task, Integer> widths) {
        this.limit = limit;
        samples = annotated.length;
        widths.forEach((task, width) -> tasks.put(task, new OfTask(annotated.clone(), new float[samples * width],
                new float[width], new float[width], new float[2])));
    }

    private OfTask of(Task task) {
        return Objects.requireNonNull(tasks.get(task), task.label());
    }

    /** The labels, one per sample. The caller may write into them. */
    public float[] labels(Task task) {
        return of(task).labels;
    }

    /** The features, row by row. The caller may write into them. */
    public float[] features(Task task) {
        return of(task).features;
    }

    /** The centre of the positive or of the negative samples. The caller may write into it. */
    public float[] centre(Task task, boolean ofPositive) {
        return ofPositive ? of(task).positive : of(task).negative;
    }

    /**
     * Updates the labels after a batch.
     *
     * @param epoch the epoch, counted from 1
     *
     * @param batch the indices of its samples
     *
     * @param rows the features of the batch, row by row
     */
    public void learned(int epoch, int[] batch, Map<Task, float[]> rows) {
        if (epoch > 1) {
            for (int k = 0; k < batch.length; k++) {
                update(epoch, batch[k], k, rows);
            }
        }
        rows.forEach((task, values) -> {
            int width = values.length / batch.length;
            for (int k = 0; k < batch.length; k++) {
                System.arraycopy(values, k * width, of(task).features, batch[k] * width, width);
            }
        });
        renewCentres();
    }

    private void update(int epoch, int sample, int row, Map<Task, float[]> rows) {
        OfTask fusion = of(Task.FUSION);
        if (!fusion.hasCentres()) {
            return;
        }
        double y = fusion.labels[sample];
        double ofFusion = fusion.delta(row, rows(rows, Task.FUSION));
        for (Task task : Task.values()) {
            if (task == Task.FUSION || !of(task).hasCentres()) {
                continue;
            }
            double delta = of(task).delta(row, rows(rows, task));
            double alpha = delta / (ofFusion + EPS);
            double made = Math.max(-limit, Math.min(limit, 0.5 * alpha * y + 0.5 * (y + delta - ofFusion)));
            float[] own = of(task).labels;
            own[sample] = (float) ((epoch - 1.0) / (epoch + 1) * own[sample] + 2.0 / (epoch + 1) * made);
        }
    }

    private static float[] rows(Map<Task, float[]> rows, Task task) {
        return Objects.requireNonNull(rows.get(task), task.label());
    }

    private static double distance(float[] centre, int row, float[] rows) {
        double sum = 0;
        for (int j = 0; j < centre.length; j++) {
            double d = (double) rows[row * centre.length + j] - centre[j];
            sum += d * d;
        }
        return Math.sqrt(sum);
    }

    /** Recomputes all centres from the current labels and features. */
    public void renewCentres() {
        tasks.values().forEach(task -> {
            task.renew(task.positive, 1);
            task.renew(task.negative, -1);
        });
    }

    /** The whole state by name. The tensors share the memory. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        tasks.forEach((task, known) -> {
            int width = known.positive.length;
            state.put("label." + task.label(), Tensor.wrap(known.labels, 0, Shape.of(samples)));
            state.put("feature." + task.label(), Tensor.wrap(known.features, 0, Shape.of(samples, width)));
            state.put("positive." + task.label(), Tensor.wrap(known.positive, 0, Shape.of(width)));
            state.put("defined." + task.label(), Tensor.wrap(known.defined, 0, Shape.of(2)));
            state.put("negative." + task.label(), Tensor.wrap(known.negative, 0, Shape.of(width)));
        });
        return state;
    }
}
