/**
 * The safetensors format of Hugging Face: {@link org.almt.nn.checkpoint.safetensors.SafeTensors}. Files are read
 * strictly: no gaps, overlaps, duplicates or trailing bytes.
 *
 * <p>Threads: several threads may read, as for any {@code Checkpoint}. One thread writes a file.
 */
package org.almt.nn.checkpoint.safetensors;
