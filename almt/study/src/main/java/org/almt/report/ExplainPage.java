package org.almt.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.almt.Sentiment;
import org.almt.data.Split;
import org.almt.data.synthetic.SyntheticSplit;
import org.almt.data.synthetic.Truth;
import org.almt.explain.Attribution;
import org.almt.explain.Attributions;
import org.almt.explain.Method;
import org.almt.explain.SampleAttribution;
import org.almt.explain.check.DeletionCheck;
import org.almt.explain.check.MethodRanking;
import org.almt.explain.check.TruthCheck;
import org.almt.explain.split.PrincipalAxes;
import org.almt.explain.split.SplitView;
import org.almt.explain.split.TextPiece;
import org.almt.explain.split.TextPieces;
import org.almt.explain.split.WhatIf;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.saved.Version;
import org.almt.stats.Interval;

/** The page of {@code almt explain}. */
public final class ExplainPage {
    private static final List<String> SCRIPTS =
            List.of("data.js", "page.js", "samples.js", "split.js", "checks.js", "main.js");

    private final SplitExplanation all;

    private ExplainPage(SplitExplanation all) {
        this.all = all;
    }

    /** The HTML file, in UTF-8. */
    public static byte[] of(SplitExplanation explanation) {
        return HtmlPage.of(explanation.title(), new ExplainPage(explanation).data(), SCRIPTS);
    }

