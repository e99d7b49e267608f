/**
 * The objectives of the models of {@code org.almt.baseline} that need more than the distance of a prediction from a
 * label: one {@link org.almt.train.Objective} each. Start with {@link org.almt.train.rival.Objectives}.
 */
package org.almt.train.rival;
