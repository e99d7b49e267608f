package org.almt.testsdata;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that holds the lock of a file until it is killed, or its input ends. */
public final class LockHolder {
    private LockHolder() {}

    /** Starts one; it prints {@code true} as soon as it has the lock. */
    public static Process start(Path file) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), LockHolder.class.getName(), file.toString()).start();
    }

    /** Locks the file that the argument names. */
    public static void main(String[] arguments) throws IOException {
        try (FileChannel file = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
            System.out.println(file.lock().isValid());
            System.in.read();
        }
    }
}
