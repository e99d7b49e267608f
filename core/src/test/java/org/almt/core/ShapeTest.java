package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void knowsItsSizes() {
        Shape shape = Shape.of(64, 508, 128);
        assertEquals(3, shape.rank());
        assertEquals(64 * 508 * 128, shape.count());
        assertEquals(508 * 128, shape.count(1, 3));
        assertEquals(64 * 508, shape.rows());
        assertEquals(128, shape.width());
        assertEquals(128, shape.size(-1));
        assertEquals(64, shape.size(-3));
        assertEquals(Shape.of(64, 8, 128), shape.with(-2, 8));
        assertEquals("[64,508,128]", shape.toString());
    }

    @Test
    void aScalarHasOneElement() {
        assertEquals(1, Shape.SCALAR.count());
        assertEquals(1, Shape.SCALAR.rows());
        assertEquals(1, Shape.SCALAR.width());
        assertEquals(Shape.SCALAR, Shape.of());
    }

    @Test
    void emptyAxesAreAllowed() {
        assertEquals(0, Shape.of(3, 0, 5).count());
        assertEquals(0, Shape.of(0, 1 << 30).count());
    }

    /** The product of any of its axes is then right. Ops compute with such products. */
    @Test
    void theAxesBesideAnEmptyOneMustFitToo() {
        assertThrows(IllegalArgumentException.class, () -> Shape.of(0, 100_000, 100_000));
        assertThrows(IllegalArgumentException.class, () -> Shape.of(100_000, 100_000, 0));
    }

    @Test
    void doesNotChangeWithTheArrayItCameFrom() {
        int[] sizes = {2, 3};
        Shape shape = Shape.of(sizes);
        sizes[0] = 9;
        shape.toArray()[1] = 9;
        assertEquals(Shape.of(2, 3), shape);
        assertEquals(Shape.of(2, 3).hashCode(), shape.hashCode());
        assertNotEquals(Shape.of(3, 2), shape);
    }

    @Test
    void refusesWhatIsNoShape() {
        assertEquals("shape: negative size in [2,-1]; sizes must be 0 or more", refusal(2, -1));
        String tooMany = " has too many elements; a tensor holds at most 2147483631. Split it along its first axis.";
        assertEquals("shape: [65536,65536]" + tooMany, refusal(65536, 65536));
        assertEquals("shape: [2147483647,2147483647,2147483647]" + tooMany,
                refusal(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertEquals("shape: axis 2 is outside [2,3]",
                assertThrows(IllegalArgumentException.class, () -> Shape.of(2, 3).size(2)).getMessage());
    }

    private static String refusal(int... sizes) {
        return assertThrows(IllegalArgumentException.class, () -> Shape.of(sizes)).getMessage();
    }
}
