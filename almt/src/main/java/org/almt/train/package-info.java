/**
 * Training that can be repeated and resumed to the bit.
 *
 * <p>Start with {@link org.almt.train.Trainer}: the loop, the honest protocol, and what survives a death. {@link
 * org.almt.train.TrainingStep} is one update of the weights; {@link org.almt.train.RunFolder} lists the files of a run;
 * {@link org.almt.train.RunConfig} is what repeats it; {@link org.almt.train.ReferenceProtocol} is what the reference
 * reports, kept apart.
 */
package org.almt.train;
