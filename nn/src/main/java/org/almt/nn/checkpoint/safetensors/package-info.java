/**
 * The safetensors format of Hugging Face: {@link org.almt.nn.checkpoint.safetensors.SafeTensors}. Read strictly: no
 * gaps, overlaps, duplicates or trailing bytes.
 */
package org.almt.nn.checkpoint.safetensors;
