/**
 * Language models from their sources: Maven, and files of other programs. Start with
 * {@link org.almt.pretrained.WeightsImport}.
 */
package org.almt.pretrained;
