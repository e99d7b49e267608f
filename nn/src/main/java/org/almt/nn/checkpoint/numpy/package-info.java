/**
 * NumPy arrays: {@link org.almt.nn.checkpoint.numpy.Npy} is one array in a file, {@link
 * org.almt.nn.checkpoint.numpy.Npz} a zip archive of them, {@link org.almt.nn.checkpoint.numpy.NpyArray} one in memory.
 * Arrays of Python objects, which only executing code could read, are refused.
 */
package org.almt.nn.checkpoint.numpy;
