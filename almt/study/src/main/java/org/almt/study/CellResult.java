package org.almt.study;

import java.util.Optional;

/**
 * How a cell of a study ended.
 *
 * @param cell which
 * @param run its result; empty when it was stopped
 * @param wasThere whether it had been trained before
 */
public record CellResult(StudyCell cell, Optional<RunResult> run, boolean wasThere) {}
