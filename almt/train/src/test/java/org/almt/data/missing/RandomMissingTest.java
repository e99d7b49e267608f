package org.almt.data.missing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.corrupt.CorruptedDataSet;
import org.almt.data.corrupt.Corruption;
import org.almt.data.corrupt.CorruptionKind;
import org.almt.data.corrupt.Corruptions;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.data.synthetic.SyntheticSizes;
import org.almt.input.Modality;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;

class RandomMissingTest {
    private static final DataSet DATA = new SyntheticDataSet(SyntheticSizes.DEFAULT.withSamples(60, 10, 10), 5);
    private static final Split TRAIN = DATA.split(SplitName.TRAIN);

    private static RandomMissing protocol() {
        return new RandomMissing(TRAIN, DATA.shapes());
    }

    /** To the bit. */
    @Test
    void numbersAreThoseOfNumpy() throws IOException {
        Map<String, NpyArray> record = Npz.read(Fixtures.path("golden/baselines/lnln/lnln_missing.npz"));
        double[] expected = record.get("first_uniforms").doubles();
        MersenneTwister random = new MersenneTwister((int) record.get("seed").doubles()[0]);
        for (double one : expected) {
            assertEquals(one, random.nextDouble());
        }
    }

    @Test
    void whatIsThereAtARateIsThereAtLowerOnes() {
        int[] there = new int[11];
        for (int rate = 0; rate <= 10; rate++) {
            IncompleteSplit split = protocol().at(rate / 10.0);
            for (int i = 0; i < split.size(); i++) {
                for (int row = 0; row < TRAIN.trueLength(Modality.AUDIO, i); row++) {
                    boolean is = split.isThere(Modality.AUDIO, i, row);
                    there[rate] += is ? 1 : 0;
                    assertTrue(!is || rate == 0 || protocolAt(rate - 1).isThere(Modality.AUDIO, i, row));
                }
            }
        }
        assertEquals(0, there[10]);
        for (int rate = 1; rate <= 10; rate++) {
            assertTrue(there[rate] < there[rate - 1]);
            assertEquals(1 - rate / 10.0, (double) there[rate] / there[0], 0.05);
        }
    }

    private final Map<Integer, IncompleteSplit> kept = new HashMap<>();

    private IncompleteSplit protocolAt(int rate) {
        return kept.computeIfAbsent(rate, each -> protocol().at(each / 10.0));
    }

    @Test
    void halfOfTheSamplesOfAnEpochMissNothing() {
        IncompleteSplit first = protocol().training(3, 1);
        IncompleteSplit again = protocol().training(3, 1);
        IncompleteSplit second = protocol().training(3, 2);
        int same = 0;
        for (Modality modality : Modality.values()) {
            int whole = 0;
            for (int i = 0; i < first.size(); i++) {
                double rate = first.rate(modality, i);
                assertTrue(rate >= 0 && rate < 1);
                assertEquals(rate, again.rate(modality, i));
                whole += rate == 0 ? 1 : 0;
                same += rate == second.rate(modality, i) ? 1 : 0;
            }
            assertEquals(first.size() / 2, whole);
        }
        assertTrue(same < 2 * first.size(), "another epoch has other rates");
    }

    /** The corruption of studies is the same protocol. */
    @Test
    void rowsOfAStudyAreTheSame() {
        Corruption rows = new Corruption(CorruptionKind.ROWS, Corruption.modality("all"), 0.4);
        DataSet corrupted = CorruptedDataSet.of(DATA, new Corruptions(9, List.of(), List.of(rows)));
        IncompleteSplit expected = new RandomMissing(DATA.split(SplitName.TEST), DATA.shapes()).at(0.4);
        for (Modality modality : Modality.values()) {
            int size = DATA.shapes().of(modality).size();
            int length = DATA.shapes().of(modality).length();
            for (int i = 0; i < expected.size(); i++) {
                float[] one = new float[size];
                float[] other = new float[size];
                expected.frames(modality, i, 0, length, one, 0);
                corrupted.split(SplitName.TEST).frames(modality, i, 0, length, other, 0);
                assertArrayEquals(one, other);
            }
        }
    }

    @Test
    void aRateOutsideIsRefused() {
        assertEquals("missing: the rate of text is 1.5; a number from 0 to 1 is needed",
                assertThrows(IllegalArgumentException.class, () -> protocol().at(1.5)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> protocol().at(Double.NaN));
    }
}
