package org.almt.data.missing;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.almt.data.ForwardingSplit;
import org.almt.data.Split;
import org.almt.input.InputShapes;
import org.almt.input.Modality;
import org.almt.input.TokenRow;

/**
 * A split with missing rows. Missing rows of audio, vision and text features are zeros; missing tokens are [UNK]. If
 * any row is missing, padding of audio and vision, by the lengths in the data set, is set to zero too. At a rate of 1
 * all features are zeros; [CLS] and [SEP] are kept among token ids.
 */
public final class IncompleteSplit extends ForwardingSplit {
    /** The id of [UNK] in BERT's vocabularies. */
    private static final int UNKNOWN = 100;

    private final InputShapes shapes;
    private final Map<Modality, RowDraws> draws;
    private final Map<Modality, double[]> rates;

    /**
     * A split with rates of missing rows.
     *
     * @param draws the random numbers; not used for rates of 0 and 1
     * @param rates one rate per sample, for each modality
     */
    IncompleteSplit(Split whole, InputShapes shapes, Map<Modality, RowDraws> draws, Map<Modality, double[]> rates) {
        super(whole);
        this.shapes = shapes;
        this.draws = draws;
        this.rates = rates;
    }

    /** The same samples without missing rows. */
    public Split complete() {
        return whole();
    }

    /** The rate of missing rows of a modality in a sample, 0 to 1. */
    public double rate(Modality modality, int sample) {
        return Objects.requireNonNull(rates.get(modality), modality.key())[sample];
    }

    /** Whether a row of a sample is present. Rows of padding are not, except in text. */
    public boolean isThere(Modality modality, int sample, int row) {
        int length = whole().trueLength(modality, sample);
        if (row >= length) {
            return modality == Modality.TEXT;
        }
        double rate = rate(modality, sample);
        boolean marks = modality == Modality.TEXT && hasTokenIds() && (row == 0 || row == length - 1);
        return marks || rate == 0 || rate < 1
                && Objects.requireNonNull(draws.get(modality), modality.key()).at(sample, row) > rate;
    }

    @Override
    public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
        int length = shapes.of(modality).length();
        int width = shapes.of(modality).width();
        Objects.checkFromIndexSize(fromFrame, frames, length);
        whole().frames(modality, sample, fromFrame, frames, target, at);
        if (draws.isEmpty() && rate(modality, sample) == 0) {
            return;
        }
        boolean nothing = rate(modality, sample) >= 1;
        for (int k = 0; k < frames; k++) {
            if (nothing || !isThere(modality, sample, fromFrame + k)) {
                Arrays.fill(target, at + k * width, at + (k + 1) * width, 0);
            }
        }
    }

    @Override
    public void text(int sample, float[] target, int at) {
        frames(Modality.TEXT, sample, 0, shapes.text().length(), target, at);
    }

    @Override
    public void audio(int sample, float[] target, int at) {
        frames(Modality.AUDIO, sample, 0, shapes.audio().length(), target, at);
    }

    @Override
    public void vision(int sample, float[] target, int at) {
        frames(Modality.VISION, sample, 0, shapes.vision().length(), target, at);
    }

    @Override
    public void tokens(TokenRow row, int sample, int[] target, int at) {
        whole().tokens(row, sample, target, at);
        if (row == TokenRow.IDS) {
            int length = whole().trueLength(Modality.TEXT, sample);
            for (int t = 0; t < length; t++) {
                if (!isThere(Modality.TEXT, sample, t)) {
                    target[at + t] = UNKNOWN;
                }
            }
        }
    }
}
