package org.almt;

/**
 * Options for running an {@link Almt}. No option changes a bit of a result.
 *
 * <pre>{@code
 * Almt almt = Almt.load(run).with(AlmtOptions.usual().callers(4).threads(1));
 * }</pre>
 *
 * <p>Threads: immutable, safe for many.
 */
public final class AlmtOptions {
    private static final int MOST = 1024;
    private static final int OF_JVM = 0;
    private static final AlmtOptions USUAL =
            new AlmtOptions(Runtime.getRuntime().availableProcessors(), OF_JVM, "", (samples, waited, computed) -> {});

    private final int callers;
    private final int threads;
    private final String kernels;
    private final PredictionListener listener;

    private AlmtOptions(int callers, int threads, String kernels, PredictionListener listener) {
        this.callers = callers;
        this.threads = threads;
        this.kernels = kernels;
        this.listener = listener;
    }

    /** The defaults: as many callers at a time as there are processors, the JVM's kernels and threads, no listener. */
    public static AlmtOptions usual() {
        return USUAL;
    }

    /**
     * The number of callers that compute at the same time, each in its own memory; others wait. A caller that computes
     * one sample also computes that of a waiting caller.
     *
     * @throws IllegalArgumentException if the number is not from 1 to 1024
     */
    public AlmtOptions callers(int most) {
        return new AlmtOptions(checked("callers", most), threads, kernels, listener);
    }

    /**
     * Threads that share the work of one prediction, the caller included; see {@link org.almt.core.Engine}.
     *
     * @throws IllegalArgumentException if the number is not from 1 to 1024
     */
    public AlmtOptions threads(int number) {
        return new AlmtOptions(callers, checked("threads", number), kernels, listener);
    }

    /** Kernels by name: {@code auto}, {@code plain}, {@code simd}, …; see {@link org.almt.core.KernelChoice#of}. */
    public AlmtOptions kernels(String name) {
        if (name == null) {
            throw new IllegalArgumentException(
                    "options: the name of the kernels is null; auto, plain or simd is needed");
        }
        return new AlmtOptions(callers, threads, name, listener);
    }

    /** The receiver of the times of predictions. */
    public AlmtOptions listener(PredictionListener receiver) {
        if (receiver == null) {
            throw new IllegalArgumentException("options: the listener is null");
        }
        return new AlmtOptions(callers, threads, kernels, receiver);
    }

    private static int checked(String what, int number) {
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException(
                    "options: " + number + " " + what + "; a number from 1 to " + MOST + " is needed");
        }
        return number;
    }

    int callers() {
        return callers;
    }

    /** Whether kernels or threads differ from the JVM's. */
    boolean hasEngine() {
        return threads != OF_JVM || !kernels.isEmpty();
    }

    int threads() {
        return threads;
    }

    boolean hasThreads() {
        return threads != OF_JVM;
    }

    String kernels() {
        return kernels;
    }

    PredictionListener listener() {
        return listener;
    }
}
