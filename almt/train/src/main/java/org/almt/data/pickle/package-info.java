/**
 * Reads the pickles that NumPy writes, without Python and without trusting them.
 *
 * <p>A pickle is a program for a small stack machine that may call any function of the reader's machine. Here only the
 * opcodes that feature files use exist, and only the constructors of NumPy arrays can be named; anything else ends the
 * reading with one sentence, and nothing is ever executed.
 *
 * <p>Reading has two steps, so that an 8 GB file needs a few megabytes of memory.
 * {@link org.almt.data.pickle.PickleFile#open PickleFile.open} runs the machine once and keeps the structure:
 * dictionaries, lists, short strings, and for each array its type, shape and the place of its bytes in the file. The
 * bytes themselves are skipped. {@link org.almt.data.pickle.PickleFile#stream PickleFile.stream} then passes over the
 * file once more, in order, and hands the bytes of the wanted arrays to their sinks. Two steps also serve protocol 5,
 * which writes the bytes of an array before its type and shape.
 *
 * <p>Start with {@link org.almt.data.pickle.PickleValue}, then {@code PickleMachine} and {@code Constructor}.
 */
package org.almt.data.pickle;
