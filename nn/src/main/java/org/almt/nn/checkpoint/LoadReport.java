package org.almt.nn.checkpoint;

import java.util.List;

/**
 * What was loaded from a checkpoint.
 *
 * @param names whose parameter names the file uses
 * @param loaded the reference names of what was loaded
 * @param ignored the file's names of what was left out: the language model where none was asked for, and what the caller
 *     left out
 */
public record LoadReport(NameMap names, List<String> loaded, List<String> ignored) {
    /** For example {@code 183 tensors loaded (names of MMSA), 199 left out}. */
    public String describe() {
        return loaded.size() + " tensors loaded (names of " + names + ")"
                + (ignored.isEmpty() ? "" : ", " + ignored.size() + " left out");
    }
}
