package org.almt.study;

import java.util.Optional;

/**
 * The outcome of a cell of a study.
 *
 * @param cell the cell
 *
 * @param run its result; empty if it was stopped
 *
 * @param wasThere whether it was already trained before
 */
public record CellResult(StudyCell cell, Optional<RunResult> run, boolean wasThere) {}
