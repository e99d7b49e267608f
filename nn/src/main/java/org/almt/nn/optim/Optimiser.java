package org.almt.nn.optim;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.almt.core.GradientState;
import org.almt.core.op.Checks;
import org.almt.nn.Parameters.Slot;
import org.almt.nn.Parameters;

/**
 * Moves parameters against their gradients, step by step. A training loop with one:
 *
 * <pre>{@code
 * Parameters parameters = Parameters.of(model);
 * Optimiser optimiser = new AdamW(parameters, 1e-3, AdamW.Settings.withDecay(1e-2));
 * for (...) {
 *     optimiser.learningRate(1e-3 * schedule.factor(optimiser.steps()));
 *     parameters.zeroGrad();
 *     loss.backward();
 *     clipping.byNorm(1);
 *     optimiser.step();
 * }
 * }</pre>
 *
 * <p>Each group of the parameters has its own learning rate and weight decay. Steps are counted for each parameter,
 * because a step may leave out some of them ({@link #step(Set)}).
 *
 * <p>Threads: one at a time.
 */
public abstract class Optimiser {
    private final String name;
    private final Parameters parameters;
    private final double[] rates;
    private final double[] decays;
    /** The number of steps of each parameter. */
    private final long[] made;
    private final GradientClipping gradients;
    private long steps;

    /** An optimiser at step 0. All groups have the same rate and decay. {@code name} is for messages. */
    Optimiser(String name, Parameters parameters, double learningRate, double weightDecay) {
        this.name = name;
        this.parameters = Checks.given(name, "parameters", parameters);
        if (parameters.size() == 0) {
            throw new IllegalArgumentException(
                    name + ": there are no parameters to move; was the whole layer frozen, or"
                            + " none of its parts registered by child(...) or parameter(...)?");
        }
        rates = new double[parameters.groups().size()];
        decays = new double[rates.length];
        made = new long[parameters.slots().size()];
        gradients = new GradientClipping(parameters);
        learningRate(learningRate);
        requireRate(name, "weight decay", weightDecay);
        Arrays.fill(decays, weightDecay);
    }

    /**
     * Makes one step of some parameters.
     *
     * @param from index of the first element
     * @param count elements
     * @param rate the learning rate
     * @param decay the weight decay
     * @param t the number of this step, from 1
     */
    abstract void move(int from, int count, double rate, double decay, long t);

    /**
     * Whether the parameter and the state of the optimiser stay finite after a step with this element of a gradient.
     */
    abstract boolean accepts(float gradient);

    // ------------------------------------------------------------------ rates

    /** Sets the learning rate of all groups, from the next step on. */
    public final void learningRate(double rate) {
        requireRate(name, "learning rate", rate);
        Arrays.fill(rates, rate);
    }

    /** Sets the learning rate of one group, from the next step on. */
    public final void learningRate(String group, double rate) {
        requireRate(name, "learning rate", rate);
        rates[indexOf(group)] = rate;
    }

    /** Sets the weight decay of one group, from the next step on. A common choice for biases and norms is 0. */
    public final void weightDecay(String group, double decay) {
        requireRate(name, "weight decay", decay);
        decays[indexOf(group)] = decay;
    }