    private Map<String, Object> data() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("about", all.about());
        map.put("version", Version.NUMBER);
        map.put("limit", all.kind().labelLimit());
        map.put("neutral", all.neutral().from());
        map.put("occlusions", Attributions.OCCLUSIONS);
        map.put("traced", Arrays.stream(Modality.values()).filter(this::isTraced).map(Modality::key).toList());
        if (all.languageOnlyGuides()) {
            map.put("languageNote",
                    "In this model language reaches the prediction only as attention weights over audio and"
                            + " vision (fusionReads is token, as in the reference). A word changes the prediction only"
                            + " by changing which audio and vision frames the model reads.");
        }
        MethodRanking ranking = MethodRanking.of(all.truth(), all.deletion());
        map.put("shown", ranking.shown(Modality.TEXT).key());
        map.put("where", keys(ranking.where()));
        map.put("direction", keys(ranking.direction()));
        map.put("rankingWhy", ranking.why());
        map.put("samplesNote", all.choice());
        map.put("samples", all.samples().stream().map(this::sample).toList());
        map.put("split", split());
        map.put("curves", all.curves().columns());
        map.put("loss", all.curves().lossWords());
        Map<String, Object> axes = new LinkedHashMap<>();
        all.axes().forEach((name, value) -> axes.put(name, axes(value)));
        map.put("axes", axes);
        map.put("whatIf", all.whatIf().stream().map(ExplainPage::whatIf).toList());
        map.put("truth", all.truth().stream().map(ExplainPage::truth).toList());
        map.put("deletion", all.deletion().stream().map(ExplainPage::deletion).toList());
        return map;
    }

    /**
     * Whether attention is traced to a modality. Text is traced through its own embedding and scales, audio and vision
     * through adaptive layers. Each may be missing.
     */
    private boolean isTraced(Modality modality) {
        return all.hasAttention()
                && all.samples().stream().anyMatch(sample -> !sample.of(modality).layers().isEmpty());
    }

    private static Map<String, Object> keys(Map<Modality, Method> methods) {
        Map<String, Object> map = new LinkedHashMap<>();
        methods.forEach((modality, method) -> map.put(modality.key(), method.key()));
        return map;
    }

    // ---------------------------------------------------------------- samples

    private Map<String, Object> sample(SampleAttribution attribution) {
        int i = attribution.sample();
        Split split = all.split();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("index", i);
        map.put("id", split.id(i));
        map.put("text", split.rawText(i));
        map.put("annotation", split.annotation(i));
        map.put("label", split.label(i));
        map.put("labelWords", new Sentiment(split.label(i), all.kind().labelLimit()).words());
        map.put("prediction", attribution.prediction());
        map.put("predictionWords", new Sentiment(attribution.prediction(), all.kind().labelLimit()).words());
        if (split instanceof SyntheticSplit synthetic) {
            map.put("truth", words(synthetic.truth(i)));
        }
        boolean[] real = attribution.of(Modality.TEXT).real();
        map.put("pieces", TextPieces.of(split, i, real, all.language()).stream().map(ExplainPage::piece).toList());
        Map<String, Object> modalities = new LinkedHashMap<>();
        for (Modality modality : Modality.values()) {
            modalities.put(modality.key(), modality(attribution.of(modality), i));
        }
        map.put("modalities", modalities);
        return map;
    }

    private static String words(Truth truth) {
        return String.format(Locale.ROOT, "language %+.2f, audio %+.2f, vision %+.2f%s", truth.language(),
                truth.audio(),
                truth.vision(),
                switch (truth.contradiction()) {
                    case NONE -> "";
                    case WORDS -> "; the words express the opposite";
                    case FACE -> "; the face shows the opposite";
                }).replace('-', '\u2212');
    }

    private static Map<String, Object> piece(TextPiece piece) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("text", piece.text());
        map.put("kind", piece.kind().name().toLowerCase(Locale.ROOT));
        map.put("rows", Arrays.stream(piece.rows()).boxed().toList());
        return map;
    }

    private Map<String, Object> modality(Attribution attribution, int sample) {
        int[] frames = IntStream.range(0, attribution.real().length).filter(t -> attribution.real()[t]).toArray();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("runs", runs(frames));
        map.put("layers", attribution.layers().stream().map(layer -> {
            Map<String, Object> each = new LinkedHashMap<>(); // the order of Map.of differs from process to process
            each.put("scale", layer.scale());
            each.put("frames", PackedNumbers.of16(at(layer.frames(), frames)));
            return each;
        }).toList());
        Map<String, Object> scores = new LinkedHashMap<>();
        attribution.scores()
                .forEach((method, values) -> scores.put(method.key(), PackedNumbers.of16(at(values, frames))));
        map.put("scores", scores);
        if (all.split() instanceof SyntheticSplit synthetic) {
            boolean[] informative = synthetic.informativeFrames(attribution.modality(), sample);
            map.put("truth", Arrays.stream(frames).filter(t -> informative[t]).boxed().toList());
        }
        if (attribution.modality() != Modality.TEXT && frames.length > 0) {
            FeatureShape shape = all.data().shape(attribution.modality());
            float[] values = new float[shape.size()];
            all.split().frames(attribution.modality(), sample, 0, shape.length(), values, 0);
            map.put("heat", Heat.of(values, shape.width(), frames));
        }
        return map;
    }

    private static List<List<Integer>> runs(int... frames) {
        List<List<Integer>> runs = new ArrayList<>();
        for (int from = 0; from < frames.length;) {
            int to = from;
            while (to + 1 < frames.length && frames[to + 1] == frames[to] + 1) {
                to++;
            }
            runs.add(List.of(frames[from], frames[to]));
            from = to + 1;
        }
        return runs;
    }

    private static double[] at(double[] values, int... positions) {
        return Arrays.stream(positions).mapToDouble(t -> values[t]).toArray();
    }

    // ---------------------------------------------------------------- the split

    private Map<String, Object> split() {
        Split split = all.split();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", split.name().key());
        map.put("metrics", all.metrics().values());
        map.put("ids", IntStream.range(0, split.size()).mapToObj(split::id).toList());
        map.put("labels", floats(all.labels()));
        map.put("predictions", floats(all.predictions()));
        map.put("classes", all.view().classes());
        map.put("confusion", Arrays.stream(all.view().confusion())
                .map(row -> Arrays.stream(row).boxed().toList()).toList());
        map.put("byClass", all.view().byClass().stream().map(ExplainPage::group).toList());
        map.put("byLength", all.view().byLength().stream().map(ExplainPage::group).toList());
        return map;
    }

    private static List<Float> floats(float... values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }

    private static Map<String, Object> group(SplitView.Group group) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", group.name());
        map.put("samples", group.samples());
        map.put("error", interval(group.error()));
        return map;
    }

    private static Map<String, Object> axes(PrincipalAxes axes) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("shares", HtmlPage.list(axes.shares()));
        map.put("points", Arrays.stream(axes.projected())
                .map(point -> Arrays.stream(point).mapToObj(value -> (float) value).toList()).toList());
        return map;
    }

    // ---------------------------------------------------------------- checks

    private static Map<String, Object> interval(Interval interval) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("value", interval.value());
        map.put("low", interval.low());
        map.put("high", interval.high());
        return map;
    }

    private static Map<String, Object> whatIf(WhatIf answer) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("question", answer.question().replace("=neutral", ""));
        map.put("mae", interval(answer.mae()));
        map.put("maeWithout", interval(answer.maeWithout()));
        map.put("worse", interval(answer.worse()));
        map.put("moved", interval(answer.moved()));
        map.put("shift", interval(answer.shift()));
        return map;
    }

    private static Map<String, Object> truth(TruthCheck check) {
        Map<String, Object> areas = new LinkedHashMap<>();
        check.areas().forEach((method, area) -> areas.put(method.key(), interval(area)));
        Map<String, Object> directions = new LinkedHashMap<>();
        check.directions().forEach((method, correlation) -> directions.put(method.key(), interval(correlation)));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("modality", check.modality().key());
        map.put("samples", check.samples());
        map.put("areas", areas);
        map.put("directions", directions);
        map.put("verdict", check.verdict());
        map.put("lead", interval(check.lead()));
        return map;
    }

    private static Map<String, Object> deletion(DeletionCheck check) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("modality", check.modality().key());
        map.put("samples", check.samples());
        map.put("shares", HtmlPage.list(check.shares()));
        Map<String, Object> deletion = new LinkedHashMap<>();
        check.deletion().forEach((name, curve) -> deletion.put(name, HtmlPage.list(curve)));
        map.put("deletion", deletion);
        Map<String, Object> insertion = new LinkedHashMap<>();
        check.insertion().forEach((name, curve) -> insertion.put(name, HtmlPage.list(curve)));
        map.put("insertion", insertion);
        Map<String, Object> areas = new LinkedHashMap<>();
        check.areas().forEach((name, area) -> areas.put(name, interval(area)));
        map.put("areas", areas);
        return map;
    }
}
