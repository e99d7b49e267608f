package org.almt.cli.option;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The settings of a training: rates, batches, epochs, seed, sizes. Some have their own option; {@code --set} sets any
 * of them.
 */
public final class RateOptions {
    @Option(names = "--epochs", paramLabel = "N", descriptionKey = "setting.epochs")
    private @Nullable String epochs;

    @Option(names = "--batch-size", paramLabel = "N", descriptionKey = "setting.batchSize")
    private @Nullable String batchSize;

    @Option(names = "--micro-batch", paramLabel = "N", descriptionKey = "setting.microBatch")
    private @Nullable String microBatch;

    @Option(names = "--lr", paramLabel = "X", descriptionKey = "setting.lr")
    private @Nullable String lr;

    @Option(names = "--weight-decay", paramLabel = "X", descriptionKey = "setting.weightDecay")
    private @Nullable String weightDecay;

    @Option(names = "--schedule", paramLabel = "NAME", descriptionKey = "setting.schedule")
    private @Nullable String schedule;

    @Option(names = "--no-shuffle", description = "Use the samples in the order of the file.")
    private boolean noShuffle;

    @Mixin
    private SetOption set = new SetOption();

    @Option(names = "--seed", paramLabel = "N", descriptionKey = "setting.seed")
    private @Nullable String seed;

    /** The given settings by their names in {@code config.json}; {@code --set} has precedence. */
    public Map<String, String> settings() {
        Map<String, String> all = new LinkedHashMap<>();
        put(all, "epochs", epochs);
        put(all, "batchSize", batchSize);
        put(all, "microBatch", microBatch);
        put(all, "lr", lr);
        put(all, "weightDecay", weightDecay);
        put(all, "schedule", schedule);
        put(all, "seed", seed);
        put(all, "shuffle", noShuffle ? "false" : null);
        all.putAll(set.values());
        return all;
    }

    /** Puts a value into a map if it is not null. */
    public static void put(Map<String, ? super String> all, String name, @Nullable String value) {
        if (value != null) {
            all.put(name, value);
        }
    }
}
