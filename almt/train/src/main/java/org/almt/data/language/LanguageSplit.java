package org.almt.data.language;

import java.util.Arrays;
import java.util.Objects;
import org.almt.data.ForwardingSplit;
import org.almt.data.Split;
import org.almt.input.Modality;
import org.almt.input.TokenRow;
import org.almt.language.TokenTable;

/** A split with its own text features and token ids. */
final class LanguageSplit extends ForwardingSplit {
    private final TokenTable tokens;
    private final TextFeatures features;

    LanguageSplit(Split split, TokenTable tokens, TextFeatures features) {
        super(split);
        this.tokens = tokens;
        this.features = features;
    }

    @Override
    public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
        if (modality == Modality.TEXT) {
            Objects.checkFromIndexSize(fromFrame, frames, tokens.length());
            features.copy(sample, fromFrame, frames, target, at);
        } else {
            super.frames(modality, sample, fromFrame, frames, target, at);
        }
    }

    @Override
    public void text(int sample, float[] target, int at) {
        features.copy(sample, 0, tokens.length(), target, at);
    }

    @Override
    public int trueLength(Modality modality, int sample) {
        return modality == Modality.TEXT ? tokens.lengths()[sample] : super.trueLength(modality, sample);
    }

    @Override
    public boolean hasTokenIds() {
        return true;
    }

    @Override
    public int tokenLength() {
        return tokens.length();
    }

    @Override
    public void tokens(TokenRow row, int sample, int[] target, int at) {
        int length = tokens.length();
        switch (row) {
            case IDS -> System.arraycopy(tokens.ids(), sample * length, target, at, length);
            case MASK -> {
                Arrays.fill(target, at, at + tokens.lengths()[sample], 1);
                Arrays.fill(target, at + tokens.lengths()[sample], at + length, 0);
            }
            case SEGMENTS -> Arrays.fill(target, at, at + length, 0);
        }
    }
}
