package org.almt.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.almt.data.SplitName;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.junit.jupiter.api.Test;

class SyntheticDataSetTest {
    private static final SyntheticSizes SMALL = SyntheticSizes.DEFAULT.withSamples(60, 20, 30);

    private static float[] features(SyntheticSplit split, Modality modality, int i, FeatureShape shape) {
        float[] features = new float[shape.size()];
        split.frames(modality, i, 0, shape.length(), features, 0);
        return features;
    }

    /** The bits that every machine must make. A change here changes every figure that was ever quoted for this data. */
    @Test
    void theStandardSetHasTheseBits() {
        assertEquals("c44e9095c4f0504e291d5b04aa06c44f03cdfca88a7571398b23d7d4363189c2",
                SyntheticDataSet.standard().sha256());
    }

    @Test
    void theSeedMakesTheSamples() {
        SyntheticDataSet one = new SyntheticDataSet(SMALL, 3);
        assertEquals(one.sha256(), new SyntheticDataSet(SMALL, 3).sha256());
        assertNotEquals(one.sha256(), new SyntheticDataSet(SMALL, 4).sha256());
    }

    @Test
    void samplesAreDistinctAcrossSplits() {
        SyntheticDataSet data = new SyntheticDataSet(SMALL, 3);
        Set<String> ids = new HashSet<>();
        Set<Float> firstValues = new HashSet<>();
        for (SplitName name : data.splits()) {
            SyntheticSplit split = data.split(name);
            for (int i = 0; i < split.size(); i++) {
                assertEquals(i, split.indexOf(split.id(i)));
                ids.add(split.id(i));
                firstValues.add(features(split, Modality.AUDIO, i, data.audio())[0]);
            }
        }
        assertEquals(110, ids.size());
        assertTrue(firstValues.size() > 100, firstValues.size() + " different first values");
    }

    @Test
    void labelsFollowFromTheTruth() {
        SyntheticDataSet data = SyntheticDataSet.standard();
        int[] contradictions = new int[Contradiction.values().length];
        for (SplitName name : data.splits()) {
            SyntheticSplit split = data.split(name);
            for (int i = 0; i < split.size(); i++) {
                Truth truth = split.truth(i);
                double sum = truth.language() + truth.audio() + truth.vision();
                assertEquals(Math.max(-3, Math.min(3, sum)), truth.sentiment());
                assertEquals(truth.sentiment(), split.label(i), 0.1 + 1e-6);
                assertEquals(Math.round(split.label(i) * 5), split.label(i) * 5, 1e-5);
                assertNotEquals(Float.floatToRawIntBits(-0.0f), Float.floatToRawIntBits(split.label(i)));
                assertEquals(split.label(i) > 0, split.annotation(i).equals("Positive"));
                contradictions[truth.contradiction().ordinal()]++;
            }
        }
        int samples = 768 + 192 + 384;
        assertEquals(0.08, (double) contradictions[Contradiction.WORDS.ordinal()] / samples, 0.03);
        assertEquals(0.05, (double) contradictions[Contradiction.FACE.ordinal()] / samples, 0.03);
    }

    /** Reads the raw text again, with rules written down anew. */
    @Test
    void wordsSayWhatIsMeantUnlessSarcastic() {
        SyntheticSplit split = SyntheticDataSet.standard().split(SplitName.TRAIN);
        for (int i = 0; i < split.size(); i++) {
            double said = 0;
            double factor = 1;
            for (String token : split.rawText(i).split(" ")) {
                LexiconWord word = Lexicon.WORDS.stream().filter(w -> w.text().equals(token)).findFirst().orElseThrow();
                switch (word.kind()) {
                    case NEGATOR -> factor *= -0.75;
                    case DEGREE -> factor *= Set.of("very", "really", "so").contains(token) ? 1.5 : 0.5;
                    case OPINION -> {
                        said += factor * word.strength();
                        factor = 1;
                    }
                    default -> assertEquals(1, factor, "a modifier stands before an opinion");
                }
            }
            boolean sarcastic = split.truth(i).contradiction() == Contradiction.WORDS;
            assertEquals(sarcastic ? -said : said, split.truth(i).language(), 1e-12, split.rawText(i));
        }
    }

    @Test
    void informativeFramesAreFewAndInsideTheSample() {
        SyntheticDataSet data = SyntheticDataSet.standard();
        SyntheticSplit split = data.split(SplitName.TEST);
        for (int i = 0; i < split.size(); i++) {
            for (Modality modality : Modality.values()) {
                boolean[] informative = split.informativeFrames(modality, i);
                assertEquals(data.shape(modality).length(), informative.length);
                int count = 0;
                for (int t = 0; t < informative.length; t++) {
                    count += informative[t] ? 1 : 0;
                    assertFalse(informative[t] && t >= split.trueLength(modality, i), "in the padding");
                }
                int most = modality == Modality.TEXT ? 9 : modality == Modality.AUDIO ? 3 : 4;
                assertTrue(count >= 1 && count <= most, modality + " " + count);
                informative[0] = !informative[0];
                assertNotEquals(informative[0], split.informativeFrames(modality, i)[0], "the caller's own copy");
            }
        }
    }

    @Test
    void paddingIsZeroAndTheRestIsNot() {
        SyntheticDataSet data = new SyntheticDataSet(SMALL, 5);
        SyntheticSplit split = data.split(SplitName.VALID);
        for (int i = 0; i < split.size(); i++) {
            assertEquals(split.rawText(i).split(" ").length, split.trueLength(Modality.TEXT, i));
            for (Modality modality : Modality.values()) {
                FeatureShape shape = data.shape(modality);
                float[] features = features(split, modality, i, shape);
                for (int t = 0; t < shape.length(); t++) {
                    boolean padding = t >= split.trueLength(modality, i);
                    for (int c = 0; c < shape.width(); c++) {
                        float value = features[t * shape.width() + c];
                        assertTrue(Float.isFinite(value));
                        assertEquals(padding, value == 0, modality + " " + t);
                    }
                }
            }
        }
    }

    @Test
    void partsOfSequencesAreThoseOfTheWhole() {
        SyntheticDataSet data = new SyntheticDataSet(SMALL, 5);
        SyntheticSplit split = data.split(SplitName.TRAIN);
        float[] whole = new float[480 + 7];
        split.vision(3, whole, 7);
        float[] part = new float[24];
        split.frames(Modality.VISION, 3, 5, 2, part, 0);
        assertArrayEquals(Arrays.copyOfRange(whole, 7 + 60, 7 + 84), part);
        assertThrows(IndexOutOfBoundsException.class, () -> split.frames(Modality.VISION, 3, 39, 2, part, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> split.label(60));
    }

    @Test
    void otherSizesWork() {
        SyntheticSizes sizes = new SyntheticSizes(
                new FeatureShape(6, 8), new FeatureShape(6, 6), new FeatureShape(31, 7), 9, 1, 1);
        SyntheticDataSet data = new SyntheticDataSet(sizes, 1);
        for (int i = 0; i < 9; i++) {
            assertTrue(data.split(SplitName.TRAIN).trueLength(Modality.TEXT, i) <= 6);
        }
        FeatureShape fine = new FeatureShape(20, 32);
        assertTrue(assertThrows(IllegalArgumentException.class,
                () -> new SyntheticSizes(fine, new FeatureShape(10, 8), fine, 1, 1, 1)).getMessage()
                .contains("audio of 10 x 8 is too small; 20 x 6"));
        assertThrows(IllegalArgumentException.class, () -> new SyntheticSizes(fine, fine, fine, 1, 0, 1));
    }
}
