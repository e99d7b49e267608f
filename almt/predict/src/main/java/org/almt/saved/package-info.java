/**
 * Trained models as they lie on disk: run folders and files of weights, and the kinds of model that they may hold.
 * Start with {@link org.almt.saved.SavedModel}.
 */
package org.almt.saved;
