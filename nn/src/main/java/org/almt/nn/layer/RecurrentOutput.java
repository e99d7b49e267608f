package org.almt.nn.layer;

import org.almt.core.Tensor;

/**
 * The result of a recurrent layer for sequences.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param states the hidden state of the last layer after each time, [B, T, D*H]; zeros beyond the length of a sample
 * @param last the state after the last time of each sample; for the second direction, the state after its first time
 * @param <S> the state: {@link Lstm.State}, or a tensor for {@link Gru}
 */
public record RecurrentOutput<S>(Tensor states, S last) {}
