package org.almt.nn.layer;

/**
 * The sizes and forms of an {@link Lstm} or {@link Gru}.
 *
 * <pre>{@code
 * new Lstm(RecurrentConfig.of(74, 32).layers(2).bothDirections().dropout(0.1f))
 * }</pre>
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param in the width I of inputs
 * @param width the width H of the state
 * @param layers number of layers; each reads the states of the layer before
 * @param directions 1, or 2 to read from both ends
 * @param dropout the probability of dropping an element of the input of the second and later layers, in training
 */
public record RecurrentConfig(int in, int width, int layers, int directions, float dropout) {
    /** Checks ranges. */
    public RecurrentConfig {
        if (in < 1 || width < 1 || layers < 1) {
            throw new IllegalArgumentException("recurrent layer: " + in + " -> " + width + ", " + layers
                    + " layers; both widths and the layers must be 1 or more");
        }
        if (directions != 1 && directions != 2) {
            throw new IllegalArgumentException("recurrent layer: " + directions + " directions; there are 1 or 2");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "recurrent layer: dropout = " + dropout + "; a probability from 0 to less than 1 is needed");
        }
    }

    /** One layer that reads from the first time to the last. */
    public static RecurrentConfig of(int in, int width) {
        return new RecurrentConfig(in, width, 1, 1, 0);
    }

    /** With the given number of layers. */
    public RecurrentConfig layers(int newLayers) {
        return new RecurrentConfig(in, width, newLayers, directions, dropout);
    }

    /** With a second set of weights that reads from the last time to the first. */
    public RecurrentConfig bothDirections() {
        return new RecurrentConfig(in, width, layers, 2, dropout);
    }

    /** With dropout between layers. */
    public RecurrentConfig dropout(float newDropout) {
        return new RecurrentConfig(in, width, layers, directions, newDropout);
    }
}
