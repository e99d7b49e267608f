/**
 * Tensors and reverse-mode automatic differentiation.
 *
 * <p>Start with {@link org.almt.core.Tensor} (numbers and a shape), then {@link org.almt.core.Op} (what one operation
 * is), then {@link org.almt.core.Backward} (the whole walk, on one screen). {@link org.almt.core.Program} records a
 * computation once and replays it without garbage, {@link org.almt.core.Recomputation} saves memory at the cost of
 * time, and {@link org.almt.core.Engine} chooses kernels and threads. The operations themselves are in {@code
 * org.almt.core.op}, the arithmetic behind them in {@code org.almt.core.kernel}.
 *
 * <p>Threads: any number of threads may read a tensor. Only one thread at a time may write a tensor, run a backward
 * pass, or run a {@code Program}. {@code Engine}, {@code KernelChoice}, {@code Changeover} and {@code SharedConstants}
 * are thread-safe.
 *
 * <table>
 * <caption>All classes by kind</caption>
 * <tr><th>values</th><td>{@link Tensor}, {@link Shape}, {@link Indices}, {@code Storage}, {@code TensorText},
 * {@code TensorRange}, {@code Watch}</td></tr>
 * <tr><th>one operation</th><td>{@link Op}, {@code Node}, {@code Execution}, {@link GradMode},
 * {@link Leaves}</td></tr>
 * <tr><th>gradients</th><td>{@code Backward}, {@link GradientState}, {@code Accumulation},
 * {@link GradientCheck}, {@code FittedSlope}, {@code WorstError}</td></tr>
 * <tr><th>recorded computations</th><td>{@link Program}, {@code MemoryPlan}, {@link Workspace}, {@code BackwardPlan},
 * {@link Recomputation}, {@code Recording}, {@code InputElements}</td></tr>
 * <tr><th>to look at</th><td>{@link Graph}, {@link ProgramExplanation}</td></tr>
 * <tr><th>constants, computed and packed once</th><td>{@code Constants}, {@code Constant}, {@link SharedConstants},
 * {@link Packable}, {@link Packed}</td></tr>
 * <tr><th>what it runs on</th><td>{@link Engine}, {@link KernelChoice}, {@code VectorObstacle},
 * {@link Changeover}</td></tr>
 * </table>
 */
package org.almt.core;
