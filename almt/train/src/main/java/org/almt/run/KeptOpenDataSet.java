package org.almt.run;

import org.almt.data.DataSet;
import org.almt.data.ForwardingDataSet;

/** A data set that belongs to the caller: closing it does nothing. */
final class KeptOpenDataSet extends ForwardingDataSet {
    KeptOpenDataSet(DataSet whole) {
        super(whole);
    }

    @Override
    public void close() {}
}
