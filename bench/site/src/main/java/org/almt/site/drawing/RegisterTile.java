package org.almt.site.drawing;

/**
 * The register tile of a matrix product: the contents of registers while k runs. The test compares the sizes with those
 * in the source of the kernel.
 */
final class RegisterTile {
    /** Rows of C. */
    static final int ROWS = 6;
    /** Vectors per row of C. */
    static final int VECTORS = 2;

    private static final int CELL = 34;
    private static final int VECTOR = 170;

    private RegisterTile() {}

    static Svg draw() {
        int left = 190;
        int top = 120;
        Svg svg = new Svg(left + VECTORS * (VECTOR + 10) + 250, top + ROWS * CELL + 76,
                "The register tile of a matrix product",
                "For each k, two vectors of B are loaded; each of six elements of A is spread over a vector,"
                        + " multiplied by"
                        + " both and added to its row of C. Twelve sums stay in registers.");
        svg.text(20, 22, "bold", "C += column k of A × row k of B, for k = 0, 1, 2, …");
        svg.text(left, 52, "", "row k of B, packed: " + VECTORS + " vectors");
        for (int v = 0; v < VECTORS; v++) {
            int x = left + v * (VECTOR + 10);
            svg.box(x, 62, VECTOR, CELL - 6, Svg.Fill.INPUT, "b" + v, "");
            svg.arrow(x + VECTOR / 2.0, 62 + CELL - 6, x + VECTOR / 2.0, top - 3);
        }
        svg.text(20, 98, "", "column k of A,");
        for (int i = 0; i < ROWS; i++) {
            int y = top + i * CELL;
            svg.box(60, y, 44, CELL - 6, Svg.Fill.INPUT, "a" + i, "");
            svg.arrow(106, y + 14, left - 4, y + 14);
            for (int v = 0; v < VECTORS; v++) {
                int x = left + v * (VECTOR + 10);
                svg.box(x, y, VECTOR, CELL - 6, Svg.Fill.WORK);
                svg.text(x + VECTOR / 2.0, y + 18, "middle", "s" + i + v + " = fma(a" + i + ", b" + v + ", s" + i + v
                        + ")");
            }
        }
        svg.text(20, top - 6, "small", "each spread over a vector");
        int x = left + VECTORS * (VECTOR + 10) + 16;
        svg.text(x, top + 18, "bold", ROWS * VECTORS + " sums in flight");
        svg.text(x, top + 38, "small", "an fma takes 4 cycles and a core");
        svg.text(x, top + 53, "small", "starts 1 or 2 per cycle");
        svg.text(x, top + 84, "bold", ROWS * VECTORS + VECTORS + 1 + " registers");
        svg.text(x, top + 104, "small", ROWS * VECTORS + " sums, " + VECTORS + " of B, 1 of A;");
        svg.text(x, top + 119, "small", "AVX2 has 16");
        svg.text(x, top + 150, "bold", "No sum across lanes");
        svg.text(x, top + 170, "small", "one element of C is one lane,");
        svg.text(x, top + 185, "small", "so the bits do not depend on the width");
        return svg.text(20, top + ROWS * CELL + 40, "small",
                "A vector holds 4, 8 or 16 elements: 128, 256 or 512 bits.");
    }
}
