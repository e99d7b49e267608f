package org.almt.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.nn.layer.Linear;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
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
    void aModuleHasOnePlace() {
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
}
