package org.almt.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.almt.core.Tensor;
import org.almt.nn.layer.BatchNorm1d;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.Conv1d;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.Gru;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.LowRankFusion;
import org.almt.nn.layer.Lstm;
import org.almt.nn.layer.MultiHeadAttention;
import org.almt.nn.layer.TransformerStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerTest {
    /** A layer that tests fill from outside. */
    private static class Open extends Layer {
        Tensor add(String name, int... sizes) {
            return parameter(name, Initialiser.normal(1), sizes);
        }

        <M extends Layer> M with(String name, M layer) {
            return child(name, layer);
        }
    }

    private static Open tree() {
        Open root = new Open();
        root.with("body.0", new Linear(3, 2));
        root.with("head", new Linear(2, 1));
        root.add("token", 1, 4);
        return root;
    }

    private static String messageOf(Class<? extends Exception> type, Executable body) {
        return assertThrows(type, body).getMessage();
    }

    @Test
    void ownParametersComeFirstThenChildrenInOrderOfRegistration() {
        assertEquals(
                List.of("token", "body.0.weight", "body.0.bias", "head.weight", "head.bias"),
                List.copyOf(tree().parameters().keySet()));
        assertEquals(4 + 3 * 2 + 2 + 2 + 1, tree().parameterCount());
    }

    @Test
    void aNameIsTakenOnce() {
        Open root = tree();
        assertEquals(
                "Open: 'token' is already registered; choose another name",
                messageOf(IllegalArgumentException.class, () -> root.add("token", 1)));
        assertThrows(IllegalArgumentException.class, () -> root.add("head", 1));
        assertThrows(IllegalArgumentException.class, () -> root.with("head", new Open()));
    }

    @Test
    void aNameReachedByTwoWaysIsRefused() {
        Open inner = new Open();
        inner.add("b", 1);
        Open root = new Open();
        root.with("a", inner);
        root.add("a.b", 1);
        assertEquals(
                "Open: two parameters are called 'a.b'; rename one",
                messageOf(IllegalStateException.class, root::parameters));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "a/b"})
    void aNameIsMadeOfWords(String name) {
        assertThrows(IllegalArgumentException.class, () -> new Open().add(name, 1));
    }

    @Test
    void aLayerHasOnePlace() {
        Linear shared = new Linear(2, 2);
        Open root = new Open();
        root.with("first", shared);
        assertEquals(
                "Open: 'second' (Linear(2 -> 2)) already has a place in a network; a layer has only one",
                messageOf(IllegalArgumentException.class, () -> root.with("second", shared)));
        assertThrows(IllegalArgumentException.class, () -> root.with("self", root));
    }

    @Test
    void anUnknownNameGetsTheNearestOnes() {
        assertEquals(
                "Open: no parameter is named 'head.gain'; the nearest are head.weight, head.bias, token",
                messageOf(IllegalArgumentException.class, () -> tree().parameter("head.gain")));
        assertEquals(
                "Open: no parameter is named 'x'; there are none",
                messageOf(IllegalArgumentException.class, () -> new Open().parameter("x")));
    }

    @Test
    void parametersAreNotNumbersUntilInitialised() {
        Open root = tree();
        root.parameters().forEach((name, tensor) -> {
            for (float value : tensor.toArray()) {
                assertTrue(Float.isNaN(value), name);
            }
        });
        root.initialise(1);
        root.parameters().forEach((name, tensor) -> {
            for (float value : tensor.toArray()) {
                assertTrue(Float.isFinite(value), name);
            }
        });
    }

    @Test
    void initialNumbersFollowFromSeedAndNameAlone() {
        Open alone = new Open();
        alone.with("head", new Linear(2, 1));
        alone.initialise(5);
        Open together = tree();
        together.initialise(5);
        assertArrayEquals(alone.parameter("head.weight").toArray(), together.parameter("head.weight").toArray());

        Open otherSeed = tree();
        otherSeed.initialise(6);
        assertNotEquals(together.parameter("token").get(0, 0), otherSeed.parameter("token").get(0, 0));
        assertNotEquals(together.parameter("head.weight").get(0, 0), together.parameter("head.bias").get(0));
    }

    @Test
    void freezingAPartLeavesTheRest() {
        Open root = tree();
        root.children().get("head").freeze();
        assertFalse(root.parameter("head.bias").requiresGrad());
        assertTrue(root.parameter("body.0.bias").requiresGrad());
        root.unfreeze();
        assertTrue(root.parameter("head.bias").requiresGrad());
    }

    @Test
    void modeReachesEveryPart() {
        Open root = tree();
        assertTrue(root.children().get("head").isTraining());
        root.train(false);
        assertFalse(root.isTraining());
        assertFalse(root.children().get("head").isTraining());
        root.train(true);
        assertTrue(root.children().get("head").isTraining());
    }

    /** Registers one part in a field, and forgets one. */
    private static final class Forgetful extends Layer {
        final Linear body = child("body", new Linear(3, 2));
        final Linear head = new Linear(2, 1);
    }

    /** Forgets a part that a helper makes, somewhere inside. */
    private static final class Deep extends Layer {
        final Open inner = child("inner", new Open() {
            final Linear lost = make();
        });

        static Linear make() {
            return new Linear(4, 4);
        }
    }

    /** As in PyTorch, where this is an error too. */
    private static final class WithTensor extends Layer {
        final Tensor gain = Tensor.full(1, 3).requiresGrad(true);
        final Tensor table = Tensor.full(1, 3);
    }

    @Test
    void aForgottenLayerIsNamed() {
        String message = "Forgetful: its constructor makes Linear(2 -> 1) and does not register it; write"
                + " child(\"name\", ...) around it, or make it elsewhere if it is no part of the layer";
        assertEquals(message, messageOf(IllegalStateException.class, () -> new Forgetful().initialise(1)));
        assertEquals(message, messageOf(IllegalStateException.class, () -> new Forgetful().parameters()));
        assertEquals(message, messageOf(IllegalStateException.class, () -> new Forgetful().state()));
        assertEquals("LayerTest$Deep$1 'inner': its constructor makes Linear(4 -> 4) and does not register it; write"
                + " child(\"name\", ...) around it, or make it elsewhere if it is no part of the layer",
                messageOf(IllegalStateException.class, () -> new Deep().parameters()));
    }

    @Test
    void aForgottenTensorIsNamed() {
        assertEquals("WithTensor: its constructor makes a tensor [3] that requires a gradient and does not register"
                + " it, so it would not be trained; write parameter(\"name\", initialiser, sizes), or leave"
                + " requiresGrad"
                + " out", messageOf(IllegalStateException.class, () -> new WithTensor().parameters()));
        WithTensor frozen = new WithTensor();
        frozen.gain.requiresGrad(false);
        assertTrue(frozen.parameters().isEmpty());
    }

    /** Layers that the caller makes before or after are not checked. */
    @Test
    void layersThatStandAloneAreNotMissed() {
        Linear before = new Linear(3, 2, Initialiser.zeros(), Initialiser.zeros());
        Linear other = new Linear(3, 2); // its constructor calls the one above
        Open root = tree();
        Linear after = Linear.withoutBias(4, 4);
        Tensor input = Tensor.zeros(2, 3).requiresGrad(true);
        for (Layer each : List.of(before, other, root, after)) {
            each.initialise(1);
            assertFalse(each.parameters().isEmpty());
        }
        root.with("later", after);
        assertEquals(6, root.parameters().size());
        assertTrue(input.requiresGrad());
    }

    @Test
    void aPartThatAnotherPartTakesIsRegistered() {
        final class Outer extends Layer {
            final Linear shared = new Linear(2, 2);
            final Open inner = child("inner", new Open());

            Outer() {
                inner.with("shared", shared);
            }
        }
        assertEquals(List.of("inner.shared.weight", "inner.shared.bias"),
                List.copyOf(new Outer().parameters().keySet()));
    }

    @Test
    void aWrongWidthNamesTheLayerItsPlaceAndTheInput() {
        Tensor wrong = Tensor.zeros(5, 4);
        assertEquals("Linear(3 -> 2): the input [5,4] has rows of 4, expected 3",
                messageOf(IllegalArgumentException.class, () -> new Linear(3, 2).forward(wrong)));
        Open root = new Open();
        Open body = root.with("body", new Open());
        Linear first = body.with("layers.0", new Linear(3, 2));
        assertEquals("body.layers.0", first.path());
        assertEquals("", root.path());
        assertEquals("Linear(3 -> 2) 'body.layers.0': the input [5,4] has rows of 4, expected 3",
                messageOf(IllegalArgumentException.class, () -> first.forward(wrong)));
        assertEquals("Linear(3 -> 2) 'body.layers.0': the input is null; give a tensor with rows of 3",
                messageOf(IllegalArgumentException.class, () -> first.forward(null)));
        assertEquals("Linear(3 -> 2) 'body.layers.0': the input is a single number; give a tensor with rows of 3",
                messageOf(IllegalArgumentException.class, () -> first.forward(Tensor.scalar(1))));
    }

    @ParameterizedTest
    @MethodSource
    void everyLayerOfRowsRefusesOtherWidths(Consumer<Tensor> layer) {
        String message = messageOf(IllegalArgumentException.class, () -> layer.accept(Tensor.zeros(2, 6, 5)));
        assertTrue(message.contains(": the input [2,6,5] has rows of 5, expected 4"), message);
    }

    static List<Consumer<Tensor>> everyLayerOfRowsRefusesOtherWidths() {
        return List.of(new LayerNorm(4)::forward, new Conv1d(4, 2, 3)::forward, new Lstm(4, 2)::forward,
                new Gru(4, 2)::forward, new BatchNorm1d(4)::forward,
                new TransformerStack(1, BlockConfig.of(4, 2))::forward,
                new MultiHeadAttention(BlockConfig.of(4, 2))::forward,
                x -> new Lstm(4, 2).step(x, new Lstm(4, 2).start(2)),
                x -> new LowRankFusion(2, 2, new LowRankFusion.Part("a", 4)).forward(x));
    }

    @Test
    void anAnonymousLayerHasAName() {
        Open anonymous = new Open() {};
        String name = anonymous.getClass().getName().substring("org.almt.nn.".length());
        assertTrue(name.matches("LayerTest\\$\\d"), name);
        assertEquals(name + ": 'my layer' is not a name; use letters, digits and _, with single dots between",
                messageOf(IllegalArgumentException.class, () -> anonymous.with("my layer", new Open())));
    }

    @Test
    void theSummaryShowsLayersThatHaveParameters() {
        Open root = new Open();
        root.with("first", new Linear(3, 200));
        Open body = root.with("body", new Open());
        body.with("drop", new Dropout(0.5f));
        body.with("head", new Linear(200, 1));
        root.children().get("first").freeze();
        assertEquals("""
                Open                                1,001
                  first   Linear(3 -> 200), frozen    800
                  body    Open                        201
                    head  Linear(200 -> 1)            201
                1,001 elements in 4 parameters, 800 frozen""", root.summary());
    }

    /** A layer's own parameters were counted, and had no line. */
    @Test
    void theLinesOfASummaryAddUp() {
        Open root = new Open();
        root.with("attention", new MultiHeadAttention(BlockConfig.of(4, 2)));
        assertEquals(80, root.summary().lines().filter(line -> line.startsWith("    "))
                .mapToInt(line -> Integer.parseInt(line.replaceFirst(".* ", ""))).sum(), root.summary());
    }
}
