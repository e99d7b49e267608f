package org.almt.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.almt.stats.CrossedBootstrap;

/** What the results of a study cannot show, because it is too small. */
public final class StudyWarnings {
    /** With fewer seeds, the coverage of intervals is much too low if seeds matter; see {@link CrossedBootstrap}. */
    private static final int ENOUGH_SEEDS = 3;

    private StudyWarnings() {}

    /** The warnings, one or two sentences each; empty if there is nothing to say. */
    public static List<String> of(StudyResults results) {
        List<String> warnings = new ArrayList<>();
        int seeds = results.study().seeds().size();
        if (seeds < ENOUGH_SEEDS) {
            warnings.add((seeds == 1
                    ? "one seed shows nothing of how much trainings differ by chance"
                    : seeds + " seeds show little of how much trainings differ by chance")
                    + "; use " + ENOUGH_SEEDS + " or more seeds to judge a difference.");
        }
        List<String> unfinished = names(results, variant -> Arrays.stream(variant.bestEpochs())
                .allMatch(epoch -> epoch == variant.epochs()));
        if (!unfinished.isEmpty()) {
            warnings.add("the best epoch of " + String.join(", ", unfinished) + " is the last one in every run, so more"
                    + " epochs would give other figures. Differences marked with * may then change.");
        }
        double constant = results.constant().getOrDefault("MAE", Double.NaN);
        List<String> worse = names(results, variant -> variant.variant().test().isEmpty()
                && variant.figure("MAE").mean().value() >= constant); // a corrupted test shows nothing of learning
        if (!worse.isEmpty()) {
            warnings.add("the test MAE of " + String.join(", ", worse) + " is not below that of a constant, so"
                    + " these models have learned nothing yet. Use more epochs, or other rates.");
        }
        return warnings;
    }

    private static List<String> names(StudyResults results, Predicate<VariantResult> which) {
        return results.variants().stream().filter(which).map(variant -> variant.variant().name()).toList();
    }
}
