/**
 * What all networks share: named parameters in a tree of layers, and the packed arrays that an optimiser updates.
 *
 * <p>Start with {@link org.almt.nn.Layer}, then read {@link org.almt.nn.layer.TransformerBlock} from the outside in.
 * {@link org.almt.nn.Parameters} puts all trainable parameters side by side for {@link org.almt.nn.optim.AdamW}.
 *
 * <p>Threads: any number of threads may run a layer forward while no thread trains, loads or freezes it. Everything
 * that changes parameters is for one thread at a time.
 */
package org.almt.nn;
