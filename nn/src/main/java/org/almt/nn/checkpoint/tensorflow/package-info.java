/** TensorFlow checkpoints: {@link org.almt.nn.checkpoint.tensorflow.TensorFlowBundle}. */
package org.almt.nn.checkpoint.tensorflow;
