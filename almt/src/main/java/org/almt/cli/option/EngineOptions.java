package org.almt.cli.option;

import org.almt.core.Engine;
import org.almt.core.KernelChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options for threads and vector width. They act through system properties, so they must be applied before any
 * class of the engine is loaded.
 */
public final class EngineOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with (default: the number of processors). Results have the same bits.")
    private @Nullable Integer threads;

    @Option(
            names = "--simd",
            paramLabel = "WIDTH",
            description = "Vector width: auto, 128, 256 or 512. Or loops without vectors: plain (fast) or reference"
                    + " (the definition, slow). Default: auto. Results have the same bits.")
    private @Nullable String simd;

    /**
     * The threads of a task on other machines. The default is one: two threads take 1.5 times the processor time of
     * one.
     */
    public int ofTask() {
        if (threads != null && (threads < 1 || threads > 1024)) {
            throw new UsageError("--threads " + threads + ": a number from 1 to 1024 is needed");
        }
        return threads == null ? 1 : threads;
    }

    /** Refuses options that other machines cannot receive. */
    public void checkFor(ClusterOptions cluster) {
        if (cluster.isGiven() && simd != null) {
            throw new UsageError("--simd goes with this machine alone; with --on, leave it out");
        }
    }

    /**
     * Sets the properties that the engine reads at its start, and starts it. An impossible choice fails here. A warning
     * reports an engine that is slower than it could be.
     */
    public void apply() {
        if (threads != null) {
            System.setProperty("almt.threads", Integer.toString(ofTask()));
        }
        if (simd != null) {
            if (!simd.matches("auto|reference|plain|scalar|128|256|512")) {
                throw new UsageError("--simd " + simd + ": auto, reference, plain, 128, 256 or 512 is needed");
            }
            System.setProperty("almt.simd", simd);
        }
        Engine.kernels();
        KernelChoice.hint().ifPresent(hint -> command.commandLine().getErr().println("almt: " + hint));
    }
}
