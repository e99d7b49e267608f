package org.almt.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.almt.data.mmsa.MmsaFile;
import org.almt.data.mmsa.MmsaOptions;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The crop rule against a line-by-line form of it. */
class CroppedDataSetTest {
    private static final int ROWS = 12;

    @TempDir
    Path folder;

    /** start = min(index of the first row that is not all zero, length - frames), or no cut. */
    private static float[] expected(float[] sample, int length, int width, int frames) {
        if (length <= frames) {
            return sample;
        }
        int first = 0;
        while (first < length && allZero(sample, first, width)) {
            first++;
        }
        int start = Math.min(first, length - frames);
        return Arrays.copyOfRange(sample, start * width, (start + frames) * width);
    }

    private static boolean allZero(float[] sample, int row, int width) {
        for (int k = 0; k < width; k++) {
            if (sample[row * width + k] != 0) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 50})
    void cutsBeginAtTheFirstFrameThatIsNotZero(int frames) throws IOException {
        Map<String, Object> split = TestSplits.split(ROWS, 5);
        Random random = new Random(frames);
        for (String key : new String[] {"audio", "vision", "text"}) {
            float[] values = ((org.almt.data.pickle.PickleBytes.Floats) split.get(key)).values();
            int perRow = values.length / ROWS;
            for (int row = 0; row < ROWS; row++) {
                int zeros = row == 0 ? perRow : random.nextInt(perRow + 1);
                Arrays.fill(values, row * perRow, row * perRow + zeros, row % 2 == 0 ? 0f : -0f);
            }
        }
        // What is left of a first frame after -inf became 0 is all zero.
        ((org.almt.data.pickle.PickleBytes.Floats) split.get("audio")).values()[0] = Float.NEGATIVE_INFINITY;
        Path path = TestSplits.write(folder, Map.of("test", split));
        try (DataSet whole = MmsaFile.open(path, MmsaOptions.defaults().withSplits(SplitName.TEST));
                DataSet cut = new CroppedDataSet(whole, frames)) {
            assertEquals(new FeatureShape(Math.min(frames, 6), 2), cut.audio());
            assertEquals(new FeatureShape(Math.min(frames, 5), 2), cut.vision());
            assertEquals(whole.text(), cut.text());
            assertEquals(whole.sha256(), cut.sha256());
            Split from = whole.split(SplitName.TEST);
            Split to = cut.split(SplitName.TEST);
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < ROWS; i++) {
                    float[] audio = new float[12];
                    from.audio(i, audio, 0);
                    float[] gotAudio = new float[cut.audio().size()];
                    to.audio(i, gotAudio, 0);
                    assertArrayEquals(expected(audio, 6, 2, frames), gotAudio);
                    float[] vision = new float[10];
                    from.vision(i, vision, 0);
                    float[] gotVision = new float[cut.vision().size()];
                    to.vision(i, gotVision, 0);
                    assertArrayEquals(expected(vision, 5, 2, frames), gotVision);
                    float[] text = new float[12];
                    float[] gotText = new float[12];
                    from.text(i, text, 0);
                    to.text(i, gotText, 0);
                    assertArrayEquals(text, gotText);
                    assertEquals(from.id(i), to.id(i));
                    assertEquals(from.label(i), to.label(i));
                }
            }
            assertThrows(IndexOutOfBoundsException.class,
                    () -> to.frames(Modality.AUDIO, 0, 0, Math.min(frames, 6) + 1, new float[99], 0));
            assertThrows(IllegalArgumentException.class, () -> cut.split(SplitName.TRAIN));
            String expected = "data.pkl" + (frames < 5 ? ", audio and vision cut to " + frames + " frames"
                    : frames < 6 ? ", audio cut to " + frames + " frames"
                    : "");
            assertEquals(expected, cut.description());
        }
    }

    @Test
    void trueLengthsCountFromTheStartOfTheCut() throws IOException {
        Map<String, Object> split = TestSplits.split(1, 5);
        Arrays.fill(((org.almt.data.pickle.PickleBytes.Floats) split.get("audio")).values(), 0, 4, 0f);
        split.put("audio_lengths", java.util.List.of(4));
        Path path = TestSplits.write(folder, Map.of("test", split));
        try (DataSet cut = new CroppedDataSet(
                MmsaFile.open(path, MmsaOptions.defaults().withSplits(SplitName.TEST)), 3)) {
            assertEquals(2, cut.split(SplitName.TEST).trueLength(Modality.AUDIO, 0));
            assertEquals(3, cut.split(SplitName.TEST).trueLength(Modality.VISION, 0));
        }
        assertThrows(IllegalArgumentException.class, () -> new CroppedDataSet(null, 0));
    }
}
