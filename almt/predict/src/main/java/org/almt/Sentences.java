package org.almt;

import java.util.ArrayList;
import java.util.List;
import org.almt.input.FeatureShape;
import org.almt.input.InputShapes;
import org.almt.saved.SavedModel;
import org.jspecify.annotations.Nullable;

/** Makes samples of sentences. The model's language model computes the features of their text. */
final class Sentences {
    private final SavedModel saved;
    private final InputShapes shapes;
    private final ModelRunner runner;

    Sentences(SavedModel saved, InputShapes shapes, ModelRunner runner) {
        this.saved = saved;
        this.shapes = shapes;
        this.runner = runner;
    }

    /** Like {@link Almt#samples(List, List, List)}; {@code watch} is checked before every few sentences. */
    List<Sample> samples(
            List<String> sentences, @Nullable List<@Nullable Features> audio,
            @Nullable List<@Nullable Features> vision, PredictionLimits.@Nullable Watch watch) {
        Almt.requireGiven(sentences, "sample: the list of sentences is null");
        SavedModel.Language language = saved.language();
        if (language == null) {
            throw new IllegalStateException(saved.origin() + " takes text features, not sentences; load a run that was"
                    + " trained with a language model, or give the features of each word");
        }
        for (int i = 0; i < sentences.size(); i++) {
            Almt.requireGiven(sentences.get(i), "sample: sentence " + i + " is null");
            language.model().requireWords(
                    sentences.get(i), sentences.size() == 1 ? "sample: the sentence" : "sample: sentence " + i);
        }
        List<Features> sound = forEach(sentences.size(), "audio", audio, shapes.audio());
        List<Features> sight = forEach(sentences.size(), "vision", vision, shapes.vision());
        List<Sample> samples = new ArrayList<>(sentences.size());
        for (int from = 0; from < sentences.size(); from += CallerMemory.MOST) {
            List<String> some = sentences.subList(from, Math.min(sentences.size(), from + CallerMemory.MOST));
            if (watch != null) {
                watch.check(from, sentences.size());
            }
            List<float[][]> rows = runner.call(watch, memory -> memory.lend(
                    () -> language.model().features(some, shapes.text().length(), language.padding())));
            for (float[][] text : rows) {
                int i = samples.size();
                samples.add(Sample.of(Features.of("text", text), sound.get(i), sight.get(i)));
            }
        }
        return samples;
    }

    private static List<Features> forEach(
            int sentences, String modality, @Nullable List<@Nullable Features> given, FeatureShape shape) {
        if (given != null && given.size() != sentences) {
            throw new IllegalArgumentException("sample: " + given.size() + " " + modality + " features for " + sentences
                    + " sentences; each needs its own, or null");
        }
        Features none = Features.of(new float[shape.width()], shape.width());
        List<Features> all = new ArrayList<>(sentences);
        for (int i = 0; i < sentences; i++) {
            Features own = given == null ? null : given.get(i);
            if (own != null && own.width() != shape.width()) {
                throw new IllegalArgumentException("sample: " + modality + " of sentence " + i + " has " + own.width()
                        + " features in a row; the model takes " + shape.width());
            }
            all.add(own == null ? none : own);
        }
        return all;
    }
}
