/**
 * Work that the command line gives to other machines. The module {@code almt/spark} implements it. Start with
 * {@link org.almt.cli.cluster.Cluster}.
 */
package org.almt.cli.cluster;
