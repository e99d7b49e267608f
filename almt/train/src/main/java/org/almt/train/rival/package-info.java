/**
 * How the models of {@code org.almt.baseline} learn where that is more than the distance of a prediction from a label:
 * one {@link org.almt.train.Objective} each. Begin with {@link org.almt.train.rival.Objectives}.
 */
package org.almt.train.rival;
