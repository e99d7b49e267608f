/**
 * What the readers of all formats share. The package is not exported. It reads at any position of a file, converts
 * elements of every type, checks sizes and names before they are used, and makes errors that name the place. Start with
 * {@link org.almt.nn.checkpoint.bytes.FileRegion} and {@link org.almt.nn.checkpoint.bytes.ElementReader}. {@link
 * org.almt.nn.checkpoint.bytes.WireReader} reads Protocol Buffers, field by field, for ONNX and TensorFlow.
 */
package org.almt.nn.checkpoint.bytes;
