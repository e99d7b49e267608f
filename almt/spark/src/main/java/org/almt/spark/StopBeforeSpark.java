package org.almt.spark;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.almt.train.StopSignal;
import org.apache.spark.util.ShutdownHookManager;
import scala.runtime.BoxedUnit;

/**
 * When this process is asked to end, stops cells and waits until they have kept their state, before Spark's own hook
 * ends the executors. An ordinary hook would run at the same time as Spark's.
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

    /** Cells have stopped. */
    void release() {
        released.countDown();
    }

    @Override
    public void close() {
        release();
        try {
            ShutdownHookManager.removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is already going down, and the hook has done its work
        }
    }
}
