package org.almt.data;

import java.util.List;
import java.util.Set;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/**
 * A data set that forwards to another one, except for methods that a subclass overrides. Closing it closes the other
 * one.
 *
 * <p>Threads: many may use it while none changes it.
 */
public abstract class ForwardingDataSet implements DataSet {
    private final DataSet whole;

    /** Forwards to the given data set. */
    protected ForwardingDataSet(DataSet whole) {
        this.whole = whole;
    }

    /**
     * The wrapped data set.
     *
     * @return the data set given to the constructor
     */
    protected final DataSet whole() {
        return whole;
    }

    @Override
    public String description() {
        return whole.description();
    }

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
    public boolean has(Modality modality) {
        return whole.has(modality);
    }

    @Override
    public Set<SplitName> splits() {
        return whole.splits();
    }

    @Override
    public Split split(SplitName name) {
        return whole.split(name);
    }

    @Override
    public void close() {
        whole.close();
    }
}
