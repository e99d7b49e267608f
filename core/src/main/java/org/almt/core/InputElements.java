package org.almt.core;

import java.util.List;

/** The elements that a call of a program gives to its inputs. All inputs are filled, or none is. */
final class InputElements {
    private InputElements() {}

    static void requireShapes(List<Tensor> inputs, Tensor[] elements) {
        if (elements.length != inputs.size()) {
            throw new IllegalArgumentException("program: " + elements.length + " tensors for " + inputs.size()
                    + " inputs; give one for each input that it was traced with");
        }
        for (int i = 0; i < elements.length; i++) {
            if (!elements[i].shape().equals(inputs.get(i).shape())) {
                throw new IllegalArgumentException("program: " + elements[i].shape() + " for input " + i + " of shape "
                        + inputs.get(i).shape() + "; shapes must be equal, trace another program for another shape");
            }
        }
    }

    /** Copies elements into the inputs as if all were copied at once. What an input overwrites was read before. */
    static void copy(Tensor[] elements, List<Tensor> inputs) {
        for (int i = 0; i < elements.length; i++) {
            // Refuses elements that are not computed yet, before anything changes.
            elements[i].array();
            inputs.get(i).array();
        }
        Tensor[] read = elements;
        for (int i = 1; i < elements.length; i++) {
            if (overlapsAny(elements[i], inputs.subList(0, i))) {
                read = read == elements ? elements.clone() : read;
                read[i] = Tensor.of(elements[i].toArray(), elements[i].shape().toArray());
            }
        }
        for (int i = 0; i < read.length; i++) {
            inputs.get(i).copyFrom(read[i].array(), read[i].offset());
        }
    }

    private static boolean overlapsAny(Tensor elements, List<Tensor> overwritten) {
        for (int i = 0; i < overwritten.size(); i++) {
            Tensor input = overwritten.get(i);
            if (input.array() == elements.array()
                    && input.offset() < elements.offset() + elements.shape().count()
                    && elements.offset() < input.offset() + input.shape().count()) {
                return true;
            }
        }
        return false;
    }
}
