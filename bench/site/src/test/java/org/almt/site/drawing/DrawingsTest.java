package org.almt.site.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Pattern;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.site.Tree;
import org.junit.jupiter.api.Test;

/** The stored pictures are those that the programs draw, and the programs draw what the code does. */
class DrawingsTest {
    private static final String REDRAW = "java -cp 'bench/site/target/classes:…' org.almt.site.drawing.Drawings, or"
            + " this test with -Dalmt.update=true, draws it again";

    @Test
    void picturesInTheTreeAreCurrent() throws IOException {
        Tree tree = Tree.here();
        for (Map.Entry<String, String> picture : Drawings.all(tree).entrySet()) {
            if (Boolean.getBoolean("almt.update")) {
                Files.writeString(tree.file(picture.getKey()), picture.getValue());
            }
            assertEquals(picture.getValue(), Files.readString(tree.file(picture.getKey())),
                    picture.getKey() + " is not what its program draws; " + REDRAW);
        }
    }

    /** Numbers of very different sizes, so that almost every other order gives other bits. */
    @Test
    void theLaneTreeIsTheEnginesOrderOfASum() {
        RandomStream random = new RandomStream(3, 0);
        int differentFromLeftToRight = 0;
        for (int n : new int[] {1, 15, 16, 17, 31, 48, 129, 1000}) {
            float[] x = new float[n];
            float inOrder = 0;
            for (int i = 0; i < n; i++) {
                x[i] = (float) (random.nextGaussian() * Math.scalb(1.0, i % 20));
                inOrder += x[i];
            }
            float sum = Ops.sum(Tensor.of(x, n)).item();
            assertEquals(Float.floatToIntBits(sum), Float.floatToIntBits(LaneTree.sum(x)), n + " numbers");
            differentFromLeftToRight += inOrder == sum ? 0 : 1;
        }
        assertNotEquals(0, differentFromLeftToRight, "any order would have passed");
    }

    @Test
    void theTileHasTheSumsOfTheKernel() throws IOException {
        Tree tree = Tree.here();
        String source = Files.readString(tree.file("core/src/main/java/org/almt/core/kernel/simd/Tiles.java"));
        String six = source.substring(source.indexOf("static void six("));
        six = six.substring(0, six.indexOf("\n    }\n"));
        long sums = Pattern.compile("FloatVector s\\d\\d = ").matcher(six).results().count();
        long vectors = Pattern.compile("FloatVector b\\d = ").matcher(six).results().count();
        assertEquals(RegisterTile.ROWS * RegisterTile.VECTORS, sums);
        assertEquals(RegisterTile.VECTORS, vectors);
    }
}
