/**
 * How sure a figure is: intervals by resampling what it was measured on.
 *
 * <p>Start with {@link org.almt.stats.CrossedBootstrap}.
 */
package org.almt.stats;
