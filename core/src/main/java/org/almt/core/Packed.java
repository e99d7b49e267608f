package org.almt.core;

import org.almt.core.kernel.Kernels;

/**
 * A constant input in the order in which kernels read it. Two objects are equal if they are the same form of one
 * tensor. {@link SharedConstants} then packs it once for all ops that read it. Equality does not look at the elements.
 *
 * <p>Threads: many may use it while none changes it.
 */
public interface Packed {
    /**
     * Packs {@code tensor}. If the kernels have changed, the packed elements go to new memory. Threads that read the
     * old elements are not disturbed.
     */
    void pack(Tensor tensor, Kernels by);

    /** Whether these kernels packed it. */
    boolean isPackedBy(Kernels kernels);
}
