package org.almt.spark;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Reports lost executors. */
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
            warn.accept("executor " + removed.executorId() + " is lost (" + reason + "); another executor repeats its"
                    + " work");
        }
    }
}
