/**
 * Why a model predicts what it predicts: how much each word and frame counts, by three methods ({@link
 * org.almt.explain.Method}), and how far these can be believed ({@link org.almt.explain.TruthCheck}, {@link
 * org.almt.explain.DeletionCheck}); what would be if something were missing ({@link org.almt.explain.WhatIf}); and a
 * split as a whole. Everything here computes and returns records; {@code org.almt.report} shows them.
 *
 * <p>Start with {@link org.almt.explain.Attributions}.
 */
package org.almt.explain;
