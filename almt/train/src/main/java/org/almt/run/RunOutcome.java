package org.almt.run;

import java.util.Optional;

/**
 * How a run ended.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param folder its folder
 * @param summary the result; empty when the run was stopped before its end, or had been finished before
 */
public record RunOutcome(RunFolder folder, Optional<RunSummary> summary) {
    /** Whether all is done; a run that is not finished can be resumed. */
    public boolean isFinished() {
        return folder.isFinished();
    }
}
