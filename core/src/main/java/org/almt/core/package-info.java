/**
 * Tensors and reverse-mode automatic differentiation.
 *
 * <p>Start with {@link org.almt.core.Tensor} (numbers and a shape), then {@link org.almt.core.Op} (what one operation
 * is), then {@link org.almt.core.Backward} (the whole walk, on one screen). {@link org.almt.core.Program} records a
 * computation once and replays it without garbage, {@link org.almt.core.Recomputation} trades its time for memory, and
 * {@link org.almt.core.Engine} says what it all runs on. The operations themselves are in {@code org.almt.core.op}, the
 * arithmetic behind them in {@code org.almt.core.kernel}.
 */
package org.almt.core;
