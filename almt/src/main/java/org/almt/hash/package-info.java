/** What identifies a file or a data set by its content: {@link org.almt.hash.Sha256}. */
package org.almt.hash;
