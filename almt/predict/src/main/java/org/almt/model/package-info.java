/**
 * ALMT itself. {@link org.almt.model.AlmtModel} is the model as the paper and its reference define it, to be read from
 * top to bottom; its parts are the files that it names. {@link org.almt.model.FoldedAlmt} is the same function, fast.
 * {@link org.almt.model.AlmtConfig} and {@link org.almt.model.Preset} say how large. What can be different about it is in
 * {@link org.almt.model.variant}; {@code AlmtParts} chooses.
 */
package org.almt.model;
