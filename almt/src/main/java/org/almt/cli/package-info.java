/** The command line. */
package org.almt.cli;
