package org.almt.data;

import org.almt.input.Modality;
import org.almt.input.TokenRow;
import org.jspecify.annotations.Nullable;

/**
 * A split that forwards to another one, except for methods that a subclass overrides.
 *
 * <p>Threads: many may use it while none changes it.
 */
public abstract class ForwardingSplit implements Split {
    private final Split whole;

    /** Forwards to the given split. */
    protected ForwardingSplit(Split whole) {
        this.whole = whole;
    }

    /**
     * The wrapped split.
     *
     * @return the split given to the constructor
     */
    protected final Split whole() {
        return whole;
    }

    @Override
    public SplitName name() {
        return whole.name();
    }

    @Override
    public int size() {
        return whole.size();
    }

    @Override
    public String id(int sample) {
        return whole.id(sample);
    }

    @Override
    public int indexOf(String id) {
        return whole.indexOf(id);
    }

    @Override
    public String place(int sample) {
        return whole.place(sample);
    }

    @Override
    public @Nullable String rawText(int sample) {
        return whole.rawText(sample);
    }

    @Override
    public @Nullable String annotation(int sample) {
        return whole.annotation(sample);
    }

    @Override
    public float label(int sample) {
        return whole.label(sample);
    }

    @Override
    public float label(UnimodalLabel which, int sample) {
        return whole.label(which, sample);
    }

    @Override
    public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
        whole.frames(modality, sample, fromFrame, frames, target, at);
    }

    @Override
    public void text(int sample, float[] target, int at) {
        whole.text(sample, target, at);
    }

    @Override
    public void audio(int sample, float[] target, int at) {
        whole.audio(sample, target, at);
    }

    @Override
    public void vision(int sample, float[] target, int at) {
        whole.vision(sample, target, at);
    }

    @Override
    public int trueLength(Modality modality, int sample) {
        return whole.trueLength(modality, sample);
    }

    @Override
    public boolean hasTokenIds() {
        return whole.hasTokenIds();
    }

    @Override
    public int tokenLength() {
        return whole.tokenLength();
    }

    @Override
    public void tokens(TokenRow row, int sample, int[] target, int at) {
        whole.tokens(row, sample, target, at);
    }
}
