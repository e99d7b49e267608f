package org.almt.train.rival;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.sub;
import static org.almt.core.op.Ops.sum;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import org.almt.baseline.CrossModalStates;
import org.almt.baseline.Diffusion;
import org.almt.baseline.DiffusionNoise;
import org.almt.baseline.Imder;
import org.almt.baseline.Present;
import org.almt.baseline.Recovery;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.data.Split;
import org.almt.data.missing.IncompleteSplit;
import org.almt.input.Modality;
import org.almt.train.BatchPart;
import org.almt.train.Loss;
import org.almt.train.Objective;
import org.almt.train.TrainingBatch;

/**
 * The objective of {@link Imder}. In the first {@code startEpochs} epochs, it is the loss of predictions for complete
 * samples. This replaces the trained complete model from which the public code starts; the program that trained it was
 * not published. After these epochs the projections are frozen. Sums are over the modalities m that are missing from a
 * sample:
 *
 * <pre>
 * L       = loss(y) + recoveryWeight (sum of score_m + sum of rec_m)
 * score_m = mean over samples of |sigma score(x_m + sigma z, t, c_m + sigma z) + z|²       t in (1e-5, 1), z normal
 * rec_m   = mean over samples and elements of (refiner_m(sampled) - x_m)²
 * c_m     = x_n, or W_np [x_n | x_p], of the present modalities
 * </pre>
 *
 * <p>The score networks learn from score_m alone, the refiners from rec_m and from the prediction. The public code has
 * one pattern of missing modalities per batch. Here each sample may have its own, and a sample that has a modality is
 * left out of that modality's mean. A modality is missing if its rate in the split is 1.
 */
public final class ImderObjective implements Objective {
    /** The {@link #variant} of a batch of complete samples, with which the projections are trained. */
    private static final int START = -1;
    /** Flags for each modality: some samples lack it and have both others; some lack it and have one other. */
    private static final int FROM_TWO = 1;
    private static final int FROM_ONE = 2;
    private static final int BITS = 2;

    private final Imder model;
    private final Loss loss;
    private final LongFunction<DiffusionNoise> noises;
    private final int startEpochs;
    private final Map<Integer, Drawing> drawings = new HashMap<>();
    private int epoch = 1;
    /** The last result of {@link #variant}. If a loss is recorded next, it is that of this variant. */
    private int variant;

    /** The sampling for batches of one size: the features, their projection, and the reverse process from noise. */
    private record Drawing(Map<Modality, Tensor> features, Program projected, Recovery recovery) {}

    /** The objective of a run. Random numbers depend on its seed and the position of a batch in an epoch. */
    public ImderObjective(Imder model, Loss loss, long seed) {
        this(model, loss, batch -> DiffusionNoise.of(seed, batch), model.config().size("startEpochs"));
    }

    /**
     * The objective with given random numbers.
     *
     * @param noises the random numbers of a batch, by its number
     * @param startEpochs the number of epochs that learn from complete samples
     */
    public ImderObjective(Imder model, Loss loss, LongFunction<DiffusionNoise> noises, int startEpochs) {
        this.model = model;
        this.loss = loss;
        this.noises = noises;
        this.startEpochs = startEpochs;
    }

    @Override
    public void epochBegins(int number) {
        epoch = number;
    }

    @Override
    public int variant(Split split, int[] order, BatchPart part) {
        variant = epoch <= startEpochs ? START : variant(present(split, order, part));
        return variant;
    }

    private static int variant(List<Present> patterns) {
        int bits = 0;
        for (Present present : patterns) {
            for (Modality modality : Modality.values()) {
                if (!present.has(modality)) {
                    int how = present.hasAllBut(modality) ? FROM_TWO : FROM_ONE;
                    bits |= how << BITS * modality.ordinal();
                }
            }
        }
        return bits;
    }

    private static int how(int variant, Modality modality) {
        return variant >> BITS * modality.ordinal() & (FROM_ONE | FROM_TWO);
    }

    private static List<Present> present(Split split, int[] order, BatchPart part) {
        List<Present> patterns = new ArrayList<>();
        for (int k = 0; k < part.size(); k++) {
            patterns.add(split instanceof IncompleteSplit incomplete
                    ? present(incomplete, order[part.from() + k])
                    : Present.ALL);
        }
        return patterns;
    }

    private static Present present(IncompleteSplit split, int sample) {
        Set<Modality> there = EnumSet.allOf(Modality.class);
        there.removeIf(modality -> split.rate(modality, sample) >= 1);
        return Present.of(there);
    }

