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
 * The machine of an executor. This class needs no more than Java 17, so that an old Java can report its version.
 *
 * @param executor the name of the executor
 *
 * @param host its machine
 *
 * @param java its version of Java, such as {@code 25.0.3}
 *
 * @param g1 whether the garbage collector G1 is in use
 *
 * @param unseen the expected files that it cannot read
 */
record ExecutorMachine(String executor, String host, String java, boolean g1, List<String> unseen)
        implements Serializable {
    /**
     * This machine.
     *
     * @param files files that all machines should share
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
     * Checks that this machine can do the work.
     *
     * @param feature the oldest version of Java, such as 25
     *
     * @throws IOException naming the machine, the problem and the remedy
     */
    void require(int feature) throws IOException {
        String where = "executor " + executor + " on " + host;
        if (feature() < feature) {
            throw new IOException(where + " runs Java " + java + ", and Java " + feature + " is needed for this; set"
                    + " spark.executorEnv.JAVA_HOME to one that is installed there");
        }
        // Objects that native code has pinned were moved: JDK-8377811.
        if (g1 && java.matches("25(\\.0\\.[0-2])?([^.\\d].*)?")) {
            throw new IOException(where + " runs Java " + java + " with the garbage collector G1, which corrupts"
                    + " memory up to 25.0.2; use 25.0.3, or set -XX:+UseParallelGC in spark.executor.extraJavaOptions");
        }
        if (!unseen.isEmpty()) {
            throw new IOException(where + " cannot read " + unseen.get(0) + "; executors must reach it under the same"
                    + " path, so put it on storage that all machines mount");
        }
    }

    private int feature() {
        return Runtime.Version.parse(java).feature();
    }
}
