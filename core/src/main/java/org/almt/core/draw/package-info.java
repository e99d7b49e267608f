/**
 * Pictures of computations and of memory plans, as SVG and Graphviz; {@link org.almt.core.Graph} and {@link
 * org.almt.core.ProgramExplanation} are the doors. Start with {@code SvgPicture}.
 */
package org.almt.core.draw;
