/**
 * Pictures of computations and of memory plans, as SVG and Graphviz. The entry points are {@link org.almt.core.Graph}
 * and {@link org.almt.core.ProgramExplanation}. Start with {@code SvgPicture}.
 */
package org.almt.core.draw;
