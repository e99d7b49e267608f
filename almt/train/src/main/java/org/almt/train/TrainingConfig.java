package org.almt.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.almt.model.Preset;
import org.almt.nn.optim.AdamW;
import org.almt.nn.optim.WeightAverage;
import org.almt.run.ReferenceProtocol;
import org.almt.saved.Architecture;

/**
 * How a model is trained; immutable. The names of the components are the names that {@code config.json} and {@code
 * --set} use. The defaults are the reference's (spec of the paper's table 9).
 *
 * @param seed decides the initial weights and the order of samples
 * @param epochs passes over the training split, at most
 * @param batchSize samples of one update; an epoch's last batch may be smaller
 * @param microBatch samples that go through the model together, whose gradients add up to the batch's; 0 for all of
 *     them
 * @param sumBatches batches whose gradients are added up for one update; those left over by an epoch are dropped
 * @param loss what is minimised, or the part of it that compares predictions with labels
 * @param lr learning rate at the top of the schedule
 * @param weightDecay AdamW's decoupled decay, of every parameter
 * @param decoupled false for Adam, whose decay is an L2 penalty on the loss
 * @param schedule how the learning rate changes from epoch to epoch
 * @param plateauPatience epochs without a lower validation MAE that the schedule {@code plateau} waits
 * @param beta1 AdamW's decay of the gradient's mean
 * @param beta2 AdamW's decay of the gradient's square
 * @param epsilon AdamW's guard against division by zero
 * @param clipNorm largest norm of the whole gradient; 0 leaves it as it is
 * @param clipValue largest size of an element of the gradient; 0 leaves it as it is
 * @param averageDecay of the moving average of the weights, which is then evaluated and kept instead of the weights
 *     themselves, see {@link WeightAverage}; 0 for no average
 * @param earlyStop epochs without a lower validation MAE after which the run ends; 0 for all epochs
 * @param shuffle whether each epoch sees the samples in an order of its own
 * @param missing what is missing from the samples that the model learns from
 * @param referenceTable whether test predictions are also made after each epoch for {@link ReferenceProtocol}
 */
