/**
 * Reads the pickles that NumPy writes, without Python and without trusting them.
 *
 * <p>A pickle is a program for a small stack machine that may call any function of the reader's machine. Here only the
 * opcodes of feature files exist, and only the constructors of NumPy arrays can be named. Anything else ends the
 * reading with one sentence. Nothing is ever executed.
 *
 * <p>Reading has two steps, so an 8 GB file needs a few megabytes of memory.
 * {@link org.almt.data.pickle.PickleFile#open PickleFile.open} runs the machine once and stores the structure:
 * dictionaries, lists, short strings, and for each array its type, its shape and the position of its bytes in the file.
 * The bytes themselves are skipped. {@link org.almt.data.pickle.PickleFile#stream PickleFile.stream} then reads the
 * file a second time, in order, and passes the bytes of the requested arrays to their sinks. The two steps are also
 * needed for protocol 5, which writes the bytes of an array before its type and shape.
 *
 * <p>Start with {@link org.almt.data.pickle.PickleValue}, then {@code PickleMachine} and {@code Constructor}.
 */
package org.almt.data.pickle;
