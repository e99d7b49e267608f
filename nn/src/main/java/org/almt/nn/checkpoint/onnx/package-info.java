/**
 * Weights in ONNX files. {@link org.almt.nn.checkpoint.onnx.Onnx} reads them. {@link
 * org.almt.nn.checkpoint.onnx.OnnxNames} recovers the names that an exporter has dropped.
 */
package org.almt.nn.checkpoint.onnx;
