/**
 * The site: the Markdown pages of the tree, the source files that they mention, and the Javadoc of all modules, as one
 * folder of HTML files that needs no server.
 *
 * <p>Start with {@link org.almt.site.SiteMain}. {@link org.almt.site.Tree} finds pages and modules by itself, so that a
 * new page or module needs no entry anywhere. {@link org.almt.site.LinkCheck} refuses a site with a dead link.
 */
@NullMarked
package org.almt.site;

import org.jspecify.annotations.NullMarked;
