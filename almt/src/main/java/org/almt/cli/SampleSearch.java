package org.almt.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;

/** Looks for a sample in all splits of a data set, one after another. */
final class SampleSearch {
    private SampleSearch() {}

    /** Opens a split. */
    @FunctionalInterface
    interface Opening {
        DataSet open(SplitName name) throws IOException;
    }

    /**
     * Which split holds a sample. Splits that cannot be read are passed over, since a file may lack one.
     *
     * @throws IOException naming the nearest ids where none has this one; where no split can be read, why not the first
     */
    static SplitName splitOf(String id, Opening opening) throws IOException {
        IOException unreadable = null;
        List<String> known = new ArrayList<>();
        for (SplitName name : List.of(SplitName.TEST, SplitName.VALID, SplitName.TRAIN)) {
            try (DataSet samples = opening.open(name)) {
                Split split = samples.split(name);
                if (split.indexOf(id) >= 0) {
                    return name;
                }
                IntStream.range(0, split.size()).mapToObj(split::id).forEach(known::add);
            } catch (IOException e) {
                unreadable = unreadable == null ? e : unreadable;
            }
        }
        throw known.isEmpty() && unreadable != null ? unreadable : NearestIds.unknown(id, known);
    }
}
