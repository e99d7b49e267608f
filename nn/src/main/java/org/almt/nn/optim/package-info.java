/**
 * Optimisers and what surrounds a step. {@link org.almt.nn.optim.Optimiser} has the training loop and what all share;
 * {@link org.almt.nn.optim.Sgd} and {@link org.almt.nn.optim.AdamW} are two kinds.
 *
 * <p>Before a step: {@link org.almt.nn.optim.Schedule} and {@link org.almt.nn.optim.Plateau} for the learning rate,
 * {@link org.almt.nn.optim.GradientAccumulation} for gradients of several batches, {@link
 * org.almt.nn.optim.GradientClipping} for large ones. After it: {@link org.almt.nn.optim.WeightAverage}.
 *
 * <p>Threads: An optimiser and what it changes are for one thread at a time.
 */
package org.almt.nn.optim;
