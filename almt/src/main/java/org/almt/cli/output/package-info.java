/** What a user sees of a command: progress, and one sentence when it fails. */
package org.almt.cli.output;
