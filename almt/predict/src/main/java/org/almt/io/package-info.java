/**
 * JSON, hashes and untrusted text: what all modules use to read and write files. Start with {@link org.almt.io.Json}.
 */
package org.almt.io;
