package org.almt.explain;

import java.util.List;
import java.util.Locale;

/**
 * Ways of saying how much a word or frame counts for a prediction.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum Method {
    /** Attention traced back to the frames, averaged over layers; see {@link Rollout}. Never negative. */
    ATTENTION("attention"),
    /** Σ over features of ∂y/∂x (x - neutral): what a linear model with the same slope would lose without the frame. */
    GRADIENT("gradient × input"),
    /** y(x) - y(x with the frame made neutral). */
    OCCLUSION("occlusion");

    /** Those whose scores say which way: up or down. */
    public static final List<Method> SIGNED = List.of(GRADIENT, OCCLUSION);

    private final String words;

    Method(String words) {
        this.words = words;
    }

    /** Its name for people. */
    public String words() {
        return words;
    }

    /** Its name in files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
