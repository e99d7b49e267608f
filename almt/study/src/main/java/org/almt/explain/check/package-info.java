/**
 * How far explanations can be trusted: against known truth, and by deletion. Start with {@link
 * org.almt.explain.check.TruthCheck}.
 */
package org.almt.explain.check;
