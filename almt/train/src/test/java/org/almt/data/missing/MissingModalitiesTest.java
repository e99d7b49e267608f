package org.almt.data.missing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.corrupt.CorruptedDataSet;
import org.almt.data.corrupt.Corruption;
import org.almt.data.corrupt.CorruptionKind;
import org.almt.data.corrupt.Corruptions;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.input.Modality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shares are those of the public code's table; what rounding does there is as measured on it. */
class MissingModalitiesTest {
    private static final DataSet DATA = SyntheticDataSet.standard();
    private static final Split TRAIN = DATA.split(SplitName.TRAIN);

    private static MissingModalities protocol() {
        return new MissingModalities(TRAIN, DATA.shapes());
    }

    private static String pattern(IncompleteSplit split, int sample) {
        StringBuilder there = new StringBuilder();
        for (Modality modality : Modality.values()) {
            there.append(split.rate(modality, sample) == 1 ? "" : modality.key().substring(0, 1));
        }
        return there.toString();
    }

    private static Map<String, Integer> patterns(IncompleteSplit split) {
        Map<String, Integer> patterns = new TreeMap<>();
        for (int i = 0; i < split.size(); i++) {
            patterns.merge(pattern(split, i), 1, Integer::sum);
        }
        return patterns;
    }

    /** Of 768 samples. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0.1, 77, 77", "0.4, 384, 154", "0.5, 538, 77", "0.7, 768, 0"})
    void sharesAreExact(double rate, int one, int two) {
        IncompleteSplit split = protocol().at(rate, 3, 1);
        int alone = 0;
        int pairs = 0;
        for (Map.Entry<String, Integer> entry : patterns(split).entrySet()) {
            int left = entry.getKey().length();
            alone += left == 1 ? entry.getValue() : 0;
            pairs += left == 2 ? entry.getValue() : 0;
            if (left < 3) {
                int all = left == 1 ? one : two;
                assertTrue(Math.abs(entry.getValue() - all / 3.0) < 1, entry.toString()); // even
            }
        }
        assertEquals(one, alone);
        assertEquals(two, pairs);
        double missing = (2.0 * alone + pairs) / (3.0 * TRAIN.size());
        assertEquals(Math.min(rate, 2 / 3.0), missing, 0.001);
    }

    @Test
    void patternsFollowFromSeedAndEpoch() {
        assertEquals(words(protocol().at(0.5, 3, 1)), words(protocol().at(0.5, 3, 1)));
        assertNotEquals(words(protocol().at(0.5, 3, 1)), words(protocol().at(0.5, 3, 2)));
        assertNotEquals(words(protocol().at(0.5, 3, 1)), words(protocol().at(0.5, 4, 1)));
    }

    private static String words(IncompleteSplit split) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < split.size(); i++) {
            words.append(pattern(split, i)).append(' ');
        }
        return words.toString();
    }

    /** MOSI's test split there: of 22 batches two stay complete at .7; of validation's 8 none does from .5 on. */
    @ParameterizedTest
    @CsvSource({"0.7, 22, 2", "0.5, 8, 0", "0.4, 8, 1", "0.1, 22, 18", "0, 22, 22"})
    void ofBatchesRoundsAsThePublicCode(double rate, int batches, int complete) {
        int size = TRAIN.size() / batches;
        int[] order = new int[batches * size];
        Arrays.setAll(order, i -> order.length - 1 - i);
        IncompleteSplit split = protocol().ofBatches(rate, 3, 1, order, size);
        int found = 0;
        for (int batch = 0; batch < batches; batch++) {
            String first = pattern(split, order[batch * size]);
            for (int i = 1; i < size; i++) {
                assertEquals(first, pattern(split, order[batch * size + i]));
            }
            found += first.length() == 3 ? 1 : 0;
        }
        assertEquals(complete, found);
    }

    @Test
    void whatIsMissingIsZerosAndTheRestIsAsItWas() {
        IncompleteSplit split = protocol().at(0.5, 3, 1);
        for (int i = 0; i < 50; i++) {
            for (Modality modality : Modality.values()) {
                int length = DATA.shape(modality).length();
                float[] whole = new float[DATA.shape(modality).size()];
                float[] found = whole.clone();
                TRAIN.frames(modality, i, 0, length, whole, 0);
                split.frames(modality, i, 0, length, found, 0);
                float[] expected = split.rate(modality, i) == 1 ? new float[whole.length] : whole;
                assertEquals(Arrays.toString(expected), Arrays.toString(found));
            }
        }
    }

    @Test
    void studiesHaveItAsACorruption() {
        Corruption half = new Corruption(CorruptionKind.MODALITIES, null, 0.5);
        DataSet data = CorruptedDataSet.of(DATA, new Corruptions(9, java.util.List.of(), java.util.List.of(half)));
        Split test = data.split(SplitName.TEST);
        int missing = 0;
        for (int i = 0; i < test.size(); i++) {
            for (Modality modality : Modality.values()) {
                float[] found = new float[DATA.shape(modality).size()];
                test.frames(modality, i, 0, DATA.shape(modality).length(), found, 0);
                boolean zero = true;
                for (float value : found) {
                    zero &= value == 0;
                }
                missing += zero ? 1 : 0;
            }
        }
        assertEquals(0.5, missing / (3.0 * test.size()), 0.002);
    }

    @Test
    void otherRatesAreRefused() {
        for (double rate : new double[] {-0.1, 0.71, 1.5, Double.NaN}) {
            String message = assertThrows(IllegalArgumentException.class, () -> protocol().at(rate, 1, 1)).getMessage();
            assertEquals("missing: the rate of missing modalities is " + rate
                    + "; a number from 0 to 0.7 is needed (the largest leaves one modality of three)", message);
        }
        assertEquals("corruption: the strength of modalities is 0.8; a number from 0 to 0.7 is needed",
                assertThrows(IllegalArgumentException.class,
                        () -> new Corruption(CorruptionKind.MODALITIES, null, 0.8)).getMessage());
        assertEquals("corruption: modalities is of audio; it removes whole modalities, so its modality must be 'all'"
                + " alone",
                assertThrows(IllegalArgumentException.class,
                        () -> new Corruption(CorruptionKind.MODALITIES, Modality.AUDIO, 0.5)).getMessage());
    }
}
