/**
 * The pictures of the pages, drawn as SVG from what the code says. Start with {@link org.almt.site.drawing.Drawings};
 * {@link org.almt.site.drawing.LaneTree} is the shortest drawing.
 */
@NullMarked
package org.almt.site.drawing;

import org.jspecify.annotations.NullMarked;
