package org.almt.nn.mistakes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.almt.core.Tensor;
import org.almt.nn.layer.Linear;
import org.junit.jupiter.api.function.Executable;

/** What the tests of mistakes share. Each test is a mistake that users made, and the message that they get. */
final class Refusal {
    private Refusal() {}

    /** The mistake is refused with this sentence; {@code FILE} stands for the path of a file. */
    static void refused(String sentence, Executable mistake) {
        String message = String.valueOf(assertThrows(Exception.class, mistake).getMessage());
        assertEquals(sentence, message.replaceAll("^/\\S*?(?=: )", "FILE"));
    }

    static Tensor ones(int... sizes) {
        return Tensor.full(1, sizes);
    }

    static Tensor leaf(int... sizes) {
        return ones(sizes).requiresGrad(true);
    }

    /** A layer with numbers. */
    static Linear linear(int in, int out) {
        Linear layer = new Linear(in, out);
        layer.initialise(1);
        return layer;
    }
}
