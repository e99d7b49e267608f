package org.almt.run;

import java.util.Optional;

/**
 * The outcome of a run.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param folder its folder
 * @param summary the result; empty if the run was stopped before its end, or was finished already
 */
public record RunOutcome(RunFolder folder, Optional<RunSummary> summary) {
    /** Whether the run is finished. Otherwise it can be resumed. */
    public boolean isFinished() {
        return folder.isFinished();
    }
}
