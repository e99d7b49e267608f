package org.almt.core;

import org.almt.core.kernel.Kernels;

/**
 * A constant input in the order in which kernels read it. Two of them are equal if they are the same form of a tensor,
 * so that {@link SharedConstants} packs it once for all ops that read it. Equality does not look at the elements.
 *
 * <p>Threads: many may use it while none changes it.
 */
public interface Packed {
    /**
     * Packs {@code tensor}. For other kernels than before the packed elements go to new memory: threads that read the
     * old ones are not disturbed.
     */
    void pack(Tensor tensor, Kernels by);

    /** Whether these kernels packed it. */
    boolean isPackedBy(Kernels kernels);
}
