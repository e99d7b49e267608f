/**
 * Trained models on disk: run folders and files of weights, and the kinds of model that they may hold. Start with
 * {@link org.almt.saved.SavedModel}.
 *
 * <p>Threads: A {@code SavedModel} is immutable, except its network. As for layers, no thread may train or load the
 * network while others predict with it.
 */
package org.almt.saved;
