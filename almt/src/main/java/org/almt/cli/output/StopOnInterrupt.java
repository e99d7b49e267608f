package org.almt.cli.output;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.almt.train.StopSignal;

/**
 * Turns Ctrl-C, or SIGTERM, into a stop after the current batch. The JVM's shutdown waits until training has written
 * its checkpoint.
 */
public final class StopOnInterrupt implements AutoCloseable {
    /**
     * Longer than any batch and its checkpoint should take. A user who cannot wait can use kill -9, which loses no
     * more.
     */
    private static final long PATIENCE_SECONDS = 120;

    private final StopSignal signal;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopAndWait, "almt-stop");

    public StopOnInterrupt(StopSignal signal) {
        this.signal = signal;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stopAndWait() {
        signal.raise();
        try {
            if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("almt: training did not stop in time; it can be resumed from its last epoch");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Removes the shutdown hook after training has ended. */
    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is already shutting down, and the hook has done its work
        }
    }
}
