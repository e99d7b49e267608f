package org.almt.train;

import java.util.Map;
import org.almt.config.Domain;
import org.almt.config.Setting;
import org.almt.config.SettingTable;
import org.almt.config.SettingValues;
import org.almt.data.missing.MissingModalities;
import org.almt.model.Preset;
import org.almt.nn.optim.AdamW;
import org.almt.saved.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a training. Immutable. {@link #TABLE} describes each setting. The defaults are the reference's (table
 * 9 of the paper).
 *
 * <p>Threads: immutable, safe for many.
 */
public final class TrainingConfig {
    /** The settings, under the names of {@code config.json}. */
    public static final SettingTable TABLE = new SettingTable();

    /** The most epochs that are accepted; more could only be a mistake. */
    public static final int MOST_EPOCHS = 1_000_000;

    /** The largest learning rate or decay that is accepted; a larger one could only be a mistake. */
    static final int MOST = 1000;

    private static final int MOST_BATCH = 1 << 16;
    private static final int MOST_CLIP = 1_000_000_000;

    private static final Setting<Long> SEED =
            TABLE.add("seed", Domain.whole(), 1L, "the seed of the initial weights and of the order of samples");
    private static final Setting<Integer> EPOCHS = TABLE.add(
            "epochs", Domain.whole(1, MOST_EPOCHS), 200, "the most passes over the training split");
    private static final Setting<Integer> BATCH_SIZE = TABLE.add("batchSize", Domain.whole(1, MOST_BATCH), 64,
            "samples of one update; an epoch's last batch may be smaller");
    private static final Setting<Integer> MICRO_BATCH = TABLE.addOptional("microBatch", Domain.whole(0, MOST_BATCH), 0,
            "samples of a micro-batch; the gradients of micro-batches add up to the batch's; 0 for whole batches");
    private static final Setting<Integer> SUM_BATCHES = TABLE.addOptional("sumBatches", Domain.whole(1, MOST_BATCH), 1,
            "batches whose gradients are added for one update; batches left over at the end of an epoch are dropped");
    private static final Setting<Loss> LOSS =
            TABLE.addOptional("loss", Domain.oneOf(Loss.values(), Loss::label), Loss.MSE,
                    "the loss, or the term of it that compares predictions with labels");
    private static final Setting<Double> LR =
            TABLE.add("lr", Domain.upTo(MOST), 1e-4, "learning rate at the top of the schedule");
    private static final Setting<Double> WEIGHT_DECAY = TABLE.add(
            "weightDecay", Domain.upTo(MOST), 1e-4, "AdamW's decoupled decay, of every parameter");
    private static final Setting<Boolean> DECOUPLED = TABLE.addOptional("decoupled", Domain.truth(), true,
            "false for Adam, whose decay is an L2 penalty on the loss");
    private static final Setting<RateSchedule> SCHEDULE = TABLE.add("schedule",
            Domain.oneOf(RateSchedule.values(), RateSchedule::label), RateSchedule.WARMUP_COSINE,
            "change of the learning rate from epoch to epoch");
    /** The default is PyTorch's. */
    private static final Setting<Integer> PLATEAU_PATIENCE = TABLE.addOptional("plateauPatience",
            Domain.whole(0, Integer.MAX_VALUE), 10,
            "epochs without a lower validation MAE after which the schedule plateau lowers the rate");
    private static final Setting<Double> BETA1 =
            TABLE.add("beta1", Domain.belowOne(), 0.9, "AdamW's decay of the gradient's mean");
    private static final Setting<Double> BETA2 =
            TABLE.add("beta2", Domain.belowOne(), 0.999, "AdamW's decay of the gradient's square");
    private static final Setting<Double> EPSILON =
            TABLE.add("epsilon", Domain.positiveUpToOne(), 1e-8, "AdamW's guard against division by zero");
    private static final Setting<Double> CLIP_NORM = TABLE.add("clipNorm", Domain.upTo(MOST_CLIP), 0.0,
            "largest norm of the whole gradient; 0 for no limit");
    private static final Setting<Double> CLIP_VALUE = TABLE.addOptional("clipValue", Domain.upTo(MOST_CLIP), 0.0,
            "largest size of an element of the gradient; 0 for no limit");
    private static final Setting<Double> AVERAGE_DECAY = TABLE.addOptional("averageDecay", Domain.belowOne(), 0.0,
            "decay of the moving average of the weights, which is then evaluated and stored instead of the weights; 0"
                    + " for no average");
    private static final Setting<Integer> EARLY_STOP = TABLE.addOptional("earlyStop",
            Domain.whole(0, Integer.MAX_VALUE), 0,
            "epochs without a lower validation MAE after which the run ends; 0 for all epochs");
    private static final Setting<Boolean> SHUFFLE =
            TABLE.add("shuffle", Domain.truth(), true, "whether each epoch has its own order of samples");
    private static final Setting<MissingData> MISSING = TABLE.addOptional("missing",
            Domain.oneOf(MissingData.values(), MissingData::label), MissingData.NONE,
            "which parts of the training samples are missing");
    private static final Setting<Double> MISSING_RATE = TABLE.addOptional("missingRate",
            Domain.upTo(MissingModalities.MOST), 0.5,
            "fraction of all modalities that are missing, if missing is modalities or modalities-by-batch");
    private static final Setting<Boolean> REFERENCE_TABLE = TABLE.add("referenceTable", Domain.truth(), true,
            "whether test predictions are also made after each epoch, for the reference's own table");

