/**
 * Optimisers, and the tools around a step. {@link org.almt.nn.optim.Optimiser} shows the training loop and holds what
 * all optimisers share. {@link org.almt.nn.optim.Sgd} and {@link org.almt.nn.optim.AdamW} are two kinds.
 *
 * <p>Before a step: {@link org.almt.nn.optim.Schedule} and {@link org.almt.nn.optim.Plateau} for the learning rate,
 * {@link org.almt.nn.optim.GradientAccumulation} for gradients of several batches, {@link
 * org.almt.nn.optim.GradientClipping} for large ones. After it: {@link org.almt.nn.optim.WeightAverage}.
 *
 * <p>Threads: an optimiser and the parameters that it changes are for one thread at a time.
 */
package org.almt.nn.optim;
