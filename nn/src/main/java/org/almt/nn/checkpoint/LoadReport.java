package org.almt.nn.checkpoint;

import java.util.List;

/**
 * What was loaded from a checkpoint.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param loaded the names of the parameters
 * @param ignored the names, in the file, of the tensors that were left out
 */
public record LoadReport(List<String> loaded, List<String> ignored) {}
