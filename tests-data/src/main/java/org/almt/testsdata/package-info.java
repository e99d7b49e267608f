/**
 * Fixtures that all modules' tests share. {@link org.almt.testsdata.Fixtures} finds the files:
 *
 * <ul>
 *   <li>{@code golden/tiny/*.npz}: a small ALMT recorded from the PyTorch reference (weights, activations, gradients,
 *       20 AdamW steps; see the README beside them);
 *   <li>{@code numpy/*}: arrays of every type that is read, written by NumPy; made by {@code numpy/make.py};
 *   <li>{@code safetensors/*}: written by Hugging Face's library; made by {@code safetensors/make.py};
 *   <li>{@code torch/*}: optimisers, schedules and Transformer blocks of PyTorch; made by {@code torch/make.py}.
 * </ul>
 *
 * <p>Files of other formats are made by code: {@link org.almt.testsdata.OnnxMaker},
 * {@link org.almt.testsdata.BundleMaker}. {@link org.almt.testsdata.OlderJdk} finds the older JDKs that our classes
 * must run on.
 */
package org.almt.testsdata;
