package org.almt.cli.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.almt.input.Modality;

/**
 * A table to predict.
 *
 * @param runs run folders on this machine; the prediction is the mean of their predictions
 * @param in the table: a file, a folder of files, or the address of either
 * @param out where the table with predictions is written
 * @param missing modalities that the table may lack; the model then reads zeros
 * @param columns the columns of the table that the output keeps; an empty list keeps all of them
 */
public record ScoringOrder(List<Path> runs, String in, String out, Set<Modality> missing, List<String> columns) {
    /** An order whose output keeps all columns. */
    public ScoringOrder(List<Path> runs, String in, String out, Set<Modality> missing) {
        this(runs, in, out, missing, List.of());
    }
}
