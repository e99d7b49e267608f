/** The commands, one class each. Start with {@link org.almt.cli.command.TrainCommand}. */
package org.almt.cli.command;
