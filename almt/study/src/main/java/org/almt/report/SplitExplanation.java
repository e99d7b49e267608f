package org.almt.report;

import java.util.List;
import java.util.Map;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.explain.Neutral;
import org.almt.explain.SampleAttribution;
import org.almt.explain.check.DeletionCheck;
import org.almt.explain.check.TruthCheck;
import org.almt.explain.split.PrincipalAxes;
import org.almt.explain.split.SplitView;
import org.almt.explain.split.TrainingCurves;
import org.almt.explain.split.WhatIf;
import org.almt.input.DatasetKind;
import org.almt.language.LanguageModel;
import org.almt.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a page of explanations shows.
 *
 * @param title for people
 * @param about where weights and data come from, in a sentence
 * @param kind the scale of labels
 * @param data whose samples are explained
 * @param split the split that is shown as a whole
 * @param language what made the text features, or null
 * @param hasAttention whether the model has attention that is traced
 * @param languageOnlyGuides whether language reaches the prediction as attention weights alone
 * @param predictions one for each sample of the split
 * @param labels one for each sample of the split
 * @param metrics of the split
 * @param samples those that are shown one by one
 * @param choice how these were chosen, in a sentence; null where a person did
 * @param neutral what stands for nothing in particular
 * @param view errors of the split
 * @param curves of the training; without columns where they are not known
 * @param axes representations by name; empty where the model has none
 * @param whatIf questions and their answers
 * @param truth against known truth; empty where it is not known
 * @param deletion deletion and insertion; empty where they were not asked for
 */
public record SplitExplanation(
        String title, String about, DatasetKind kind, DataSet data, Split split, @Nullable LanguageModel language,
        boolean hasAttention, boolean languageOnlyGuides, float[] predictions, float[] labels, Metrics metrics,
        List<SampleAttribution> samples, @Nullable String choice, Neutral neutral, SplitView view,
        TrainingCurves curves,
        Map<String, PrincipalAxes> axes, List<WhatIf> whatIf, List<TruthCheck> truth, List<DeletionCheck> deletion) {}
