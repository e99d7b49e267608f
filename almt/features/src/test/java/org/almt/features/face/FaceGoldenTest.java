package org.almt.features.face;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.almt.features.FeatureTable;
import org.almt.features.GoldenFolders;
import org.almt.features.GoldenFolders.Clip;
import org.almt.features.words.TimedWord;
import org.almt.features.words.WordAlignment;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Face tables against what NumPy makes of them: means are exact, since both add in double and in order. */
class FaceGoldenTest {
    static List<Clip> faces() {
        return GoldenFolders.faces();
    }

    @ParameterizedTest
    @MethodSource("faces")
    void rowsAreExact(Clip face) throws IOException {
        Map<String, NpyArray> recorded = face.recorded();
        boolean whole = recorded.get("all").shape().size(1) == 709;
        FaceProfile profile = whole ? FaceProfile.OPENFACE : FaceProfile.AUS;
        for (int pool : new int[] {1, 3, 5}) {
            FeatureTable table = read(face, profile, pool);
            assertArrayEquals(recorded.get("pool" + pool).doubles(), values(table), "pool " + pool);
        }
        if (whole) {
            assertArrayEquals(recorded.get("pool5").doubles(), values(read(face, FaceProfile.SIMS_2020, 0)));
            assertArrayEquals(recorded.get("pool3").doubles(), values(read(face, FaceProfile.SIMS_2021, 0)));
            assertEquals(177, read(face, FaceProfile.FET, 0).columns().size());
            assertEquals(171, read(face, FaceProfile.FET_ALIGNED, 0).columns().size());
        }
        assertArrayEquals(recorded.get("au35").doubles(), values(read(face, FaceProfile.AUS, 0)));
        long failed = 0;
        for (double success : recorded.get("success").doubles()) {
            failed += success == 0 ? 1 : 0;
        }
        assertEquals(failed, FaceTable.open(face.wav(), FaceOptions.of(profile)).failedFrames());
    }

    @ParameterizedTest
    @MethodSource("faces")
    void wordsTakeTheirFrames(Clip face) throws IOException {
        Map<String, NpyArray> recorded = face.recorded();
        FeatureTable table = read(face, FaceProfile.AUS, 0);
        double[] times = recorded.get("words").doubles();
        List<TimedWord> words = new ArrayList<>();
        for (int w = 0; w < times.length / 2; w++) {
            words.add(new TimedWord("w" + w, times[2 * w], times[2 * w + 1]));
        }
        WordAlignment alignment = WordAlignment.byFrameTimes(table, words);
        double[] expected = recorded.get("au35_words").doubles();
        long[] from = recorded.get("word_start_index").longs();
        long[] to = recorded.get("word_end_index").longs();
        int empty = 0;
        for (int w = 0; w < words.size(); w++) {
            empty += from[w] == to[w] ? 1 : 0;
            for (int c = 0; c < 35; c++) {
                if (from[w] != to[w]) {
                    assertEquals(expected[w * 35 + c], alignment.features().value(w, c), 1e-12, "word " + w);
                }
            }
        }
        assertEquals(empty, alignment.estimated());
    }

    private static FeatureTable read(Clip face, FaceProfile profile, int pool) throws IOException {
        return FaceTable.read(face.wav(), new FaceOptions(profile, pool, FailedRows.KEEP, -1, false));
    }

    private static double[] values(FeatureTable table) {
        int columns = table.columns().size();
        double[] values = new double[table.frames() * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = table.value(i / columns, i % columns);
        }
        return values;
    }
}
