/** Options that several commands share, and the checks of what they name. */
package org.almt.cli.option;
