/**
 * Zip archives, read strictly and within limits: {@link org.almt.nn.checkpoint.zip.ZipArchive}. The reader of the JDK
 * compares no checksums, accepts members that overlap, and allocates memory for whatever directory a file claims.
 */
package org.almt.nn.checkpoint.zip;
