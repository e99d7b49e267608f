package org.almt.run;

import org.almt.data.DataSet;
import org.almt.data.synthetic.SyntheticDataSet;

/** The run that needs nothing: its data set is generated. */
public final class EmbeddedRun {
    private EmbeddedRun() {}

    /** The generated data set, the same whatever the seed of the run. */
    public static DataSet data() {
        return SyntheticDataSet.standard();
    }
}
