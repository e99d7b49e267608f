package org.almt.nn.checkpoint;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that never finishes a file. It prints a line when the file is begun. */
final class SlowWriter {
    private SlowWriter() {}

    public static void main(String[] arguments) throws Exception {
        AtomicFiles.writeSlowly(Path.of(arguments[0]), out -> {
            out.write(new byte[1 << 20]);
            System.out.println("begun");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
