package org.almt.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

/** Denormals, the numbers without a leading 1, end where features enter; every other number keeps its bits. */
class DenormalsTest {
    private static final float[] KEPT = {
            0f, -0f, Float.MIN_NORMAL, -Float.MIN_NORMAL, 1.5f, -3e38f, Float.MAX_VALUE, Float.POSITIVE_INFINITY,
            Float.NaN
    };

    /** Both ends of the denormals, the middle, and both signs. */
    private static final float[] FLUSHED = {
            Float.MIN_VALUE, -Float.MIN_VALUE, 1e-40f, -1e-40f, Math.nextDown(Float.MIN_NORMAL),
            -Math.nextDown(Float.MIN_NORMAL)
    };

    private static float[] flushed(float... values) {
        Denormals.flush(Tensor.wrap(values, 1, Shape.of(values.length - 2))); // neither the first nor the last
        return values;
    }

    @Test
    void everyOtherNumberKeepsItsBits() {
        for (float kept : KEPT) {
            int bits = Float.floatToRawIntBits(kept);
            assertEquals(bits, Float.floatToRawIntBits(flushed(9, kept, 9)[1]), kept + " alone");
            assertEquals(bits, Float.floatToRawIntBits(flushed(9, 1e-40f, kept, 9)[2]), kept + " beside a denormal");
        }
    }

    @Test
    void denormalsBecomeZero() {
        for (float denormal : FLUSHED) {
            assertEquals(0f, Math.abs(flushed(9, denormal, 9)[1]), denormal + " alone");
            assertArrayEquals(new float[] {denormal, 1, 0, 2, denormal}, flushed(denormal, 1, denormal, 2, denormal),
                    "and only inside of the tensor");
        }
    }

    @Test
    void aBatchHasNone() {
        InputShapes shapes = new InputShapes(new FeatureShape(2, 3), new FeatureShape(4, 2), new FeatureShape(3, 2));
        InputBatch batch = new InputBatch.Memory(shapes, 2).batch(2);
        for (Modality modality : Modality.values()) {
            Arrays.fill(batch.of(modality).array(), 1e-40f);
        }
        batch.markModified();
        for (Modality modality : Modality.values()) {
            for (float value : batch.of(modality).toArray()) {
                assertEquals(0f, value, modality.key());
            }
        }
    }
}
