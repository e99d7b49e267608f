/**
 * Weights of BERT from where people can get them: Hugging Face's folders, TensorFlow checkpoints and ONNX files, also
 * inside of jars. Start with {@link org.almt.weights.BertSource}, which opens any of them under Hugging Face's names.
 *
 * <p>Nothing in such files is executed. The formats themselves are read in {@code org.almt.nn.checkpoint}, vocabularies
 * in {@code org.almt.nn.text}; here is only what is particular to BERT: names, sizes, and which file is which.
 */
package org.almt.weights;