public record TrainingConfig(
        long seed,
        int epochs,
        int batchSize,
        int microBatch,
        int sumBatches,
        Loss loss,
        double lr,
        double weightDecay,
        boolean decoupled,
        RateSchedule schedule,
        int plateauPatience,
        double beta1,
        double beta2,
        double epsilon,
        double clipNorm,
        double clipValue,
        double averageDecay,
        int earlyStop,
        boolean shuffle,
        MissingData missing,
        boolean referenceTable) {

    /** PyTorch's. */
    private static final int STANDARD_PATIENCE = 10;

    /** The reference's settings. */
    public static final TrainingConfig STANDARD = new TrainingConfig(
            1, 200, 64, 0, 1, Loss.MSE, 1e-4, 1e-4, true, RateSchedule.WARMUP_COSINE, STANDARD_PATIENCE, 0.9, 0.999,
            1e-8, 0, 0, 0, 0, true, MissingData.NONE, true);

    /** How a kind of model is usually trained on a data set. */
    public static TrainingConfig usual(Architecture architecture, Preset preset) {
        TrainingConfig config = STANDARD;
        for (Map.Entry<String, Object> setting : architecture.usualTraining(preset).entrySet()) {
            config = config.with(setting.getKey(), setting.getValue());
        }
        return config;
    }

    /** The most epochs that are no slip. */
    public static final int MOST_EPOCHS = 1_000_000;

    /** The largest rate, of learning or decay, that is no slip. */
    static final double MOST = 1e3;

    /** Checks every value. */
    public TrainingConfig {
        require(epochs >= 1 && epochs <= MOST_EPOCHS, "epochs", epochs, "a whole number from 1 to " + MOST_EPOCHS);
        require(batchSize >= 1 && batchSize <= 1 << 16, "batchSize", batchSize, "a whole number from 1 to 65536");
        require(microBatch >= 0 && microBatch <= 1 << 16, "microBatch", microBatch, "a whole number from 0 to 65536");
        require(sumBatches >= 1 && sumBatches <= 1 << 16, "sumBatches", sumBatches, "a whole number from 1 to 65536");
        require(lr >= 0 && lr <= MOST, "lr", lr, "a number from 0 to 1000");
        require(weightDecay >= 0 && weightDecay <= MOST, "weightDecay", weightDecay, "a number from 0 to 1000");
        require(beta1 >= 0 && beta1 < 1, "beta1", beta1, "a number from 0 to below 1");
        require(beta2 >= 0 && beta2 < 1, "beta2", beta2, "a number from 0 to below 1");
        require(epsilon > 0 && epsilon <= 1, "epsilon", epsilon, "a number above 0, at most 1");
        require(clipNorm >= 0 && clipNorm <= 1e9, "clipNorm", clipNorm, "0 (no clipping) or the largest norm allowed");
        require(clipValue >= 0 && clipValue <= 1e9, "clipValue", clipValue,
                "0 (no clipping) or the largest size allowed");
        require(averageDecay >= 0 && averageDecay < 1, "averageDecay", averageDecay, "a number from 0 to below 1");
        require(plateauPatience >= 0, "plateauPatience", plateauPatience, "a whole number of 0 or more");
        require(earlyStop >= 0, "earlyStop", earlyStop, "a whole number of 0 or more");
    }

    /** False for NaN too, since every comparison with NaN is false. */
    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("config: " + name + " is " + value + "; " + expected + " is needed");
        }
    }

    /** How many samples go through the model together. */
    public int samplesAtOnce() {
        return microBatch == 0 ? batchSize : Math.min(microBatch, batchSize);
    }

    /** The optimiser's settings, but for its rate. */
    public AdamW.Settings adamw() {
        return new AdamW.Settings(beta1, beta2, epsilon, weightDecay, decoupled);
    }

    /** The values by name, in order; {@link #of} is the inverse. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("seed", seed);
        map.put("epochs", epochs);
        map.put("batchSize", batchSize);
        map.put("microBatch", microBatch);
        map.put("sumBatches", sumBatches);
        map.put("loss", loss.label());
        map.put("lr", lr);
        map.put("weightDecay", weightDecay);
        map.put("decoupled", decoupled);
        map.put("schedule", schedule.label());
        map.put("plateauPatience", plateauPatience);
        map.put("beta1", beta1);
        map.put("beta2", beta2);
        map.put("epsilon", epsilon);
        map.put("clipNorm", clipNorm);
        map.put("clipValue", clipValue);
        map.put("averageDecay", averageDecay);
        map.put("earlyStop", earlyStop);
        map.put("shuffle", shuffle);
        map.put("missing", missing.label());
        map.put("referenceTable", referenceTable);
        return map;
    }

    /**
     * A configuration from {@link #toMap}'s names; values may be numbers, truth values or text.
     *
     * @throws IllegalArgumentException naming a missing or unusable entry
     */
    public static TrainingConfig of(Map<String, ?> map) {
        return new TrainingConfig(
                read(map, "seed", Long::parseLong, "a whole number"),
                read(map, "epochs", Integer::parseInt, "a whole number"),
                read(map, "batchSize", Integer::parseInt, "a whole number"),
                readOr(map, "microBatch", Integer::parseInt, "a whole number", 0),
                readOr(map, "sumBatches", Integer::parseInt, "a whole number", 1),
                Loss.of(readOr(map, "loss", text -> text, "a name", Loss.MSE.label())),
                read(map, "lr", Double::parseDouble, "a number"),
                read(map, "weightDecay", Double::parseDouble, "a number"),
                readOr(map, "decoupled", TrainingConfig::truth, "true or false", true),
                RateSchedule.of(read(map, "schedule", text -> text, "a name")),
                readOr(map, "plateauPatience", Integer::parseInt, "a whole number", STANDARD_PATIENCE),
                read(map, "beta1", Double::parseDouble, "a number"),
                read(map, "beta2", Double::parseDouble, "a number"),
                read(map, "epsilon", Double::parseDouble, "a number"),
                read(map, "clipNorm", Double::parseDouble, "a number"),
                readOr(map, "clipValue", Double::parseDouble, "a number", 0.0),
                readOr(map, "averageDecay", Double::parseDouble, "a number", 0.0),
                readOr(map, "earlyStop", Integer::parseInt, "a whole number", 0),
                read(map, "shuffle", TrainingConfig::truth, "true or false"),
                MissingData.of(readOr(map, "missing", text -> text, "a name", MissingData.NONE.label())),
                read(map, "referenceTable", TrainingConfig::truth, "true or false"));
    }

    /** A copy in which one value, called by its name, is another. */
    public TrainingConfig with(String name, Object value) {
        Map<String, Object> map = toMap();
        if (!map.containsKey(name)) {
            throw new IllegalArgumentException(
                    "config: there is no '" + name + "'; known names are " + String.join(", ", map.keySet()));
        }
        map.put(name, value);
        return of(map);
    }

    /** Whether {@link #with} knows the name. */
    public static boolean knows(String name) {
        return STANDARD.toMap().containsKey(name);
    }

    /** What files of older versions lack. */
    private static <T> T readOr(
            Map<String, ?> map, String name, Function<String, T> parse, String expected, T missing) {
        return map.containsKey(name) ? read(map, name, parse, expected) : missing;
    }

    private static <T> T read(Map<String, ?> map, String name, Function<String, T> parse, String expected) {
        Object value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("config: '" + name + "' is missing");
        }
        try {
            return parse.apply(value.toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "config: " + name + " is '" + value + "'; " + expected + " is needed", e);
        }
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new NumberFormatException(text);
        };
    }
}
