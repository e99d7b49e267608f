/**
 * The safetensors format of Hugging Face: {@link org.almt.nn.checkpoint.safetensors.SafeTensors}. Read strictly: no
 * gaps, overlaps, duplicates or trailing bytes.
 *
 * <p>Threads: As for a {@code Checkpoint}; a file is written by one.
 */
package org.almt.nn.checkpoint.safetensors;
