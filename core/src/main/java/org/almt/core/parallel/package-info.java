/** Threads: work cut into bands by its shape, so that their number never changes a result. */
package org.almt.core.parallel;
