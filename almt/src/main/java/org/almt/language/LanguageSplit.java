package org.almt.language;

import java.util.Arrays;
import java.util.Objects;
import org.almt.data.Modality;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.TokenRow;
import org.almt.data.UnimodalLabel;

/** A split with text features, and token ids, of its own. */
final class LanguageSplit implements Split {
    private final Split split;
    private final TokenTable tokens;
    private final TextFeatures features;

    LanguageSplit(Split split, TokenTable tokens, TextFeatures features) {
        this.split = split;
        this.tokens = tokens;
        this.features = features;
    }

    @Override
    public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
        if (modality == Modality.TEXT) {
            Objects.checkFromIndexSize(fromFrame, frames, tokens.length());
            features.copy(sample, fromFrame, frames, target, at);
        } else {
            split.frames(modality, sample, fromFrame, frames, target, at);
        }
    }

    @Override
    public void text(int sample, float[] target, int at) {
        features.copy(sample, 0, tokens.length(), target, at);
    }

    @Override
    public int trueLength(Modality modality, int sample) {
        return modality == Modality.TEXT ? tokens.lengths()[sample] : split.trueLength(modality, sample);
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

    @Override
    public void audio(int sample, float[] target, int at) {
        split.audio(sample, target, at);
    }

    @Override
    public void vision(int sample, float[] target, int at) {
        split.vision(sample, target, at);
    }

    @Override
    public SplitName name() {
        return split.name();
    }

    @Override
    public int size() {
        return split.size();
    }

    @Override
    public String id(int sample) {
        return split.id(sample);
    }

    @Override
    public int indexOf(String id) {
        return split.indexOf(id);
    }

    @Override
    public String rawText(int sample) {
        return split.rawText(sample);
    }

    @Override
    public String annotation(int sample) {
        return split.annotation(sample);
    }

    @Override
    public float label(int sample) {
        return split.label(sample);
    }

    @Override
    public float label(UnimodalLabel which, int sample) {
        return split.label(which, sample);
    }
}