    @Override
    public Tensor loss(TrainingBatch batch) {
        Map<Modality, Tensor> sequences = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            Tensor projected = model.projected(modality, features(batch, modality));
            sequences.put(modality, variant == START ? projected : projected.detach());
        }
        if (variant == START) {
            return task(batch, sequences);
        }
        Map<Modality, Tensor> completed = new EnumMap<>(sequences);
        Tensor extra = null;
        for (Modality modality : Modality.values()) {
            if (how(variant, modality) != 0) {
                Tensor score = batch.keep("score " + modality, score(batch, modality, sequences));
                Tensor refined = model.refined(modality, sequence(batch, "drawn", modality));
                Tensor whole = of(sequences, modality);
                Tensor error = mul(missing(batch, modality), sub(refined, whole));
                Tensor recovered = batch.keep("rec " + modality,
                        scale(sum(mul(error, error)), 1f / whole.shape().count()));
                completed.put(modality, add(
                        mul(there(batch, modality), whole), mul(missing(batch, modality), refined)));
                Tensor both = add(score, recovered);
                extra = extra == null ? both : add(extra, both);
            }
        }
        Tensor task = task(batch, completed);
        float weight = (float) model.config().number("recoveryWeight");
        return extra == null ? task : add(task, scale(extra, weight));
    }

    private Tensor task(TrainingBatch batch, Map<Modality, Tensor> sequences) {
        CrossModalStates states = model.recognised(sequences);
        batch.keep("Feature_t", states.text());
        batch.keep("Feature_a", states.audio());
        batch.keep("Feature_v", states.vision());
        return batch.keep("task", loss.of(batch.keep("prediction", states.prediction()), batch.labels()));
    }

    private Tensor score(TrainingBatch batch, Modality modality, Map<Modality, Tensor> sequences) {
        int size = batch.inputs().size();
        Tensor sigma = batch.input("sigma " + modality, Shape.of(size, 1, 1));
        Tensor waves = batch.input("waves " + modality, Shape.of(size, model.wavesWidth()));
        Tensor z = sequence(batch, "noise", modality);
        Tensor added = mul(sigma, z);
        Tensor x = add(of(sequences, modality), added);
        Tensor condition = add(condition(batch, modality, sequences), added);
        Tensor error = mul(missing(batch, modality), add(model.score(modality, x, waves, condition), z));
        return scale(sum(mul(error, error)), 1f / size);
    }

    /** The condition from which a missing modality is sampled, for each sample. */
    private Tensor condition(TrainingBatch batch, Modality missing, Map<Modality, Tensor> sequences) {
        int how = how(variant, missing);
        Tensor one = null;
        if ((how & FROM_ONE) != 0) {
            for (Modality other : Modality.values()) {
                if (other != missing) {
                    Tensor alone = mul(alone(batch, other), of(sequences, other));
                    one = one == null ? alone : add(one, alone);
                }
            }
        }
        if ((how & FROM_TWO) == 0) {
            return Objects.requireNonNull(one, "drawn from one or from two");
        }
        Tensor two = mul(lacksAlone(batch, missing), model.joined(missing, sequences));
        return one == null ? two : add(one, two);
    }

    private Tensor sequence(TrainingBatch batch, String what, Modality modality) {
        return batch.input(what + " " + modality, Shape.of(batch.inputs().size(), model.rows(), model.width()));
    }

    /** 1 for a sample that has a modality, otherwise 0: [B, 1, 1]. */
    private static Tensor there(TrainingBatch batch, Modality modality) {
        return flags(batch, "has ", modality);
    }

    /** 1 for a sample that lacks a modality, otherwise 0. */
    private static Tensor missing(TrainingBatch batch, Modality modality) {
        return flags(batch, "lacks ", modality);
    }

    /** 1 for a sample that has this modality and no other. */
    private static Tensor alone(TrainingBatch batch, Modality modality) {
        return flags(batch, "has alone ", modality);
    }

    /** 1 for a sample that lacks this modality and no other. */
    private static Tensor lacksAlone(TrainingBatch batch, Modality modality) {
        return flags(batch, "lacks alone ", modality);
    }

    private static Tensor flags(TrainingBatch batch, String what, Modality modality) {
        return batch.input(what + modality, Shape.of(batch.inputs().size(), 1, 1));
    }

    /** The features, complete for a sample that lacks the whole modality. */
    private static Tensor features(TrainingBatch batch, Modality modality) {
        return batch.input("features " + modality, batch.inputs().of(modality).shape());
    }

    private static <T> T of(Map<Modality, T> map, Modality modality) {
        return Objects.requireNonNull(map.get(modality), modality.key());
    }

    @Override
    public void fill(TrainingBatch batch, Split split, int[] order, BatchPart part) {
        List<Present> patterns = present(split, order, part);
        Split complete = split instanceof IncompleteSplit incomplete ? incomplete.complete() : split;
        for (Modality modality : Modality.values()) {
            Tensor target = features(batch, modality);
            int each = target.shape().count() / part.size();
            for (int k = 0; k < part.size(); k++) {
                boolean whole = variant == START || !patterns.get(k).has(modality);
                (whole ? complete : split).frames(modality, order[part.from() + k], 0, target.shape().size(1),
                        target.array(), target.offset() + k * each);
            }
            target.markModified();
        }
        if (variant > 0) {
            fillFlags(batch, patterns);
            long number = ((long) epoch << Integer.SIZE) + part.from();
            fillNoise(batch, patterns, noises.apply(number));
        }
    }

    private static void fillFlags(TrainingBatch batch, List<Present> patterns) {
        for (Modality modality : Modality.values()) {
            for (int k = 0; k < patterns.size(); k++) {
                Present present = patterns.get(k);
                boolean has = present.has(modality);
                int many = 0;
                for (Modality any : Modality.values()) {
                    many += present.has(any) ? 1 : 0;
                }
                set(there(batch, modality), k, has);
                set(missing(batch, modality), k, !has);
                set(alone(batch, modality), k, has && many == 1);
                set(lacksAlone(batch, modality), k, present.hasAllBut(modality));
            }
            there(batch, modality).markModified();
            missing(batch, modality).markModified();
            alone(batch, modality).markModified();
            lacksAlone(batch, modality).markModified();
        }
    }

    private static void set(Tensor flags, int sample, boolean value) {
        flags.array()[flags.offset() + sample] = value ? 1 : 0;
    }

    /** Fills the times and noise of the score losses, and the sampled sequences. */
    private void fillNoise(TrainingBatch batch, List<Present> patterns, DiffusionNoise noise) {
        int size = patterns.size();
        int each = model.rows() * model.width();
        Drawing drawing = drawings.computeIfAbsent(size, this::drawing);
        for (Modality modality : Modality.values()) {
            of(drawing.features, modality).set(features(batch, modality).toArray());
        }
        float[] sequences = drawing.projected.forward().toArray();
        float[] drawn = new float[sequences.length];
        drawing.recovery.draw(new Recovery.Request(sequences, 0, patterns, noise, false), drawn, 0);
        for (Modality modality : Modality.values()) {
            if (how(variant, modality) == 0) {
                continue;
            }
            Tensor target = sequence(batch, "drawn", modality);
            Tensor z = sequence(batch, "noise", modality);
            Tensor sigma = batch.input("sigma " + modality, Shape.of(size, 1, 1));
            Tensor waves = batch.input("waves " + modality, Shape.of(size, model.wavesWidth()));
            for (int k = 0; k < size; k++) {
                System.arraycopy(drawn, (k * Modality.values().length + modality.ordinal()) * each, target.array(),
                        target.offset() + k * each, each);
                double t = Diffusion.time(noise.uniform(modality, k));
                noise.normal(modality, DiffusionNoise.OF_LOSS, k, z.array(), z.offset() + k * each, each);
                sigma.array()[sigma.offset() + k] = (float) model.diffusion().sigma(t);
                model.waves(modality, t, waves.array(), waves.offset() + k * model.wavesWidth());
            }
            target.markModified();
            z.markModified();
            sigma.markModified();
            waves.markModified();
        }
    }

    private Drawing drawing(int size) {
        Map<Modality, Tensor> features = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            features.put(modality, Tensor.zeros(size, model.length(modality), model.featureWidth(modality)));
        }
        Program projected =
                GradMode.noGrad(() -> Program.trace(new Workspace(), () -> model.projected(features)));
        return new Drawing(features, projected, new Recovery(model, size));
    }

    @Override
    public boolean moves(String parameter, int ofVariant) {
        return ofVariant == START || !Imder.isOfProjection(parameter);
    }

    @Override
    public boolean restsWhatItDoesNotReach() {
        return true;
    }

    @Override
    public boolean keepsZeroGradients() {
        return model.config().truth("zeroGradients");
    }
}
