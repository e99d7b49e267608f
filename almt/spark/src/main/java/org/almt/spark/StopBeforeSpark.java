package org.almt.spark;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.almt.train.StopSignal;
import org.apache.spark.util.ShutdownHookManager;
import scala.runtime.BoxedUnit;

/**
 * Stops cells when this process is asked to end, and waits until they have stored their state. Only then Spark's own
 * hook ends the executors. An ordinary shutdown hook would run at the same time as Spark's.
 */
final class StopBeforeSpark implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 130;

    private final CountDownLatch released = new CountDownLatch(1);
    private final Object hook;

    StopBeforeSpark(StopSignal stop) {
        hook = ShutdownHookManager.addShutdownHook(ShutdownHookManager.SPARK_CONTEXT_SHUTDOWN_PRIORITY() + 1, () -> {
            stop.raise();
            try {
                released.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return BoxedUnit.UNIT;
        });
    }

    /** Reports that the cells have stopped. */
    void release() {
        released.countDown();
    }

    @Override
    public void close() {
        release();
        try {
            ShutdownHookManager.removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is already shutting down, and the hook has done its work
        }
    }
}
