/** Threads: work is cut into slabs by its shape, so that the number of threads never changes a result. */
package org.almt.core.parallel;
