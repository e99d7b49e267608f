/**
 * The {@code almt} command. Each command is one class; {@link org.almt.cli.Main} lists them. Commands share small
 * groups of options. {@code Failures} turns each failure into one sentence and an exit code.
 */
package org.almt.cli;
