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
 * All contents of a page of explanations.
 *
 * @param title the title
 *
 * @param about a sentence on the origin of weights and data
 *
 * @param kind the scale of labels
 *
 * @param data the data whose samples are explained
 *
 * @param split the split that is shown as a whole
 *
 * @param language the model that made the text features, or null
 *
 * @param hasAttention whether the model has attention that is traced
 *
 * @param languageOnlyGuides whether language affects the prediction through attention weights alone
 *
 * @param predictions one for each sample of the split
 *
 * @param labels one for each sample of the split
 *
 * @param metrics the metrics of the split
 *
 * @param samples the samples that are shown one by one
 *
 * @param choice a sentence on how these were chosen; null if the user chose them
 *
 * @param neutral the neutral frames
 *
 * @param view the errors of the split
 *
 * @param curves the curves of the training; without columns if they are not known
 *
 * @param axes the representations by name; empty if the model has none
 *
 * @param whatIf the questions and their answers
 *
 * @param truth the checks against known truth; empty if it is not known
 *
 * @param deletion the checks by deletion and insertion; empty if not requested
 */
public record SplitExplanation(
        String title, String about, DatasetKind kind, DataSet data, Split split, @Nullable LanguageModel language,
        boolean hasAttention, boolean languageOnlyGuides, float[] predictions, float[] labels, Metrics metrics,
        List<SampleAttribution> samples, @Nullable String choice, Neutral neutral, SplitView view,
        TrainingCurves curves,
        Map<String, PrincipalAxes> axes, List<WhatIf> whatIf, List<TruthCheck> truth, List<DeletionCheck> deletion) {}
