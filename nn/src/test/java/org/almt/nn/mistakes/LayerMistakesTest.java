package org.almt.nn.mistakes;

import static org.almt.nn.mistakes.Refusal.linear;
import static org.almt.nn.mistakes.Refusal.ones;
import static org.almt.nn.mistakes.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.Lstm;
import org.almt.nn.layer.MultiHeadAttention;
import org.junit.jupiter.api.Test;

/** Layers that are put together or fed wrongly: messages name the layer, its place, and the input. */
class LayerMistakesTest {
    private static final class TwoPlaces extends Layer {
        TwoPlaces() {
            Linear layer = child("a", new Linear(2, 2));
            child("b", layer);
        }
    }

    private static final class Unregistered extends Layer {
        final Linear hidden = new Linear(2, 2);
        final Linear out = child("out", new Linear(2, 1));
    }

    private static final class LooseTensor extends Layer {
        final Tensor bias = Tensor.zeros(1).requiresGrad(true);
        final Linear out = child("out", new Linear(2, 1));
    }

    private static final class Deep extends Layer {
        final Linear first = child("body.0", new Linear(3, 2));
        final Dropout drop = child("drop", new Dropout(0.5f));

        void add(Layer part) {
            child("part", part);
        }
    }

    @Test
    void oneLayerInTwoPlaces() {
        refused("TwoPlaces: 'b' (Linear(2 -> 2)) already has a place in a network; a layer has only one",
                TwoPlaces::new);
    }

    /** It stayed NaN, or was never trained, silently. */
    @Test
    void aLayerThatWasNeverRegistered() {
        refused("Unregistered: its constructor makes Linear(2 -> 2) and does not register it; write child(\"name\","
                + " ...) around it, or make it elsewhere if it is no part of the layer",
                () -> new Unregistered().initialise(1));
    }

    /** It got gradients and was never moved, silently. */
    @Test
    void aTensorThatWasNeverRegistered() {
        refused("LooseTensor: its constructor makes a tensor [1] that wants gradients and does not register it, so that"
                + " nothing would train it; write parameter(\"name\", initialiser, sizes), or leave requiresGrad out",
                () -> new LooseTensor().initialise(1));
    }

    /** A result of NaN is loud; its loss is refused, see {@link GradientMistakesTest}. */
    @Test
    void forwardBeforeInitialise() {
        assertTrue(Float.isNaN(new Linear(2, 2).forward(ones(1, 2)).get(0, 0)));
    }

    @Test
    void dropoutWithoutASource() {
        refused("Dropout(0.5) 'drop' needs random numbers; call dropoutFrom(new DropoutSource(seed)) on the model"
                + " before training", () -> new Deep().drop.forward(ones(1, 2)));
    }

    /** The message blamed the weight, and named no layer. */
    @Test
    void anInputOfTheWrongWidth() {
        refused("Linear(3 -> 2): the input [5,4] has rows of 4, expected 3", () -> linear(3, 2).forward(ones(5, 4)));
        refused("Linear(3 -> 2) 'body.0': the input [5,4] has rows of 4, expected 3",
                () -> new Deep().first.forward(ones(5, 4)));
    }

    @Test
    void aSequenceWithoutABatch() {
        refused("Lstm(3 -> 2): an input [batch, times, 3] of at least one time is needed, not [5,3]",
                () -> new Lstm(3, 2).forward(ones(5, 3)));
    }

    @Test
    void aSequenceOfTheWrongWidth() {
        refused("Lstm(3 -> 2): the input [5,4,2] has rows of 2, expected 3",
                () -> new Lstm(3, 2).forward(ones(5, 4, 2)));
    }

    @Test
    void aParameterNameWithASlip() {
        refused("Linear(2 -> 2): no parameter is named 'wieght'; the nearest are weight, bias",
                () -> new Linear(2, 2).parameter("wieght"));
    }

    @Test
    void aNameWithASpace() {
        class Spaced extends Layer {
            Spaced() {
                child("my layer", new Linear(1, 1));
            }
        }
        refused("Spaced: 'my layer' is not a name; use letters, digits and _, with single dots between", Spaced::new);
        refused("LayerMistakesTest$1: 'my layer' is not a name; use letters, digits and _, with single dots between",
                () -> new Layer() {
                    {
                        child("my layer", new Linear(1, 1));
                    }
                });
    }

    @Test
    void headsThatDoNotDivideTheWidth() {
        refused("block: 3 heads do not divide the width 8; choose another number, or call headWidth(e)",
                () -> new MultiHeadAttention(BlockConfig.of(8, 3)));
    }

    @Test
    void nullForAPart() {
        Deep deep = new Deep();
        refused("Deep: the layer 'part' is null; give one", () -> deep.add(null));
        deep.add(linear(1, 1));
    }

    @Test
    void nullForTheInput() {
        refused("Linear(3 -> 2): the input is null; give a tensor with rows of 3", () -> linear(3, 2).forward(null));
        refused("mul: input 2 of 2 is null; give a tensor", () -> Ops.mul(ones(1), null));
    }
}
