/** Which format a file has, by its content: {@link org.almt.nn.checkpoint.format.AnyFormat} opens it. */
package org.almt.nn.checkpoint.format;
