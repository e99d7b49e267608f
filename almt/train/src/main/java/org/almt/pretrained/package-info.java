/**
 * Language models from where they can be had: through Maven, and from files of other programs. Start with {@link
 * org.almt.pretrained.WeightsImport}.
 */
package org.almt.pretrained;
