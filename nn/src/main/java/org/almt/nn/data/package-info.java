/**
 * Examples on their way into a network, and its results compared with what is right. {@link
 * org.almt.nn.data.MiniBatches} shuffles data that lie in memory, {@link org.almt.nn.data.ShuffleBuffer} data that come
 * one after another; both orders follow from a seed and the number of the epoch alone. {@link
 * org.almt.nn.data.ConfusionMatrix} counts how classes were told apart.
 *
 * <p>Threads: Objects of this package are for one thread at a time.
 */
package org.almt.nn.data;
