package org.almt.study;

import java.util.SequencedMap;
import org.almt.stats.Interval;

/**
 * A variant's test metrics at one strength of a curve.
 *
 * @param curve which
 * @param variant whose
 * @param strength how much
 * @param metrics means over runs, with their intervals
 */
public record CurvePoint(Curve curve, String variant, double strength, SequencedMap<String, Interval> metrics) {}
