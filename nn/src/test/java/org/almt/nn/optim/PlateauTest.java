package org.almt.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PlateauTest {
    /** Losses and the factors after them, worked out by hand from PyTorch's documentation, with patience 1. */
    @Test
    void fallsWhenPatienceIsAtAnEnd() {
        double[][] epochs = {
                {1.0, 1}, {1.0, 1}, {1.0, 0.1}, {0.5, 0.1}, {0.49999, 0.1}, {0.49, 0.1}, {0.6, 0.1}, {0.7, 0.01},
                {0.7, 0.01}, {0.7, 0.001}
        };
        Plateau plateau = new Plateau(0.1, 1);
        for (double[] epoch : epochs) {
            plateau.report(epoch[0]);
            assertEquals(epoch[1], plateau.factor(7), 1e-15);
        }
    }

    @Test
    void losesPatienceAtOnceWithoutAny() {
        Plateau plateau = new Plateau(0.5, 0);
        plateau.report(2);
        plateau.report(2);
        assertEquals(0.5, plateau.factor(7));
        assertThrows(IllegalArgumentException.class, () -> new Plateau(1, 3));
        assertThrows(IllegalArgumentException.class, () -> new Plateau(0.5, -1));
    }
}
