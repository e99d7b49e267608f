/**
 * The pictures of the pages, drawn as SVG from values in the code. Start with {@link org.almt.site.drawing.Drawings}.
 * {@link org.almt.site.drawing.LaneTree} is the shortest drawing.
 */
@NullMarked
package org.almt.site.drawing;

import org.jspecify.annotations.NullMarked;
