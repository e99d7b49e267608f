package org.almt.site.drawing;

import org.almt.model.AlmtConfig;
import org.almt.model.Preset;

/** The model ALMT with the shape of every quantity, at the sizes of CMU-MOSI. */
final class AlmtShapes {
    private static final int BOX = 150;

    private AlmtShapes() {}

    static Svg draw() {
        AlmtConfig sizes = Preset.MOSI.config();
        String rows = "[B, " + sizes.tokens() + ", " + sizes.width() + "]";
        int layers = sizes.hyperDepth();
        int step = 196;
        int left = 470;
        Svg svg = new Svg(left + layers * step + 20, 430, "ALMT with the shapes of CMU-MOSI",
                "Each modality is embedded into " + sizes.tokens()
                        + " rows. Language passes through its scales. At each scale an adaptive layer makes queries"
                        + " to audio and vision and adds the result to the hyper-modality. A"
                        + " fusion Transformer reads both and gives one number.");
        modality(svg, 30, "language", sizes.textLength(), sizes.textWidth(), rows);
        modality(svg, 130, "audio", sizes.audioLength(), sizes.audioWidth(), rows);
        modality(svg, 190, "vision", sizes.visionLength(), sizes.visionWidth(), rows);
        svg.text(20, 16, "small", "features");
        svg.text(220, 16, "small", "modality embedding, equation (1)");
        svg.text(left, 16, "small", "scales of language, equation (2)");
        svg.bent(402, 51, left - 4, 51);
        for (int i = 0; i < layers; i++) {
            int x = left + i * step;
            svg.box(x, 30, BOX, 42, Svg.Fill.WORK, "scale " + (i + 1), rows);
            if (i > 0) {
                svg.arrow(x - (step - BOX), 51, x - 4, 51);
            }
            svg.arrow(x + BOX / 2.0, 72, x + BOX / 2.0, 126);
            svg.text(x + BOX / 2.0 + 6, 104, "small", "asks");
            svg.box(x, 130, BOX, 102, Svg.Fill.WORK);
            svg.text(x + BOX / 2.0, 158, "middle bold", "adaptive layer " + (i + 1));
            svg.text(x + BOX / 2.0, 178, "middle small", "attends to audio");
            svg.text(x + BOX / 2.0, 194, "middle small", "and to vision,");
            svg.text(x + BOX / 2.0, 210, "middle small", "equations (3) to (5)");
            svg.arrow(x + BOX / 2.0, 232, x + BOX / 2.0, 260);
            svg.box(x, 264, BOX, 42, Svg.Fill.PLAIN, "hyper-modality " + (i + 1), rows);
            if (i > 0) {
                svg.bent(x - (step - BOX), 285, x - (step - BOX) / 2.0, 285, x - (step - BOX) / 2.0, 220, x - 4, 220);
            }
        }
        svg.bent(402, 151, left - 4, 151).bent(402, 211, left - 4, 211);
        svg.box(220, 264, BOX + 32, 42, Svg.Fill.INPUT, "first hyper-modality", "learned, " + rows);
        svg.bent(402, 285, 436, 285, 436, 222, left - 4, 222);
        int last = left + (layers - 1) * step;
        svg.arrow(last + BOX / 2.0, 306, last + BOX / 2.0, 352);
        svg.bent(last + BOX, 51, last + BOX + 14, 51, last + BOX + 14, 377, last + BOX + 4, 377);
        svg.box(last - 60, 356, BOX + 60, 42, Svg.Fill.WORK, "fusion Transformer",
                "[B, " + (sizes.tokens() + 1) + ", " + sizes.width() + "], its first row is read");
        svg.arrow(last - 60, 377, left + 4, 377);
        svg.box(left - 250, 356, 250, 42, Svg.Fill.RESULT, "sentiment", "[B, 1], linear");
        return svg.text(20, 422, "small", "B samples; width " + sizes.width() + "; " + sizes.heads()
                + " heads; audio and vision go to every adaptive layer");
    }

    private static void modality(Svg svg, int y, String name, int length, int width, String rows) {
        svg.box(20, y, BOX, 42, Svg.Fill.INPUT, name, "[B, " + length + ", " + width + "]");
        svg.arrow(20 + BOX, y + 21, 216, y + 21);
        svg.box(220, y, BOX + 32, 42, Svg.Fill.WORK, "embedding", "[B, " + length + ", " + width + "] to " + rows);
    }
}
