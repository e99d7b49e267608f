package org.almt.explain;

import java.util.List;
import java.util.Locale;

/**
 * The methods of attribution: each gives a score to a word or frame for a prediction.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum Method {
    /** Attention traced back to the frames, averaged over layers; see {@link Rollout}. Never negative. */
    ATTENTION("attention"),
    /**
     * Σ over features of ∂y/∂x (x - neutral): the change of a linear model with the same slope if the frame is removed.
     */
    GRADIENT("gradient × input"),
    /** y(x) - y(x with the frame made neutral). */
    OCCLUSION("occlusion");

    /** The methods whose scores have a sign: up or down. */
    public static final List<Method> SIGNED = List.of(GRADIENT, OCCLUSION);

    private final String words;

    Method(String words) {
        this.words = words;
    }

    /** Its readable name. */
    public String words() {
        return words;
    }

    /** Its name in files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
