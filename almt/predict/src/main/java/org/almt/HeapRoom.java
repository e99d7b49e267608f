package org.almt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.almt.saved.LanguageConfig;
import org.almt.saved.RunFiles;
import org.almt.saved.SavedConfig;
import org.almt.saved.SavedModel;
import org.jspecify.annotations.Nullable;

/**
 * Compares the weights of a model with the heap, before and while they are loaded. A JVM may be configured to exit at
 * the first OutOfMemoryError, so weights that cannot fit are refused before they are read.
 *
 * @param path the name of the model in messages
 * @param bytes the least memory that its weights take
 */
record HeapRoom(Path path, long bytes) {
    /**
     * Heap for each byte of weights. The default collector of the JVM, G1, gives whole regions to large arrays. For
     * bge-small-zh, 107 MB of weights took 140 MB with G1, and 112 MB with the serial collector.
     */
    private static final double HEAP_PER_BYTE = 1.5;

    /** Heap beside the weights, for predictions and a small application. */
    private static final int MEGABYTES_BESIDE = 40;

    private static final double MILLION = 1e6;

    /** Loads a model. */
    interface Loading {
        Almt load() throws IOException;
    }

    /** The room for a run folder with its language model. A folder that cannot be read takes none: it is refused. */
    static HeapRoom ofRun(Path run) throws IOException {
        RunFiles files = RunFiles.open(run);
        LanguageConfig language = SavedConfig.read(files.config()).language();
        long apart = language == null || language.use().finetunes() ? 0 : weights(files.bert());
        return new HeapRoom(run, size(files.best()) + apart);
    }

    /** The room for the parameters in a file. It may hold other tensors, which are not read. */
    static HeapRoom ofFile(Path weights) throws IOException {
        return new HeapRoom(weights, SavedModel.parameterBytes(weights));
    }

    /**
     * Loads the parameters in a file. To count them takes a whole reading, for its checksum. So they are counted only
     * if the file has more than half the size of the heap, or the heap had no room.
     */
    static Almt loadFile(Path weights, Loading loading) throws IOException {
        if (size(weights) > Runtime.getRuntime().maxMemory() / 2) {
            return ofFile(weights).load(loading);
        }
        try {
            return loading.load();
        } catch (OutOfMemoryError e) {
            throw ofFile(weights).refusal(e);
        }
    }

    /** The bytes of all files of weights in a folder. */
    private static long weights(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".safetensors")).mapToLong(HeapRoom::size).sum();
        }
    }

    /** The bytes of a file; 0 if this is not known. */
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // the loading reports it
        }
    }

    /**
     * Loads the model.
     *
     * @throws IOException also if the weights do not fit into the heap
     */
    Almt load(Loading loading) throws IOException {
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap) {
            throw tooSmall(heap, null);
        }
        try {
            return loading.load();
        } catch (OutOfMemoryError e) {
            throw refusal(e);
        }
    }

    private IOException refusal(OutOfMemoryError e) {
        if (!isOfHeap(e)) {
            throw e;
        }
        return tooSmall(Runtime.getRuntime().maxMemory(), e);
    }

    /** Whether more heap helps. It does not help if threads, classes or buffers outside the heap lack memory. */
    private static boolean isOfHeap(OutOfMemoryError error) {
        String message = error.getMessage();
        return message == null || message.contains("heap") || message.contains("GC overhead");
    }

    /** A heap that is large enough by itself is full of other objects, so the model needs room beside them. */
    IOException tooSmall(long heap, @Nullable OutOfMemoryError cause) {
        long present = heap >> 20;
        return new IOException(path + ": the heap of " + present + " MB has no room for weights of "
                + Math.round(bytes / MILLION) + " MB; start java with -Xmx"
                + (present < enough() ? enough() : present + enough()) + "m or more", cause);
    }

    /** The megabytes of heap that are enough for predictions and a small application. */
    long enough() {
        return (long) Math.ceil(HEAP_PER_BYTE * bytes / MILLION) + MEGABYTES_BESIDE;
    }
}
