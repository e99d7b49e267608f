/**
 * What the readers of all formats share, not exported: reads at any position of a file, elements of every type, sizes
 * and names that are checked before they are believed, and the errors that name the place. Start with {@link
 * org.almt.nn.checkpoint.bytes.FileRegion} and {@link org.almt.nn.checkpoint.bytes.ElementReader}; {@link
 * org.almt.nn.checkpoint.bytes.WireReader} reads Protocol Buffers, field by field, for ONNX and TensorFlow.
 */
package org.almt.nn.checkpoint.bytes;
