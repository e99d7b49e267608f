package org.almt.learn.exercise;

import org.almt.core.kernel.FloatMath;

/**
 * Exercise 5: the loss of a classifier from its scores, safe for any score. FloatMath.softplus(x) is log(1 +
 * exp(x)), and FloatMath.sigmoid(x) is 1 / (1 + exp(-x)); both are safe.
 */
final class E05Moons {
    private E05Moons() {}

    /**
     * The mean over i of max(s, 0) - s t + softplus(-|s|), with terms added in the order written, and upwards over
     * i.
     */
    static float loss(float[] scores, float[] labels) {
        float sum = 0;
        for (int i = 0; i < scores.length; i++) {
            float s = scores[i];
            sum += Math.max(s, 0) - s * labels[i] + FloatMath.softplus(-Math.abs(s));
        }
        return sum / scores.length;
    }

    /**
     * Its slope towards each score. Derive it: the slope of softplus is sigmoid. Of each term one sigmoid and the label
     * are left; divide their difference by the number of scores.
     */
    static float[] slopes(float[] scores, float[] labels) {
        float[] slopes = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            slopes[i] = (FloatMath.sigmoid(scores[i]) - labels[i]) / scores.length;
        }
        return slopes;
    }
}
