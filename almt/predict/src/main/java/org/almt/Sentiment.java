package org.almt;

/**
 * A predicted sentiment.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param value negative below 0, positive above 0; on the scale of the data that the model was trained on, but not
 *         clipped to it
 * @param limit the labels of that data lie in [-limit, limit]: 3 for CMU-MOSI and CMU-MOSEI, 1 for CH-SIMS
 */
public record Sentiment(float value, float limit) {
    private static final String[] WORDS = {
            "strongly negative", "negative", "weakly negative", "neutral", "weakly positive", "positive",
            "strongly positive"
    };

    /** Checks the limit. */
    public Sentiment {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("sentiment: the limit is " + limit + "; a positive number is needed");
        }
    }

    /**
     * The sentiment in words. The scale is cut into seven equal steps, from {@code strongly negative} to
     * {@code strongly positive}.
     */
    public String words() {
        if (Float.isNaN(value)) {
            return "unknown";
        }
        double steps = Math.rint(3.0 * value / limit);
        return WORDS[3 + (int) Math.max(-3, Math.min(3, steps))];
    }

    /** For example {@code 1.8 (positive)}. */
    @Override
    public String toString() {
        return value + " (" + words() + ")";
    }
}
