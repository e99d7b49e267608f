/** The output of commands: progress, and one sentence for a failure. */
package org.almt.cli.output;
