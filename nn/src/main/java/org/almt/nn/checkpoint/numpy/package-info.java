/**
 * NumPy arrays: {@link org.almt.nn.checkpoint.numpy.Npy} is one array in a file, {@link
 * org.almt.nn.checkpoint.numpy.Npz} is a zip archive of arrays, {@link org.almt.nn.checkpoint.numpy.NpyArray} is one
 * array in memory. Arrays of Python objects are refused: reading them would mean executing code.
 */
package org.almt.nn.checkpoint.numpy;
