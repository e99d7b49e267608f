/**
 * The uncertainty of figures: intervals by resampling the runs and samples.
 *
 * <p>Start with {@link org.almt.stats.CrossedBootstrap}.
 */
package org.almt.stats;
