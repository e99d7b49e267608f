/**
 * Runs: a configuration, a data set, and a folder that holds what came of training and from which it resumes to the
 * bit.
 *
 * <p>Start with {@link org.almt.run.Trainer}: the epochs, the honest protocol, and what survives a death. {@link
 * org.almt.run.RunFolder} lists the files of a run; {@link org.almt.run.RunConfig} is what repeats it; {@link
 * org.almt.run.ReferenceProtocol} is what the reference reports, kept apart.
 */
package org.almt.run;
