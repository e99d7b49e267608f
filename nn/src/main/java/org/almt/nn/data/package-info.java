/**
 * Examples for a network, and the comparison of its predictions with the true classes. {@link
 * org.almt.nn.data.MiniBatches} shuffles data in memory, {@link org.almt.nn.data.ShuffleBuffer} data that come one
 * after another. Both orders follow from a seed and the number of the epoch alone. {@link
 * org.almt.nn.data.ConfusionMatrix} counts which classes were confused.
 *
 * <p>Threads: objects of this package are for one thread at a time.
 */
package org.almt.nn.data;