    static void requireRate(String optimiser, String what, double rate) {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    optimiser + ": the " + what + " is " + rate + "; it must be 0 or more");
        }
    }

    private int indexOf(String group) {
        List<String> names = parameters.groups().stream().map(Parameters.Group::name).toList();
        if (!names.contains(group)) {
            throw new IllegalArgumentException(
                    name + ": there is no group '" + group + "'; the groups are " + names);
        }
        return names.indexOf(group);
    }

    // ------------------------------------------------------------------ stepping

    /**
     * Moves all parameters by their present gradients. The gradients are not changed, unless a penalty is added to
     * them.
     *
     * <p>Gradients may be written into {@link Parameters#gradients} by hand, without a backward pass. After a step with
     * gradients of backward passes, call {@link Parameters#zeroGrad} first. Without it, new gradients cannot be
     * distinguished from those of the step before.
     *
     * <p>A refused step moves nothing. If a step was refused for a gradient of NaN or infinity, continue with {@link
     * Parameters#zeroGrad} and another batch.
     *
     * @throws IllegalStateException if no backward pass has reached the parameters since the step before, or if one has
     *     added to gradients of the step before that were not set to zero. Also if the loss reached a leaf that no
     *     {@code Parameters} hold, because it would not be trained
     * @throws ArithmeticException if a gradient is NaN or infinite, or its square, if the optimiser keeps squares
     */
    public final void step() {
        move(name -> true);
    }

    /**
     * Moves some parameters. For the others, values, moments and step numbers do not change. PyTorch's optimisers treat
     * a parameter without a gradient in this way. To leave out the parameters that a loss does not reach, give {@link
     * Parameters#below}. A gradient of 0 is a gradient: the parameter decays, and its moments move it.
     */
    public final void step(Set<String> names) {
        Checks.given(name, "names", names);
        move(names::contains);
    }

    /**
     * Refuses gradients that no backward pass has made, or that still contain those of the step before. Gradients that
     * were written by hand are accepted if no backward pass has added to them since {@code zeroGrad()}.
     */
    private void requireFreshGradients(Predicate<String> moves) {
        boolean any = false;
        boolean used = false;
        for (Slot slot : parameters.slots()) {
            if (moves.test(slot.name())) {
                GradientState state = slot.tensor().gradientState();
                if (state == GradientState.MIXED) {
                    throw new IllegalStateException(name + ": the gradient of '" + slot.name() + "' still holds that of"
                            + " the step before; call zeroGrad() before the backward pass");
                }
                requireNoStray(slot);
                any |= state == GradientState.FRESH;
                used |= state == GradientState.USED;
            }
        }
        if (!any && (used || parameters.size() > 0 && areZero(parameters.gradients()))) {
            throw new IllegalStateException(name + ": no backward pass has reached these parameters "
                    + (used ? "since the step before" : "yet, or zeroGrad() was called after it") + "; call zeroGrad(),"
                    + " backward() and step() in this order, or zeroGrad() before gradients are written by hand");
        }
    }

    private void requireNoStray(Slot slot) {
        String stray = slot.tensor().strayLeaf();
        if (stray != null) {
            throw new IllegalStateException(name + ": the loss also depends on " + stray + " which requires a gradient"
                    + " and lies in no Parameters, so that nothing would train it; register it by child(...) or"
                    + " parameter(...) before Parameters.of, freeze its layer, or call retainGrad() on it if its"
                    + " gradient alone is wanted");
        }
    }

    /**
     * Refuses gradients that would make parameters NaN for ever, before anything moves. One pass reads the sum of
     * squares, which shows them. The update after it finds the gradients in the cache. For 813,824 parameters the pass
     * takes 0.12 ms of processor time and the update of AdamW 0.6 ms (Intel Xeon with AVX-512): together 3 % of a step
     * of the GPT that has them.
     */
    private void requireFiniteGradients(Predicate<String> moves) {
        if (Double.isFinite(gradients.norm())) {
            return;
        }
        float[] all = parameters.gradients();
        for (Slot slot : parameters.slots()) {
            for (int i = slot.from(); i < slot.to() && moves.test(slot.name()); i++) {
                if (!accepts(all[i])) {
                    throw new ArithmeticException(name + ": the gradient of '" + slot.name() + "' is " + all[i]
                            + " at element " + (i - slot.from()) + ", and nothing was moved; look for a root or"
                            + " logarithm of 0, a division by 0, or a learning rate that is too large");
                }
            }
        }
    }

    private static boolean areZero(float[] values) {
        for (float value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private void move(Predicate<String> moves) {
        parameters.check();
        requireFreshGradients(moves);
        requireFiniteGradients(moves);
        steps++;
        List<Slot> slots = parameters.slots();
        int slot = 0;
        for (int group = 0; group < rates.length; group++) {
            int end = parameters.groups().get(group).to();
            while (slot < slots.size() && slots.get(slot).to() <= end) {
                if (!moves.test(slots.get(slot).name())) {
                    slot++;
                    continue;
                }
                // Neighbours with the same number of steps are moved together.
                int from = slots.get(slot).from();
                long t = ++made[slot++];
                while (slot < slots.size() && slots.get(slot).to() <= end && made[slot] == t - 1
                        && moves.test(slots.get(slot).name())) {
                    made[slot++]++;
                }
                move(from, slots.get(slot - 1).to() - from, rates[group], decays[group], t);
            }
        }
        for (Slot each : slots) {
            if (moves.test(each.name()) && each.tensor().gradientState() != GradientState.NONE) {
                each.tensor().gradientIs(GradientState.USED);
            }
        }
        parameters.markModified();
    }

    // ------------------------------------------------------------------ state

    /** The parameters that are moved. */
    public final Parameters parameters() {
        return parameters;
    }

    /** Number of steps made so far. */
    public final long steps() {
        return steps;
    }

    /** Sets the number of steps of a restored state, the same for all parameters. */
    public final void restoreSteps(long stepsMade) {
        if (stepsMade < 0) {
            throw new IllegalArgumentException(
                    name + ": " + stepsMade + " steps; a number of 0 or more is needed");
        }
        steps = stepsMade;
        Arrays.fill(made, stepsMade);
    }

    /**
     * Number of steps of each parameter, in packed order. To restore a state in which some parameters were left out,
     * write into it after {@link #restoreSteps}.
     */
    public final long[] stepsOfEach() {
        return made;
    }
}
