package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.almt.clips.Scaling;
import org.almt.data.SplitName;
import org.almt.language.TokenTable;
import org.almt.metrics.ScoreFile;
import org.almt.nn.text.Encoding;
import org.almt.nn.text.TokenBatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that hold arrays are equal if their elements are, and print no address of an array. */
class ArrayRecordsTest {
    static Stream<IntFunction<Record>> records() {
        return Stream.of(
                last -> new Encoding(new int[] {1, 2}, new int[] {0, 0}, new int[] {0, last}, false),
                last -> new TokenBatch(1, 2, new int[] {1, last}, new int[] {1, 1}),
                last -> new TokenTable(2, new int[] {1, 2}, new int[] {last}),
                last -> new Scaling(new double[] {0.5}, new double[] {last}),
                last -> new ScoreFile(List.of("a"), new float[] {1}, new float[] {last}),
                last -> new SplitPredictions(
                        TinyRun.DATA.split(SplitName.TEST), new float[] {1}, new float[] {last}));
    }

    @ParameterizedTest
    @MethodSource("records")
    void equalElementsMakeEqualRecords(IntFunction<Record> made) {
        assertEquals(made.apply(1), made.apply(1));
        assertEquals(made.apply(1).hashCode(), made.apply(1).hashCode());
        assertNotEquals(made.apply(1), made.apply(2));
        assertFalse(made.apply(1).toString().contains("@"), made.apply(1).toString());
    }
}
