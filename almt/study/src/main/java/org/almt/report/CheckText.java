package org.almt.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.almt.data.Split;
import org.almt.explain.Method;
import org.almt.explain.Neutral;
import org.almt.explain.check.MethodRanking;
import org.almt.explain.check.DeletionCheck;
import org.almt.explain.check.TruthCheck;
import org.almt.explain.split.WhatIf;
import org.almt.input.Modality;
import org.almt.stats.Interval;

/** Formats checks and answers as lines for a terminal. */
public final class CheckText {
    private CheckText() {}

    /** The lines of the checks of explanations. */
    public static List<String> lines(List<TruthCheck> truth, List<DeletionCheck> deletion, MethodRanking ranking) {
        List<String> lines = new ArrayList<>();
        if (!truth.isEmpty()) {
            lines.add(
                    "How well each method finds the words and frames that are known to carry sentiment: area under the"
                            + " ROC curve");
            lines.add(
                    "(0.5 is chance), mean over samples [95 % interval]; sign: correlation of the summed scores with"
                            + " the part of the sentiment that is carried");
            lines.add("");
            for (TruthCheck check : truth) {
                lines.add("  " + check.modality() + ", " + check.samples() + " samples");
                check.areas().forEach((method, area) -> lines.add(line(method.words(), area)));
                check.directions().forEach((method, correlation) -> lines.add(
                        line("sign, " + method.words(), correlation)));
                lines.add("    " + check.verdict() + "; lead over " + check.rival().words() + " " + text(check.lead()));
            }
            lines.add("");
        }
        if (!deletion.isEmpty()) {
            lines.add("Deletion and insertion: area between the curves, larger is better [95 % interval]");
            lines.add("");
            for (DeletionCheck check : deletion) {
                lines.add("  " + check.modality() + ", " + check.samples() + " samples");
                for (Map.Entry<String, Interval> entry : check.areas().entrySet()) {
                    lines.add(line(entry.getKey(), entry.getValue()));
                }
            }
            lines.add("");
        }
        if (ranking.why() != null) {
            lines.add(ranking.why());
        }
        Map<Modality, Boolean> traced = new EnumMap<>(Modality.class);
        truth.forEach(check -> traced.put(check.modality(), check.areas().containsKey(Method.ATTENTION)));
        deletion.forEach(check -> traced.put(
                check.modality(), check.areas().containsKey(Method.ATTENTION.words())));
        traced.remove(Modality.TEXT); // its attention is that of language to itself
        if (!traced.isEmpty() && !traced.containsValue(true)) {
            lines.add("Attention of language to audio and vision cannot be traced in this model.");
        }
        return lines;
    }

    /** The lines of the effects of making parts neutral. */
    public static List<String> lines(List<WhatIf> answers, Neutral neutral, Split split) {
        List<String> lines = new ArrayList<>();
        lines.add("Effect of making parts neutral, over the " + split.size() + " samples of the " + split.name().key()
                + " split [95 % interval]; neutral is the mean real frame of the " + neutral.from() + " split");
        for (WhatIf answer : answers) {
            lines.add("  " + answer.question());
            lines.add(line("MAE", answer.mae()));
            lines.add(line("MAE with it neutral", answer.maeWithout()));
            lines.add(line("rise of MAE", answer.worse()));
            lines.add(line("mean |change|", answer.moved()));
            lines.add(line("mean change", answer.shift()));
        }
        return lines;
    }

    private static String line(String name, Interval interval) {
        return String.format(Locale.ROOT, "    %-22s %s", name, text(interval));
    }

    private static String text(Interval interval) {
        return interval.hasTooFewSamples()
                ? String.format(Locale.ROOT, "%.4f (too few samples)", interval.value())
                : String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", interval.value(), interval.low(), interval.high());
    }
}
