package org.almt.data.mmsa;

import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.almt.data.DataException;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/** Splits over columns in the heap or in mapped files. */
final class StoredDataSet implements DataSet {
    private final String description;
    private final String sha256;
    private final List<String> notes;
    private final Map<SplitName, StoredSplit> splits;
    private final Arena arena;

    /**
     * Combines checked splits.
     *
     * @param arena the arena that maps the columns; closed with the data set
     */
    StoredDataSet(String description, String sha256, List<String> notes, Map<SplitName, StoredSplit> splits,
            Arena arena)
            throws DataException {
        this.description = description;
        this.sha256 = sha256;
        this.notes = List.copyOf(notes);
        this.splits = new EnumMap<>(splits);
        this.arena = arena;
        StoredSplit first = this.splits.values().iterator().next();
        for (StoredSplit other : this.splits.values()) {
            for (Modality modality : Modality.values()) {
                if (other.has(modality) != first.has(modality)) {
                    StoredSplit with = other.has(modality) ? other : first;
                    StoredSplit without = other.has(modality) ? first : other;
                    throw new DataException(description + ": '" + modality + "' is in split " + with.name()
                            + " but not in split " + without.name() + "; add it there, or remove it everywhere");
                }
                if (!other.shape(modality).equals(first.shape(modality))) {
                    throw new DataException(description + ": '" + modality + "' is " + first.shape(modality)
                            + " in split " + first.name() + " but " + other.shape(modality) + " in split "
                            + other.name() + "; a model needs one shape");
                }
            }
            if (other.tokenLength() != first.tokenLength()) {
                throw new DataException(description + ": 'text_bert' has " + first.tokenLength() + " tokens in split "
                        + first.name() + " but " + other.tokenLength() + " in split " + other.name());
            }
        }
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public FeatureShape shape(Modality modality) {
        return splits.values().iterator().next().shape(modality);
    }

    @Override
    public boolean has(Modality modality) {
        return splits.values().iterator().next().has(modality);
    }

    @Override
    public Set<SplitName> splits() {
        return Collections.unmodifiableSet(splits.keySet());
    }

    @Override
    public Split split(SplitName name) {
        Split split = splits.get(name);
        if (split == null) {
            throw new IllegalArgumentException(description + " was opened without split " + name + "; it has "
                    + splits.keySet());
        }
        return split;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
