package org.almt.spark;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Says that an executor is gone. */
final class LostExecutors extends SparkListener {
    private final Consumer<String> warn;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    LostExecutors(Consumer<String> warn) {
        this.warn = warn;
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        String reason = removed.reason().lines().findFirst().orElse("").strip();
        if (!reason.isEmpty() && known.add(removed.executorId())) {
            warn.accept("executor " + removed.executorId() + " is lost (" + reason + "); its work is done again"
                    + " elsewhere");
        }
    }
}
