package org.almt.nn.mistakes;

import static org.almt.nn.mistakes.Refusal.linear;
import static org.almt.nn.mistakes.Refusal.ones;
import static org.almt.nn.mistakes.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.ConvOptions;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;
import org.almt.nn.layer.BatchNorm1d;
import org.almt.nn.layer.BatchNorm2d;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.Conv1d;
import org.almt.nn.layer.Conv2d;
import org.almt.nn.layer.ConvTranspose1d;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.Embedding;
import org.almt.nn.layer.GroupNorm;
import org.almt.nn.layer.LearnedPositions;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.Lstm;
import org.almt.nn.layer.MultiHeadAttention;
import org.almt.nn.layer.TransformerBlock;
import org.junit.jupiter.api.Test;

/** Layers that are combined or used wrongly. Messages name the layer, its place, and the input. */
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

    /** It silently stayed NaN, or was never trained. */
    @Test
    void aLayerThatWasNeverRegistered() {
        refused("Unregistered: its constructor makes Linear(2 -> 2) and does not register it; write child(\"name\","
                + " ...) around it, or make it elsewhere if it is no part of the layer",
                () -> new Unregistered().initialise(1));
    }

    /** It got gradients and was silently never moved. */
    @Test
    void aTensorThatWasNeverRegistered() {
        refused("LooseTensor: its constructor makes a tensor [1] that requires a gradient and does not register it,"
                + " so it would not be trained; write parameter(\"name\", initialiser, sizes), or leave requiresGrad"
                + " out",
                () -> new LooseTensor().initialise(1));
    }

    /** A result of NaN is visible. Its loss is refused, see {@link GradientMistakesTest}. */
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

    /** PyTorch's order of axes. */
    @Test
    void channelsBeforePixels() {
        refused("Conv2d(1 -> 4, window 3 x 3): the input [2,1,8,8] has rows of 8, expected 1; the axes are [batch,"
                + " height, width, channels]", () -> new Conv2d(1, 4, 3).forward(ones(2, 1, 8, 8)));
        refused("BatchNorm2d(3): the input [2,3,8,8] has rows of 8, expected 3; the axes are [batch, height, width,"
                + " channels]", () -> new BatchNorm2d(3).forward(ones(2, 3, 8, 8)));
        refused("GroupNorm(1 groups of 3): the input [2,3,8,8] has rows of 8, expected 3; the axes are [batch, ...,"
                + " channels]", () -> new GroupNorm(1, 3).forward(ones(2, 3, 8, 8)));
        refused("Conv1d(4 -> 2, window 3): the input [2,4,9] has rows of 9, expected 4; the axes are [batch, length,"
                + " channels]", () -> new Conv1d(4, 2, 3).forward(ones(2, 4, 9)));
        refused("ConvTranspose1d(4 -> 2, window 3): the input [2,4,9] has rows of 9, expected 4; the axes are [batch,"
                + " length, channels]",
                () -> new ConvTranspose1d(4, 2, 3, ConvOptions.PLAIN, 0)
                        .forward(ones(2, 4, 9)));
    }

    /** The message named the op alone, which a network may use in many places. */
    @Test
    void anOpInsideALayerRefuses() {
        refused("Conv2d(3 -> 4, window 3 x 3): conv2d: an input [batch, height, width, channels] is needed, not"
                + " [5,5,3]", () -> new Conv2d(3, 4, 3).forward(ones(5, 5, 3)));
        refused("Conv2d(3 -> 4, window 3 x 3): conv2d: no window of 3 x 3 fits [1,2,5,3] with stride 1, padding 0,"
                + " dilation 1, 1 group", () -> new Conv2d(3, 4, 3).forward(ones(1, 2, 5, 3)));
        refused("Embedding(4 x 2): embedding: id 4 at position 1 is no row of the table [4,2]; 0 to 3, or -1 for"
                + " zeros, is needed", () -> new Embedding(4, 2).forward(Indices.of(0, 4)));
        refused("BatchNorm1d(3): batchNorm: [2,5,3] is not [rows, columns]; reshape it", () -> new BatchNorm1d(3)
                .forward(ones(2, 5, 3)));
        refused("LearnedPositions(9 rows of 3): rows [batch, rows, width] are needed, not [3]",
                () -> new LearnedPositions(9, 3).forward(ones(3)));
        TransformerBlock block = new TransformerBlock(BlockConfig.of(8, 2));
        block.initialise(1);
        String message = assertThrows(IllegalArgumentException.class, () -> block.forward(ones(3, 8))).getMessage();
        assertTrue(message.startsWith("MultiHeadAttention(2 heads of 4) '"), message);
        assertTrue(message.endsWith("': attention: q, k, v need three axes [batch, rows, features]: [3,8], [3,8],"
                + " [3,8]"), message);
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
