/**
 * JSON, hashes and text of unknown origin: what all parts read and write files with. Start with {@link
 * org.almt.io.Json}.
 */
package org.almt.io;
