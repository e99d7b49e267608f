/**
 * Checks of explanations: against known truth, and by deletion. Start with {@link org.almt.explain.check.TruthCheck}.
 */
package org.almt.explain.check;
