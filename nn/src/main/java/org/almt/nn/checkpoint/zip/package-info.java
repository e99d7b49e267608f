/**
 * Zip archives, read strictly and within limits: {@link org.almt.nn.checkpoint.zip.ZipArchive}. The JDK has a reader,
 * which compares no checksums, accepts members that overlap, and takes memory for whatever directory a file claims.
 */
package org.almt.nn.checkpoint.zip;
