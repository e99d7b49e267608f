package org.almt.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.input.Modality;

/**
 * Samples the sequences of missing modalities, conditioned on the present ones. It runs the reverse process of
 * {@link Diffusion} by the method of Euler and Maruyama. In each step, n' and n are fresh noise:
 *
 * <pre>
 * x  = sigma(1) n
 * m  = x + g(t)² D score(x, t, condition + sigma(t) n')          D: how much time a step takes
 * x  = m + sqrt(D) g(t) n
 * </pre>
 *
 * <p>The result is the last m. It has no gradients. The samples go through the networks in batches of one size, so that
 * few programs are recorded. For one thread at a time.
 */
public final class Recovery {
    private static final int AT_ONCE = 8;

    private final Imder model;
    private final Diffusion diffusion;
    private final int chunk;
    private final int rows;
    private final int width;
    private final Workspace workspace = new Workspace();
    private final Map<Modality, Nets> nets = new EnumMap<>(Modality.class);

    /** The recorded programs of a modality, with their inputs. */
    private record Nets(
            Tensor x, Tensor condition, Tensor waves, Program score, Tensor one, Tensor other, Program joined,
            Program refined) {}

    /** The recovery of a model, for batches of up to {@code batch} samples. */
    public Recovery(Imder model, int batch) {
        this.model = model;
        diffusion = model.diffusion();
        chunk = Math.min(batch, AT_ONCE);
        rows = model.rows();
        width = model.width();
    }

    /**
     * A request for sampling.
     *
     * @param sequences the sequences of the three modalities one after the other, [B, 3 T, d]
     *
     * @param at the index of the first element
     *
     * @param patterns the present modalities of each sample
     *
     * @param noise the source of random numbers
     * @param refined whether the refiners are applied
     */
    public record Request(
            float[] sequences, int at, List<Present> patterns, DiffusionNoise noise, boolean refined) {}

    /** Overwrites the missing sequences of {@code target}, [B, 3 T, d], from {@code to} on, with sampled ones. */
    public void draw(Request request, float[] target, int to) {
        for (Modality modality : Modality.values()) {
            List<Integer> samples = new ArrayList<>();
            for (int i = 0; i < request.patterns.size(); i++) {
                if (!request.patterns.get(i).has(modality)) {
                    samples.add(i);
                }
            }
            for (int from = 0; from < samples.size(); from += chunk) {
                draw(request, modality, samples.subList(from, Math.min(samples.size(), from + chunk)), target, to);
            }
        }
    }

    private void draw(Request request, Modality modality, List<Integer> samples, float[] target, int to) {
        Nets own = nets.computeIfAbsent(modality, this::record);
        float[] condition = condition(request, modality, samples, own);
        float[] drawn = sampled(request.noise, modality, samples, condition, own);
        if (request.refined) {
            own.x.set(drawn);
            drawn = own.refined.forward().toArray();
        }
        int each = rows * width;
        for (int k = 0; k < samples.size(); k++) {
            System.arraycopy(drawn, k * each, target, to + place(samples.get(k), modality), each);
        }
    }

    private int place(int sample, Modality modality) {
        return (sample * Modality.values().length + modality.ordinal()) * rows * width;
    }

    /** The condition of each sample: its one present sequence, or its two present ones joined. */
    private float[] condition(Request request, Modality modality, List<Integer> samples, Nets own) {
        int each = rows * width;
        float[] one = new float[chunk * each];
        float[] other = new float[chunk * each];
        Modality[] others = Imder.others(modality);
        boolean joins = false;
        for (int k = 0; k < samples.size(); k++) {
            int sample = samples.get(k);
            Present present = request.patterns.get(sample);
            boolean first = present.has(others[0]);
            int from = request.at + place(sample, first ? others[0] : others[1]);
            System.arraycopy(request.sequences, from, one, k * each, each);
            if (first && present.has(others[1])) {
                joins = true;
                int second = request.at + place(sample, others[1]);
                System.arraycopy(request.sequences, second, other, k * each, each);
            }
        }
        if (!joins) {
            return one;
        }
        own.one.set(one);
        own.other.set(other);
        float[] joined = own.joined.forward().toArray();
        for (int k = 0; k < samples.size(); k++) {
            if (request.patterns.get(samples.get(k)).hasAllBut(modality)) {
                System.arraycopy(joined, k * each, one, k * each, each);
            }
        }
        return one;
    }

    private float[] sampled(
            DiffusionNoise noise, Modality modality, List<Integer> samples, float[] condition, Nets own) {
        float[] drawn = new float[condition.length];
        float[] fresh = new float[condition.length];
        fill(noise, modality, DiffusionNoise.START, samples, drawn);
        float start = (float) diffusion.sigma(1);
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] *= start;
        }
        for (int step = 0; step < diffusion.steps(); step++) {
            double t = diffusion.time(step);
            double sigma = diffusion.sigma(t);
            double rate = diffusion.rate(t);
            fill(noise, modality, DiffusionNoise.ofCondition(step), samples, fresh);
            for (int i = 0; i < fresh.length; i++) {
                fresh[i] = condition[i] + (float) sigma * fresh[i];
            }
            own.x.set(drawn);
            own.condition.set(fresh);
            model.score(modality).waves(t, own.waves.array(), own.waves.offset());
            own.waves.markModified();
            Tensor score = own.score.forward(); // times sigma
            float drift = (float) (rate * rate * diffusion.stride() / sigma);
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] += drift * score.array()[score.offset() + i];
            }
            if (step < diffusion.steps() - 1) {
                fill(noise, modality, DiffusionNoise.ofStep(step), samples, fresh);
                float spread = (float) (Math.sqrt(diffusion.stride()) * rate);
                for (int i = 0; i < drawn.length; i++) {
                    drawn[i] += spread * fresh[i];
                }
            }
        }
        return drawn;
    }

    private void fill(DiffusionNoise noise, Modality modality, int use, List<Integer> samples, float[] target) {
        int each = rows * width;
        for (int k = 0; k < samples.size(); k++) {
            noise.normal(modality, use, samples.get(k), target, k * each, each);
        }
        Arrays.fill(target, samples.size() * each, target.length, 0);
    }

    private Nets record(Modality modality) {
        Tensor x = Tensor.zeros(chunk, rows, width);
        Tensor condition = Tensor.zeros(chunk, rows, width);
        Tensor waves = Tensor.zeros(1, model.score(modality).wavesWidth());
        Tensor one = Tensor.zeros(chunk, rows, width);
        Tensor other = Tensor.zeros(chunk, rows, width);
        return GradMode.noGrad(() -> new Nets(x, condition, waves,
                Program.trace(workspace, () -> model.score(modality).forward(x, waves, condition)), one, other,
                Program.trace(workspace, () -> model.joined(modality, one, other)),
                Program.trace(workspace, () -> model.refined(modality, x))));
    }
}