    /** The reference's settings. */
    public static final TrainingConfig STANDARD = new TrainingConfig(TABLE.standard());

    private final SettingValues values;

    private TrainingConfig(SettingValues values) {
        this.values = values;
    }

    /** The default settings of a kind of model for a data set. */
    public static TrainingConfig usual(Architecture architecture, Preset preset) {
        TrainingConfig config = STANDARD;
        for (Map.Entry<String, Object> setting : architecture.usualTraining(preset).entrySet()) {
            config = config.with(setting.getKey(), setting.getValue());
        }
        return config;
    }

    /**
     * Reads a configuration under {@link #toMap}'s names. Values may be numbers, truth values or text.
     *
     * @throws IllegalArgumentException naming a missing or unusable entry
     */
    public static TrainingConfig of(Map<String, ?> map) {
        return new TrainingConfig(TABLE.of(map));
    }

    /** A copy with another value for one setting, given by its name. */
    public TrainingConfig with(String name, Object value) {
        return new TrainingConfig(values.with(name, value));
    }

    /** Whether {@link #with} accepts the name. */
    public static boolean knows(String name) {
        return TABLE.settings().containsKey(name);
    }

    /** The values by name, in order. {@link #of} is the inverse. */
    public Map<String, Object> toMap() {
        return values.toMap();
    }

    /** The number of samples that go through the model together. */
    public int samplesAtOnce() {
        return microBatch() == 0 ? batchSize() : Math.min(microBatch(), batchSize());
    }

    /** The optimiser's settings, except its rate. */
    public AdamW.Settings adamw() {
        return new AdamW.Settings(
                values.get(BETA1), values.get(BETA2), values.get(EPSILON), weightDecay(), values.get(DECOUPLED));
    }

    /** {@code seed} of {@link #TABLE}. */
    public long seed() {
        return values.get(SEED);
    }

    /** {@code epochs} of {@link #TABLE}. */
    public int epochs() {
        return values.get(EPOCHS);
    }

    /** {@code batchSize} of {@link #TABLE}. */
    public int batchSize() {
        return values.get(BATCH_SIZE);
    }

    /** {@code microBatch} of {@link #TABLE}. */
    public int microBatch() {
        return values.get(MICRO_BATCH);
    }

    /** {@code loss} of {@link #TABLE}. */
    public Loss loss() {
        return values.get(LOSS);
    }

    /** {@code lr} of {@link #TABLE}. */
    public double lr() {
        return values.get(LR);
    }

    /** {@code weightDecay} of {@link #TABLE}. */
    public double weightDecay() {
        return values.get(WEIGHT_DECAY);
    }

    /** {@code schedule} of {@link #TABLE}. */
    public RateSchedule schedule() {
        return values.get(SCHEDULE);
    }

    /** {@code plateauPatience} of {@link #TABLE}. */
    public int plateauPatience() {
        return values.get(PLATEAU_PATIENCE);
    }

    /** {@code clipNorm} of {@link #TABLE}. */
    public double clipNorm() {
        return values.get(CLIP_NORM);
    }

    /** {@code clipValue} of {@link #TABLE}. */
    public double clipValue() {
        return values.get(CLIP_VALUE);
    }

    /** {@code earlyStop} of {@link #TABLE}. */
    public int earlyStop() {
        return values.get(EARLY_STOP);
    }

    /** {@code shuffle} of {@link #TABLE}. */
    public boolean shuffle() {
        return values.get(SHUFFLE);
    }

    /** {@code referenceTable} of {@link #TABLE}. */
    public boolean referenceTable() {
        return values.get(REFERENCE_TABLE);
    }

    /** {@code sumBatches} of {@link #TABLE}. */
    public int sumBatches() {
        return values.get(SUM_BATCHES);
    }

    /** {@code averageDecay} of {@link #TABLE}. */
    public double averageDecay() {
        return values.get(AVERAGE_DECAY);
    }

    /** {@code missing} of {@link #TABLE}. */
    public MissingData missing() {
        return values.get(MISSING);
    }

    /** {@code missingRate} of {@link #TABLE}. */
    public double missingRate() {
        return values.get(MISSING_RATE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrainingConfig config && config.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
