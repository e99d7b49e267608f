package org.almt.data.corrupt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.PaddingStates;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.data.synthetic.SyntheticSizes;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CorruptedDataSetTest {
    private static final DataSet WHOLE = new SyntheticDataSet(SyntheticSizes.DEFAULT.withSamples(60, 20, 200), 3);
    private static final FeatureShape AUDIO = WHOLE.audio();

    private static DataSet corrupted(long seed, Corruption... test) {
        return CorruptedDataSet.of(WHOLE, new Corruptions(seed, List.of(), List.of(test)));
    }

    private static Corruption audio(CorruptionKind kind, double strength) {
        return new Corruption(kind, Modality.AUDIO, strength);
    }

    private static float[] audio(DataSet data, SplitName split, int sample) {
        float[] features = new float[AUDIO.size()];
        data.split(split).audio(sample, features, 0);
        return features;
    }

    private static float[] audio(DataSet data, int sample) {
        return audio(data, SplitName.TEST, sample);
    }

    /** Which frames of a sample are all zero, of those before the padding. */
    private static boolean[] silent(float[] features, int frames) {
        boolean[] silent = new boolean[frames];
        for (int frame = 0; frame < frames; frame++) {
            silent[frame] = true;
            for (int i = 0; i < AUDIO.width(); i++) {
                silent[frame] &= features[frame * AUDIO.width() + i] == 0;
            }
        }
        return silent;
    }

    private static int count(boolean[] values) {
        int count = 0;
        for (boolean value : values) {
            count += value ? 1 : 0;
        }
        return count;
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MODALITIES") // of all modalities alone: MissingModalitiesTest
    void strengthZeroChangesNoBit(CorruptionKind kind) {
        DataSet data = corrupted(1, audio(kind, 0));
        for (int i = 0; i < 20; i++) {
            assertArrayEquals(audio(WHOLE, i), audio(data, i));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MODALITIES") // of all modalities alone: MissingModalitiesTest
    void theSameSeedDoesTheSameInAnyOrderAndPieceByPiece(CorruptionKind kind) {
        Split once = corrupted(5, audio(kind, 0.5)).split(SplitName.TEST);
        Split again = corrupted(5, audio(kind, 0.5)).split(SplitName.TEST);
        Split other = corrupted(6, audio(kind, 0.5)).split(SplitName.TEST);
        boolean differs = false;
        for (int sample = 19; sample >= 0; sample--) {
            float[] whole = new float[AUDIO.size()];
            once.audio(sample, whole, 0);
            float[] pieces = new float[AUDIO.size()];
            for (int frame = 0; frame < AUDIO.length(); frame++) {
                again.frames(Modality.AUDIO, sample, frame, 1, pieces, frame * AUDIO.width());
            }
            assertArrayEquals(whole, pieces);
            other.audio(sample, pieces, 0);
            differs |= !Arrays.equals(whole, pieces);
        }
        boolean ofSeed = kind != CorruptionKind.ROWS; // whose masks are those of the public code
        assertEquals(ofSeed, differs, "another seed did the same");
    }

    /** What is done besides, to another modality or of another kind, changes nothing of what one corruption does. */
    @Test
    void placesInTheListDoNotMatter() {
        Corruption drop = audio(CorruptionKind.DROP, 0.5);
        Corruption vision = new Corruption(CorruptionKind.DROP, Modality.VISION, 0.5);
        boolean twice = false;
        for (int sample = 0; sample < 20; sample++) {
            float[] alone = audio(corrupted(5, drop), sample);
            assertArrayEquals(alone, audio(corrupted(5, vision, drop), sample));
            assertArrayEquals(alone, audio(corrupted(5, audio(CorruptionKind.NOISE, 0), drop), sample));
            twice |= !Arrays.equals(alone, audio(corrupted(5, drop, drop), sample));
        }
        assertTrue(twice, "the second of two of a kind did what the first had done");
    }

    @Test
    void onlyTheNamedModalityAndSplitAreChanged() {
        DataSet data = corrupted(1, audio(CorruptionKind.MISSING, 1));
        assertArrayEquals(audio(WHOLE, SplitName.TRAIN, 3), audio(data, SplitName.TRAIN, 3));
        assertArrayEquals(audio(WHOLE, SplitName.VALID, 3), audio(data, SplitName.VALID, 3));
        float[] before = new float[WHOLE.vision().size()];
        float[] after = new float[WHOLE.vision().size()];
        WHOLE.split(SplitName.TEST).vision(3, before, 0);
        data.split(SplitName.TEST).vision(3, after, 0);
        assertArrayEquals(before, after);
        assertArrayEquals(new float[AUDIO.size()], audio(data, 3));
        assertEquals(WHOLE.split(SplitName.TEST).label(3), data.split(SplitName.TEST).label(3));
        assertEquals(WHOLE.sha256(), data.sha256());
        assertEquals(WHOLE.description() + ", in test audio missing 1.0", data.description());
    }

    /** Residuals over the feature's deviation are standard normal: mean 0 and deviation strength, padding untouched. */
    @Test
    void noiseIsAsLargeAsItSays() {
        DataSet data = corrupted(2, audio(CorruptionKind.NOISE, 0.5));
        double[] deviations = new FeatureDeviations(WHOLE).of(Modality.AUDIO);
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int sample = 0; sample < 200; sample++) {
            float[] clean = audio(WHOLE, sample);
            float[] noisy = audio(data, sample);
            int frames = WHOLE.split(SplitName.TEST).trueLength(Modality.AUDIO, sample);
            for (int i = 0; i < clean.length; i++) {
                if (i >= frames * AUDIO.width()) {
                    assertEquals(clean[i], noisy[i]);
                    continue;
                }
                double residual = (noisy[i] - clean[i]) / deviations[i % AUDIO.width()];
                sum += residual;
                squares += residual * residual;
                n++;
            }
        }
        assertEquals(0, sum / n, 4 * 0.5 / Math.sqrt(n));
        assertEquals(0.5, Math.sqrt(squares / n), 4 * 0.5 / Math.sqrt(2.0 * n));
    }

    @Test
    void anErasedSpanIsOnePieceOfTheRightLength() {
        DataSet data = corrupted(2, audio(CorruptionKind.ERASE, 0.3));
        for (int sample = 0; sample < 200; sample++) {
            int frames = WHOLE.split(SplitName.TEST).trueLength(Modality.AUDIO, sample);
            boolean[] silent = silent(audio(data, sample), frames);
            assertEquals(Math.rint(0.3 * frames), count(silent));
            int edges = 0;
            for (int frame = 1; frame < frames; frame++) {
                edges += silent[frame] != silent[frame - 1] ? 1 : 0;
            }
            assertTrue(edges <= 2, "more than one piece");
        }
        assertArrayEquals(new float[AUDIO.size()], audio(corrupted(2, audio(CorruptionKind.ERASE, 1)), 0));
    }

    @Test
    void framesAreDroppedWithTheirProbabilityAndStayDropped() {
        int lost = 0;
        int all = 0;
        for (int sample = 0; sample < 200; sample++) {
            int frames = WHOLE.split(SplitName.TEST).trueLength(Modality.AUDIO, sample);
            boolean[] few = silent(audio(corrupted(2, audio(CorruptionKind.DROP, 0.2)), sample), frames);
            boolean[] many = silent(audio(corrupted(2, audio(CorruptionKind.DROP, 0.4)), sample), frames);
            for (int frame = 0; frame < frames; frame++) {
                assertTrue(many[frame] || !few[frame]);
            }
            lost += count(few);
            all += frames;
        }
        assertEquals(0.2, (double) lost / all, 4 * Math.sqrt(0.2 * 0.8 / all));
    }

    @Test
    void aModalityIsMissingInItsShareOfSamples() {
        DataSet data = corrupted(2, audio(CorruptionKind.MISSING, 0.3));
        int missing = 0;
        for (int sample = 0; sample < 200; sample++) {
            boolean gone = Arrays.equals(new float[AUDIO.size()], audio(data, sample));
            assertTrue(gone || Arrays.equals(audio(WHOLE, sample), audio(data, sample)));
            missing += gone ? 1 : 0;
        }
        assertEquals(0.3, missing / 200.0, 4 * Math.sqrt(0.3 * 0.7 / 200));
    }

    private static float[] text(DataSet data, int sample) {
        float[] features = new float[WHOLE.text().size()];
        data.split(SplitName.TEST).text(sample, features, 0);
        return features;
    }

    private static DataSet withStates(CorruptionKind kind, double strength) {
        return CorruptedDataSet.of(new PaddingStates(WHOLE),
                new Corruptions(1, List.of(), List.of(new Corruption(kind, Modality.TEXT, strength))));
    }

    @ParameterizedTest
    @EnumSource(names = {"ERASE", "DROP", "MISSING"})
    void whereAllIsMissingSoAreHiddenStatesAtPadding(CorruptionKind kind) {
        for (int sample = 0; sample < 200; sample++) {
            assertArrayEquals(new float[WHOLE.text().size()], text(withStates(kind, 1), sample));
        }
    }

    /** Rows after a sentence do not affect the corruption of the sentence. At strength 0 they are not changed. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MODALITIES") // of all modalities alone: MissingModalitiesTest
    void statesOfPaddingDoNotChangeWhatHappensToTheWords(CorruptionKind kind) {
        DataSet whole = new PaddingStates(WHOLE);
        DataSet plain = CorruptedDataSet.of(WHOLE, new Corruptions(
                1, List.of(), List.of(new Corruption(kind, Modality.TEXT, 0.5))));
        for (int sample = 0; sample < 200; sample++) {
            int words = WHOLE.split(SplitName.TEST).trueLength(Modality.TEXT, sample) * WHOLE.text().width();
            assertArrayEquals(
                    Arrays.copyOf(text(plain, sample), words),
                    Arrays.copyOf(text(withStates(kind, 0.5), sample), words));
            assertArrayEquals(text(whole, sample), text(withStates(kind, 0), sample));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ERASE", "DROP"})
    void statesOfPaddingAreLostInTheShareOfTheWords(CorruptionKind kind) {
        DataSet corrupted = withStates(kind, 0.3);
        int width = WHOLE.text().width();
        int lost = 0;
        int all = 0;
        for (int sample = 0; sample < 200; sample++) {
            float[] before = text(new PaddingStates(WHOLE), sample);
            float[] after = text(corrupted, sample);
            for (int t = WHOLE.split(SplitName.TEST).trueLength(Modality.TEXT, sample); t
                    < WHOLE.text().length(); t++) {
                float[] state = Arrays.copyOfRange(after, t * width, (t + 1) * width);
                boolean gone = Arrays.equals(new float[width], state);
                assertTrue(gone || Arrays.equals(Arrays.copyOfRange(before, t * width, (t + 1) * width), state));
                lost += gone ? 1 : 0;
                all++;
            }
        }
        // erase: each span is rounded to whole frames, by at most half of one
        assertEquals(0.3, (double) lost / all, kind == CorruptionKind.DROP
                ? 4 * Math.sqrt(0.3 * 0.7 / all)
                : 0.5 * 200 / all);
    }

    /** Residuals of the states, over the feature's deviation, have mean 0 and the deviation that was asked for. */
    @Test
    void statesOfPaddingAreNoisyToo() {
        DataSet whole = new PaddingStates(WHOLE);
        DataSet noisy = withStates(CorruptionKind.NOISE, 2);
        double[] deviations = new FeatureDeviations(whole).of(Modality.TEXT);
        int width = WHOLE.text().width();
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int sample = 0; sample < 200; sample++) {
            float[] before = text(whole, sample);
            float[] after = text(noisy, sample);
            int words = WHOLE.split(SplitName.TEST).trueLength(Modality.TEXT, sample);
            for (int i = words * width; i < before.length; i++, n++) {
                double residual = (after[i] - before[i]) / deviations[i % width];
                sum += residual;
                squares += residual * residual;
            }
        }
        assertEquals(0, sum / n, 4 * 2 / Math.sqrt(n));
        assertEquals(2, Math.sqrt(squares / n), 4 * 2 / Math.sqrt(2.0 * n));
    }

    @Test
    void corruptionsAreComposedInOrderWithNumbersOfTheirOwn() {
        DataSet both = corrupted(2, audio(CorruptionKind.DROP, 0.5), audio(CorruptionKind.DROP, 0.5));
        int lost = 0;
        int all = 0;
        for (int sample = 0; sample < 200; sample++) {
            int frames = WHOLE.split(SplitName.TEST).trueLength(Modality.AUDIO, sample);
            lost += count(silent(audio(both, sample), frames));
            all += frames;
        }
        assertEquals(0.75, (double) lost / all, 4 * Math.sqrt(0.75 * 0.25 / all));
    }

    @Test
    void nothingToDoWrapsNothing() {
        assertSame(WHOLE, CorruptedDataSet.of(WHOLE, Corruptions.NONE));
        assertSame(WHOLE, CorruptedDataSet.of(WHOLE, new Corruptions(1, List.of(), List.of())));
    }

    @Test
    void mapsGoThereAndBackAndBadOnesAreRefusedByName() {
        Corruptions corruptions = new Corruptions(
                4, List.of(audio(CorruptionKind.ERASE, 0.25)), List.of(audio(CorruptionKind.NOISE, 2)));
        assertEquals(corruptions, Corruptions.of(corruptions.toMap()));
        assertTrue(corruptions.touches(Modality.AUDIO));
        assertFalse(corruptions.touches(Modality.TEXT));
        refused("unknown key 'power'", Map.of("kind", "noise", "modality", "audio", "strength", 1, "power", 2));
        refused("there is no kind 'hum'", Map.of("kind", "hum", "modality", "audio", "strength", 1));
        refused("there is no modality 'smell'", Map.of("kind", "noise", "modality", "smell", "strength", 1));
        refused("strength of erase is 1.5; a number from 0 to 1", Map.of(
                "kind", "erase", "modality", "text", "strength", 1.5));
        refused("'strength' must be a number", Map.of("kind", "erase", "modality", "text"));
    }

    private static void refused(String message, Map<String, ?> map) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Corruption.of(map));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
