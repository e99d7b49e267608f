/**
 * The operations: one file each, with formula, forward, backward and what is saved in between. Start with {@link
 * org.almt.core.op.Ops}, the list of them all.
 */
package org.almt.core.op;
