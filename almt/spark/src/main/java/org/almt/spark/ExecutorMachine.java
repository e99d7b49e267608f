package org.almt.spark;

import java.io.IOException;
import java.io.Serializable;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;

/**
 * What an executor runs on. Nothing here needs more than Java 17, so that an old Java can say what it is.
 *
 * @param executor its name
 * @param host its machine
 * @param java such as {@code 25.0.3}
 * @param g1 whether the collector G1 is in use
 * @param unseen files that it was to see and does not
 */
record ExecutorMachine(String executor, String host, String java, boolean g1, List<String> unseen)
        implements Serializable {
    /**
     * This one.
     *
     * @param files that all machines share, or should
     */
    static ExecutorMachine here(List<String> files) throws IOException {
        List<String> unseen = new ArrayList<>();
        for (String file : files) {
            if (!Files.exists(Path.of(file))) {
                unseen.add(file);
            }
        }
        boolean g1 = ManagementFactory.getGarbageCollectorMXBeans().stream().map(GarbageCollectorMXBean::getName)
                .anyMatch(name -> name.startsWith("G1"));
        return new ExecutorMachine(SparkEnv.get().executorId(), InetAddress.getLocalHost().getHostName(),
                System.getProperty("java.version"), g1, unseen);
    }

    /**
     * Makes sure that work can be done here.
     *
     * @param feature the oldest Java, such as 25
     * @throws IOException naming the machine, what is wrong with it and what to do
     */
    void require(int feature) throws IOException {
        String where = "executor " + executor + " on " + host;
        if (feature() < feature) {
            throw new IOException(where + " runs Java " + java + ", and Java " + feature + " is needed for this; set"
                    + " spark.executorEnv.JAVA_HOME to one that is installed there");
        }
        // Objects that native code has pinned were moved: JDK-8377811.
        if (g1 && java.matches("25(\\.0\\.[0-2])?([^.\\d].*)?")) {
            throw new IOException(where + " runs Java " + java + " with the collector G1, which damages memory up to"
                    + " 25.0.2; take 25.0.3, or set -XX:+UseParallelGC in spark.executor.extraJavaOptions");
        }
        if (!unseen.isEmpty()) {
            throw new IOException(where + " does not see " + unseen.get(0) + "; executors must reach it under the same"
                    + " path, so put it on storage that all machines mount");
        }
    }

    private int feature() {
        return Runtime.Version.parse(java).feature();
    }
}
