package org.almt.core;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.almt.core.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * Starts with plain loops and changes over to vectors. Vector kernels are several times slower than plain loops until
 * the JVM's compiler has compiled them. From then on they are faster. Both give the same bits, so a change between two
 * computations shows in the time alone.
 *
 * <p>After {@value #CALLS_BEFORE} computations, a thread of low priority repeats such a computation with vectors. It
 * ends when this is faster than with plain loops, and later computations then use vectors. A program that computes less
 * pays nothing for vectors. If there is only one processor, the thread rests for as long as it works.
 *
 * <p>Thread-safe. There is one object for the whole JVM, because the JVM has one compiler.
 *
 * <p>Threads: safe for many at once.
 */
public final class Changeover {
    private static final Changeover OF_JVM = new Changeover();

    /** At the full lengths of CMU-MOSI, 32 predictions take half a second of one core, most of it for the first one. */
    private static final int CALLS_BEFORE = 32;

    /** Rounds before the first comparison. The compiler acts after thousands of calls, and a round makes hundreds. */
    private static final int ROUNDS = 40;

    /** Rounds after which the thread gives up waiting for the compiler, which may be switched off. */
    private static final int MOST_ROUNDS = 1_000;

    /** Number of computations, each of another model, after which plain loops stay for good. */
    private static final int MOST_TRIES = 4;

    /** Rounds from one comparison to the next. */
    private static final int STEP = 10;

    private final AtomicInteger calls = new AtomicInteger();
    private volatile @Nullable Thread thread;
    /** The computation that the thread repeats. */
    private @Nullable Supplier<Optional<Runnable>> repeated;
    /** The last computation for which vectors were not faster. */
    private volatile @Nullable Supplier<Optional<Runnable>> slower;
    private int tries;
    private volatile boolean decided;
    /** Null before the first computation. */
    private volatile @Nullable Kernels now;
    @SuppressWarnings("NullAway.Init") // set by begin(), before the thread that reads it is started
    private Kernels plain;
    @SuppressWarnings("NullAway.Init") // set as plain is
    private Kernels vectors;

    private Changeover() {}

    /** The one of the JVM. */
    public static Changeover ofJvm() {
        return OF_JVM;
    }

    /** Whether vectors are worth the change: they are available, and the user has requested nothing else. */
    public static boolean isPossible() {
        return System.getProperty("almt.simd", "auto").equals("auto") && KernelChoice.isVector(Engine.kernels());
    }

    /**
     * The kernels for one computation, which must not change while it runs: see {@link Engine#call}.
     *
     * @param exercise makes a computation like those that follow, in memory of its own; empty if there is no room for
     *     it
     */
    public Kernels kernels(Supplier<Optional<Runnable>> exercise) {
        Kernels kernels = present();
        if (!decided && calls.incrementAndGet() > CALLS_BEFORE && thread == null && exercise != slower) {
            start(exercise);
        }
        return kernels;
    }

    /** The kernels of the next computation. To ask for them counts as no computation. */
    public Kernels present() {
        Kernels present = now;
        return present == null ? begin() : present;
    }

    private synchronized Kernels begin() {
        if (now == null) {
            plain = KernelChoice.plain();
            vectors = Engine.kernels();
            now = plain;
        }
        return now;
    }

    private synchronized void start(Supplier<Optional<Runnable>> exercise) {
        if (thread == null && !decided && exercise != slower) {
            Thread warming = new Thread(null, () -> warm(exercise), "almt-warm-up", 0, false);
            warming.setDaemon(true);
            warming.setContextClassLoader(null);
            warming.setPriority(Thread.MIN_PRIORITY);
            thread = warming;
            repeated = exercise;
            try {
                warming.start();
            } catch (OutOfMemoryError e) {
                stay("no thread could be started to try vectors", e);
            }
        }
    }

    private synchronized void stay(String why, @Nullable Throwable cause) {
        repeated = null;
        decided = true;
        System.getLogger("org.almt").log(System.Logger.Level.INFO,
                "computations stay with plain loops, in the same bits: " + why, cause);
    }

    /** Ends the thread if it repeats this computation. A later computation starts it again. */
    public synchronized void pause(Supplier<Optional<Runnable>> exercise) {
        if (thread != null && repeated == exercise) {
            thread.interrupt();
            thread = null;
            repeated = null;
        }
        if (slower == exercise) {
            slower = null; // the model may be unloaded
        }
    }

    /** Whether such computations already run on the kernels that they will keep. */
    public boolean isDone(Supplier<Optional<Runnable>> exercise) {
        return decided || exercise == slower;
    }

    /** If vectors cannot be tried, computations stay with plain loops. No caller gets an exception. */
    private void warm(Supplier<Optional<Runnable>> exercise) {
        try {
            Optional<Runnable> computation = exercise.get();
            if (computation.isPresent()) {
                warm(computation.get());
            } else {
                stay("the heap has too little room to try vectors", null);
            }
        } catch (OutOfMemoryError e) {
            stay("the heap had too little room to try vectors", null);
        } catch (RuntimeException | Error e) {
            if (thread == Thread.currentThread()) { // not paused: its model may be unloaded
                stay("vectors were tried and failed", e);
            }
        }
    }

    private void warm(Runnable exercise) {
        boolean alone = Runtime.getRuntime().availableProcessors() == 1;
        Engine byVectors = new Engine(vectors, 1); // the JVM's own threads serve other computations
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            if (Thread.interrupted()) {
                return;
            }
            long time = time(byVectors, exercise);
            if (round >= ROUNDS && round % STEP == 0 && isFaster(byVectors, exercise)) {
                change();
                return;
            }
            if (alone) {
                LockSupport.parkNanos(time);
            }
        }
        giveUp();
    }

    private synchronized void change() {
        now = vectors;
        decided = true;
        repeated = null;
    }

    /** Vectors are not faster for this computation. They may be faster for a larger model. */
    private synchronized void giveUp() {
        if (thread == Thread.currentThread()) { // and it was not paused
            slower = repeated;
            repeated = null;
            thread = null;
            decided = ++tries == MOST_TRIES;
        }
    }

    private static long time(Engine engine, Runnable exercise) {
        long began = System.nanoTime();
        engine.call(() -> {
            exercise.run();
            return null;
        });
        return System.nanoTime() - began;
    }

    /** Compares the shortest of some rounds of each. Other work on the machine can only make a round longer. */
    private boolean isFaster(Engine byVectors, Runnable exercise) {
        Engine byPlain = new Engine(plain, 1);
        time(byPlain, exercise); // packs the constants for these kernels
        long ofPlain = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            ofPlain = Math.min(ofPlain, time(byPlain, exercise));
        }
        time(byVectors, exercise);
        long ofVectors = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            ofVectors = Math.min(ofVectors, time(byVectors, exercise));
        }
        return ofVectors < ofPlain;
    }
}
