package org.almt.spark;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Reports every few seconds how many parts of a table are done. */
final class PartitionsDone extends SparkListener {
    private static final long EVERY = TimeUnit.SECONDS.toNanos(10);

    private final Consumer<String> say;
    private int stage = -1;
    private int tasks;
    private int done;
    private String what = "";
    private long last = System.nanoTime();

    PartitionsDone(Consumer<String> say) {
        this.say = say;
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        stage = submitted.stageInfo().stageId();
        tasks = submitted.stageInfo().numTasks();
        done = 0;
        what = submitted.stageInfo().shuffleDepId().isDefined() ? " parts are read" : " parts are scored";
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.stageId() != stage || end.reason() != Success$.MODULE$) {
            return;
        }
        done++;
        if (System.nanoTime() - last > EVERY) {
            last = System.nanoTime();
            say.accept("[" + done + "/" + tasks + "]" + what);
        }
    }
}
