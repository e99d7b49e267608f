/**
 * The {@code almt} command: one class a command ({@link org.almt.cli.Main} lists them), small groups of options that
 * commands share, and {@code Failures}, where everything that goes wrong becomes one sentence and an exit code.
 */
package org.almt.cli;
