package org.almt.data.corrupt;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.almt.data.DataSet;
import org.almt.data.ForwardingDataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;

/**
 * A data set with corrupted features. Noise needs the training split to be open. Its SHA-256 is that of the original
 * data; {@code config.json} records the corruption beside it.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class CorruptedDataSet extends ForwardingDataSet {
    private final Corruptions corruptions;
    private final Map<SplitName, Split> splits = new EnumMap<>(SplitName.class);

    private CorruptedDataSet(DataSet whole, Corruptions corruptions) {
        super(whole);
        this.corruptions = corruptions;
        FeatureDeviations deviations = new FeatureDeviations(whole);
        for (SplitName name : whole.splits()) {
            splits.put(name, corruptions.of(name).isEmpty()
                    ? whole.split(name)
                    : new CorruptedSplit(
                            whole.split(name), whole::shape, deviations, corruptions.seed(), corruptions.of(name)));
        }
    }

    /** The corrupted data set; the data set itself if there are no corruptions. */
    public static DataSet of(DataSet whole, Corruptions corruptions) {
        return corruptions.isEmpty() ? whole : new CorruptedDataSet(whole, corruptions);
    }

    @Override
    public String description() {
        return super.description() + words("training", corruptions.train()) + words("test", corruptions.test());
    }

    private static String words(String when, List<Corruption> list) {
        return list.isEmpty()
                ? ""
                : ", in " + when + " "
                        + list.stream().map(Corruption::toString).collect(Collectors.joining(" and "));
    }

    @Override
    public Split split(SplitName name) {
        Split split = splits.get(name);
        return split != null ? split : super.split(name);
    }
}
