package org.almt.bench;

import org.almt.model.AlmtModel;
import org.almt.train.TrainingConfig;

/**
 * ALMT in another library on the samples of a benchmark: its predictions, and its training steps.
 *
 * @param <T> the library's tensor
 */
final class Rival<T> {
    private final Backend<T> library;
    private final AlmtElsewhere<T> almt;
    private final int batch;
    private final T text;
    private final T audio;
    private final T vision;
    private final T labels;

    Rival(Backend<T> library, Form form, AlmtModel model, Utterances utterances) {
        this.library = library;
        almt = new AlmtElsewhere<>(library, form, model);
        batch = utterances.size();
        text = input(utterances.text, utterances.textShape().length(), utterances.textShape().width());
        audio = input(utterances.audio, utterances.audioShape().length(), utterances.audioShape().width());
        vision = input(utterances.vision, utterances.visionShape().length(), utterances.visionShape().width());
        labels = library.tensor(utterances.labels, new long[] {batch, 1}, false);
        TrainingConfig training = TrainingConfig.STANDARD;
        library.optimise(almt.parameters().values(), training.lr(), training.weightDecay());
    }

    private T input(float[] values, int length, int width) {
        return library.tensor(values, new long[] {batch, length, width}, false);
    }

    float[] predict() {
        return library.predict(() -> almt.forward(text, audio, vision, batch));
    }

    float step() {
        return library.step(() -> library.meanSquaredError(almt.forward(text, audio, vision, batch), labels));
    }

    /** Throws if its predictions differ from those of this engine. */
    Rival<T> agreeing(AlmtWork work, AlmtModel model) {
        AlmtWork.requireClose("at first", predict(), work.predictions(model));
        return this;
    }

    /** Throws if its predictions after a training step differ from those of this engine. */
    Rival<T> training(AlmtWork work, AlmtModel model) {
        agreeing(work, model);
        work.step(model).run();
        step();
        AlmtWork.requireClose("after a training step", predict(), work.predictions(model));
        return this;
    }
}
