package org.almt.cli.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.almt.input.Modality;

/**
 * A table to predict.
 *
 * @param runs run folders, on this machine; the prediction is the mean of theirs
 * @param in the table: a file, a folder of files, or their address
 * @param out where the table with predictions goes
 * @param missing modalities that the table need not have: zeros stand for them
 * @param columns of the table that the output keeps; all of them if there is none
 */
public record ScoringOrder(List<Path> runs, String in, String out, Set<Modality> missing, List<String> columns) {
    /** An order whose output keeps all columns. */
    public ScoringOrder(List<Path> runs, String in, String out, Set<Modality> missing) {
        this(runs, in, out, missing, List.of());
    }
}
