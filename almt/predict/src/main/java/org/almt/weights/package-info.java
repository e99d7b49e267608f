/**
 * Weights of BERT in their public forms: Hugging Face's folders, TensorFlow checkpoints and ONNX files, also inside
 * jars. Start with {@link org.almt.weights.BertSource}, which opens all of them under Hugging Face's names.
 *
 * <p>Nothing in such files is executed. {@code org.almt.nn.checkpoint} reads the formats themselves, and
 * {@code org.almt.nn.text} reads vocabularies. This package holds only what is particular to BERT: names, sizes, and
 * the roles of files.
 */
package org.almt.weights;
