/**
 * Trained models as they lie on disk: run folders and files of weights, and the kinds of model that they may hold.
 * Start with {@link org.almt.saved.SavedModel}.
 *
 * <p>Threads: A {@code SavedModel} is immutable, but its network is as layers are: nobody may train or load it while
 * others predict with it.
 */
package org.almt.saved;
