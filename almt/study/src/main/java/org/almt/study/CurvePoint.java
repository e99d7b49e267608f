package org.almt.study;

import java.util.SequencedMap;
import org.almt.stats.Interval;

/**
 * A variant's test metrics at one strength of a curve.
 *
 * @param curve the curve
 * @param variant the name of the variant
 * @param strength the strength
 * @param metrics the means over runs, with their intervals
 */
public record CurvePoint(Curve curve, String variant, double strength, SequencedMap<String, Interval> metrics) {}
