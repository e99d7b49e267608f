/** Descriptions of files: keys, shapes, types and statistics. Start with {@link org.almt.data.inspect.FileReport}. */
package org.almt.data.inspect;
