/**
 * What the command line asks of machines beyond this one. The module {@code almt/spark} answers; start with
 * {@link org.almt.cli.cluster.Cluster}.
 */
package org.almt.cli.cluster;
