package org.almt.site.drawing;

import java.util.ArrayList;
import java.util.List;

/**
 * The order of a sum: sixteen virtual lanes, then a tree. The drawing is made from {@link #steps}. Its test sums
 * numbers by the same steps and compares the bits with those of the engine.
 */
final class LaneTree {
    /** Number of virtual lanes. */
    static final int LANES = 16;

    private static final int COLUMN = 46;
    private static final int LEFT = 118;
    private static final int ROW = 62;
    private static final int TOP = 54;

    private LaneTree() {}

    /**
     * One addition of the tree.
     *
     * @param level 1 for the first level
     * @param left the lane that receives the sum
     * @param right the lane that is added to it
     */
    record Step(int level, int left, int right) {}

    /** The additions of the tree, in order: l with l+8, l with l+4, l with l+2, l with l+1. */
    static List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        int level = 1;
        for (int distance = LANES / 2; distance >= 1; distance /= 2, level++) {
            for (int lane = 0; lane < distance; lane++) {
                steps.add(new Step(level, lane, lane + distance));
            }
        }
        return steps;
    }

    /** The sum of numbers in this order. */
    static float sum(float[] x) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < x.length; i++) {
            lanes[i % LANES] += x[i];
        }
        for (Step step : steps()) {
            lanes[step.left()] += lanes[step.right()];
        }
        return lanes[0];
    }

    static Svg draw() {
        Svg svg = new Svg(LEFT + LANES * COLUMN + 20, TOP + 4 * ROW + 90,
                "The sum of n elements in sixteen virtual lanes",
                "Lane l adds the elements l, l+16, l+32 and so on. Then lane l and lane l+8 are added, then l and l+4,"
                        + " l and l+2, l and l+1.");
        svg.text(LEFT, 20, "bold",
                "Lane l adds the elements l, l + 16, l + 32, … in order; then the lanes are added in a"
                        + " fixed tree");
        for (int lane = 0; lane < LANES; lane++) {
            int x = LEFT + lane * COLUMN;
            svg.box(x, TOP - 16, COLUMN - 8, 44, Svg.Fill.INPUT);
            svg.text(x + (COLUMN - 8) / 2.0, TOP + 2, "middle bold", String.valueOf(lane));
            svg.text(x + (COLUMN - 8) / 2.0, TOP + 18, "middle small", "+16…");
        }
        svg.text(LEFT - 12, TOP + 10, "end small", "lanes");
        for (Step step : steps()) {
            double y = top(step.level());
            double from = step.level() == 1 ? TOP + 28 : top(step.level() - 1) + 28;
            svg.arrow(centre(step.left()), from, centre(step.left()), y);
            svg.line(centre(step.right()), from, centre(step.left()) + 3, y - 3);
            svg.box(LEFT + step.left() * COLUMN, y, COLUMN - 8, 28,
                    step.right() == 1 ? Svg.Fill.RESULT : Svg.Fill.WORK);
            svg.text(centre(step.left()), y + 18, "middle", step.right() == 1 ? "sum" : String.valueOf(step.left()));
        }
        for (int level = 1, distance = LANES / 2; distance >= 1; level++, distance /= 2) {
            svg.text(LEFT - 12, top(level) + 18, "end small", "l and l + " + distance);
        }
        return svg.text(LEFT, TOP + 4 * ROW + 68, "small",
                "Sixteen lanes are one vector of 512 bits, two of 256 bits, four of 128 bits: the same additions at"
                        + " every"
                        + " width.");
    }

    private static double top(int level) {
        return TOP + level * ROW + 6;
    }

    private static double centre(int lane) {
        return LEFT + lane * COLUMN + (COLUMN - 8) / 2.0;
    }
}
