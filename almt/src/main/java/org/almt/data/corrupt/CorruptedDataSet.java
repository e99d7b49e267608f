package org.almt.data.corrupt;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.almt.data.DataSet;
import org.almt.data.FeatureShape;
import org.almt.data.Modality;
import org.almt.data.Split;
import org.almt.data.SplitName;

/** A data set with spoilt features; closing it closes the whole one. Noise needs the training split to be open. */
public final class CorruptedDataSet implements DataSet {
    private final DataSet whole;
    private final Corruptions corruptions;
    private final Map<SplitName, Split> splits = new EnumMap<>(SplitName.class);

    private CorruptedDataSet(DataSet whole, Corruptions corruptions) {
        this.whole = whole;
        this.corruptions = corruptions;
        FeatureDeviations deviations = new FeatureDeviations(whole);
        for (SplitName name : whole.splits()) {
            splits.put(name, corruptions.of(name).isEmpty()
                    ? whole.split(name)
                    : new CorruptedSplit(
                            whole.split(name), whole::shape, deviations, corruptions.seed(), corruptions.of(name)));
        }
    }

    /** The data set spoilt; as it is where there is nothing to do (null too). */
    public static DataSet of(DataSet whole, Corruptions corruptionsOrNull) {
        return corruptionsOrNull == null || corruptionsOrNull.isEmpty()
                ? whole
                : new CorruptedDataSet(whole, corruptionsOrNull);
    }

    @Override
    public String description() {
        return whole.description() + words("training", corruptions.train()) + words("test", corruptions.test());
    }

    private static String words(String when, List<Corruption> list) {
        return list.isEmpty()
                ? ""
                : ", in " + when + " "
                        + list.stream().map(Corruption::toString).collect(Collectors.joining(" and "));
    }

    /** Of the whole data: what was done to them stands beside it in {@code config.json}. */
    @Override
    public String sha256() {
        return whole.sha256();
    }

    @Override
    public List<String> notes() {
        return whole.notes();
    }

    @Override
    public FeatureShape shape(Modality modality) {
        return whole.shape(modality);
    }

    @Override
    public Set<SplitName> splits() {
        return whole.splits();
    }

    @Override
    public Split split(SplitName name) {
        Split split = splits.get(name);
        if (split == null) {
            whole.split(name); // says what is wrong
        }
        return split;
    }

    @Override
    public void close() {
        whole.close();
    }
}
