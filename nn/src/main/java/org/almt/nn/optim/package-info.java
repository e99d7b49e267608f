/**
 * Optimisers and what surrounds a step: {@link org.almt.nn.optim.AdamW}, {@link org.almt.nn.optim.GradientClipping} and
 * learning-rate {@link org.almt.nn.optim.Schedule schedules}.
 */
package org.almt.nn.optim;
