package org.almt.cli;

import org.almt.core.Engine;
import picocli.CommandLine.Option;

/**
 * What the engine runs on. The options act through system properties, and must be applied before any class of the
 * engine is touched.
 */
final class EngineOptions {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with (default: the number of processors). Results have the same bits.")
    private Integer threads;

    @Option(
            names = "--simd",
            paramLabel = "WIDTH",
            description = "Vector width: auto, scalar, 128, 256 or 512 (default: auto). Results have the same bits.")
    private String simd;

    /** Sets the properties that the engine reads when it starts, and starts it: a choice that cannot be ends here. */
    void apply() {
        if (threads != null) {
            if (threads < 1 || threads > 1024) {
                throw new UsageError("--threads " + threads + ": a number from 1 to 1024 is needed");
            }
            System.setProperty("almt.threads", threads.toString());
        }
        if (simd != null) {
            if (!simd.matches("auto|scalar|128|256|512")) {
                throw new UsageError("--simd " + simd + ": auto, scalar, 128, 256 or 512 is needed");
            }
            System.setProperty("almt.simd", simd);
        }
        Engine.kernels();
    }
}
