package org.almt.nn.mistakes;

import static org.almt.nn.mistakes.Refusal.ones;
import static org.almt.nn.mistakes.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;

/** A wrong number or place of elements. */
class ElementMistakesTest {
    @Test
    void tooFewValuesForAShape() {
        refused("tensor: 5 values do not fill [2,3], which holds 6", () -> Tensor.of(new float[5], 2, 3));
    }

    @Test
    void aVectorWithoutItsSize() {
        refused("tensor: 3 values do not fill [], which holds 1; without sizes it is a scalar, a vector is"
                + " Tensor.of(values, 3)", () -> Tensor.of(new float[3]));
    }

    @Test
    void setWithTooFewValues() {
        refused("set: 2 values for [3], which has 3; set replaces all elements: give as many, or"
                + " copyFrom(array, from) to take some of a longer array", () -> ones(3).set(1, 2));
    }

    /** The first three were used silently. */
    @Test
    void setWithTooManyValues() {
        refused("set: 5 values for [3], which has 3; set replaces all elements: give as many, or"
                + " copyFrom(array, from) to take some of a longer array", () -> ones(3).set(1, 2, 3, 4, 5));
    }

    @Test
    void setIndicesWithTooMany() {
        refused("set: 3 numbers for Indices[2]; give as many, or copyFrom(array, from) to take some of a longer array",
                () -> Indices.zeros(2).set(1, 2, 3));
    }

    @Test
    void copyFromTheEndOfAnArray() {
        refused("copyFrom: [3] has 3 elements, and an array of 5 has fewer from 4 on",
                () -> ones(3).copyFrom(new float[5], 4));
    }

    /** The tensor changed silently with the array. */
    @Test
    void anArrayThatIsChangedAfterwards() {
        float[] values = {1, 2};
        Tensor x = Tensor.of(values, 2);
        values[0] = 7;
        assertArrayEquals(new float[] {1, 2}, x.toArray());
    }

    @Test
    void idsThatAreChangedAfterwards() {
        int[] values = {1, 2};
        Indices ids = Indices.of(values);
        values[0] = 7;
        assertArrayEquals(new int[] {1, 2}, ids.array());
    }

    @Test
    void anIndexForOneAxisOfTwo() {
        refused("get: index [1] of [2,3]; give one number for each axis, 2", () -> ones(2, 3).get(1));
    }

    @Test
    void theItemOfAVector() {
        refused("item: [3] has 3 elements; 1 is needed", () -> ones(3).item());
    }

    @Test
    void nullForATensor() {
        refused("add: input 2 of 2 is null; give a tensor", () -> Ops.add(ones(1), null));
    }
}
