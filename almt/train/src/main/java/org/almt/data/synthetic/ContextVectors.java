package org.almt.data.synthetic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.almt.core.random.RandomStream;
import org.almt.input.FeatureShape;

/**
 * Vectors of words in their context, similar to those of a pre-trained language encoder.
 *
 * <p>A word's own vector is kind + strength · polarity + noise: a direction shared by words of its kind, the polarity
 * direction if it is an opinion, and noise of the word itself. The vector of a position adds the vectors of the two
 * previous words. These are rotated by one and two places, so that they can be distinguished. It also adds a part of
 * the effect of modifiers on an opinion. So the vector of "great" shows whether "not" came before, and is then less
 * positive. But the full meaning needs a product of the two.
 */
final class ContextVectors {
    private static final double PECULIAR = 0.35;
    private static final double POLARITY = 1.5;
    /** The weights of the word itself, the previous word, and the word before that. */
    private static final double[] CONTEXT = {1.0, 0.8, 0.5};

    /** The fraction of a modifier's effect that the vector of the modified opinion contains. */
    private static final double RESOLVED = 0.4;

    private final FeatureShape shape;
    private final double[] polarity;
    private final Map<LexiconWord, double[]> vectors = new HashMap<>();

    ContextVectors(FeatureShape shape, RandomStream random) {
        this.shape = shape;
        double scale = 1 / StrictMath.sqrt(shape.width() / 8.0);
        polarity = Gaussians.vector(shape.width(), random);
        for (int i = 0; i < polarity.length; i++) {
            polarity[i] *= POLARITY * scale;
        }
        double[][] kinds = new double[LexiconWord.Kind.values().length][];
        for (int k = 0; k < kinds.length; k++) {
            kinds[k] = Gaussians.vector(shape.width(), random);
        }
        for (LexiconWord word : Lexicon.WORDS) {
            double[] vector = Gaussians.vector(shape.width(), random);
            double strength = word.kind() == LexiconWord.Kind.OPINION ? word.strength() : 0;
            double[] kind = kinds[word.kind().ordinal()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = scale * (kind[i] + PECULIAR * vector[i]) + strength * polarity[i];
            }
            vectors.put(word, vector);
        }
    }

    private double[] vector(LexiconWord word) {
        return Objects.requireNonNull(vectors.get(word), "each word of the lexicon has one");
    }

    /** The vectors of a sentence's words, [length, width]; rows past its end are zero. */
    float[] embed(List<LexiconWord> words) {
        int width = shape.width();
        float[] rows = new float[shape.length() * width];
        for (int t = 0; t < words.size(); t++) {
            double[] row = polarity.clone();
            double resolved = resolved(words, t);
            for (int i = 0; i < width; i++) {
                row[i] *= resolved;
            }
            for (int back = 0; back < CONTEXT.length && back <= t; back++) {
                double[] word = vector(words.get(t - back));
                for (int i = 0; i < width; i++) {
                    row[i] += CONTEXT[back] * word[(i + back) % width];
                }
            }
            for (int i = 0; i < width; i++) {
                rows[t * width + i] = (float) row[i];
            }
        }
        return rows;
    }

    /** The change of an opinion's polarity by the modifiers before it, as far as its vector contains it. */
    private static double resolved(List<LexiconWord> words, int t) {
        if (words.get(t).kind() != LexiconWord.Kind.OPINION) {
            return 0;
        }
        double factor = 1;
        for (int before = t - 1; before >= 0 && words.get(before).modifies(); before--) {
            factor *= words.get(before).strength();
        }
        return RESOLVED * words.get(t).strength() * (factor - 1);
    }
}
