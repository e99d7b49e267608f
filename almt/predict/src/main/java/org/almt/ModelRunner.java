package org.almt;

import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.almt.core.Changeover;
import org.almt.core.Engine;
import org.almt.core.KernelChoice;
import org.almt.core.SharedConstants;
import org.almt.core.kernel.Kernels;
import org.almt.input.FeatureShape;
import org.almt.input.InputShapes;
import org.almt.saved.Network;
import org.jspecify.annotations.Nullable;

/**
 * Runs one model for many callers: each computes in memory of its own and in its {@linkplain Turns turn}, so that
 * memory depends on the permits and not on the threads of a server. Memory that lies idle is kept for the next caller,
 * until the collector needs it.
 */
final class ModelRunner {
    /**
     * So many predictions of each thread that warms up; fewer where a second is over, as without C2. After 300 in all a
     * prediction takes 0.90 ms, after 5,000 0.82 (full lengths of CMU-MOSI, AVX-512, one core of a Xeon).
     */
    private static final int WARM_UP = 300;

    private static final long WARM_UP_NANOS = 1_000_000_000;

    /** Threads that warm up: callers that wait run other code than those that do not. */
    private static final int WARM_UP_THREADS = 8;

    /** Times the parameters: packed weights, activations, and what vectors leave until they are compiled. */
    private static final double ROOM_FOR_EXERCISE = 1.5;

    /** Times the parameters of a language model: what callers leave that pass sentences through it meanwhile. */
    private static final double ROOM_FOR_SENTENCES = 0.5;

    private final Network network;
    private final InputShapes shapes;
    private final long ofLanguage;
    private final PredictionListener listener;
    private final Turns turns;
    /** The last used first: it is still in the cache. One thread that took two in turn was slower by a tenth. */
    private final Deque<SoftReference<CallerMemory>> idle = new ConcurrentLinkedDeque<>();
    private final SharedConstants constants = new SharedConstants();
    /** Null for the JVM's. */
    private final @Nullable Kernels kernels;
    /** With threads of its own; null for those of the JVM. */
    private final @Nullable Engine engine;
    /** Whether predictions start with plain loops. */
    private final boolean changes;
    private volatile @Nullable Engines engines;
    private volatile boolean closed;
    /** One object, by which the change knows whose it is. */
    private final Supplier<Optional<Runnable>> exercise = this::exercise;

    /** Engines of the same kernels, on the caller alone and on the JVM's threads. */
    private record Engines(Kernels kernels, Engine alone, Engine together) {}

    /**
     * Runs a network.
     *
     * @param ofLanguage parameters of the language model whose features it takes; 0 without one
     */
    ModelRunner(Network network, InputShapes shapes, long ofLanguage, AlmtOptions options) {
        this.network = network;
        this.ofLanguage = ofLanguage;
        this.shapes = shapes;
        kernels = options.kernels().isEmpty() ? null : KernelChoice.of(options.kernels());
        engine = options.hasThreads()
                ? new Engine(kernels == null ? Engine.kernels() : kernels, options.threads())
                : null;
        changes = !options.hasEngine() && Changeover.isPossible();
        listener = options.listener();
        turns = new Turns(options.callers());
    }

    SharedConstants constants() {
        return constants;
    }

    /**
     * One caller occupies one thread, since a sample shared among two takes 1.4 times the processor's time; many
     * samples of one caller share all threads.
     */
    private Engine engine(boolean shares) {
        if (engine != null) {
            return engine;
        }
        Kernels present = present();
        Engines now = engines;
        if (now == null || now.kernels != present) {
            now = new Engines(present, new Engine(present, 1), new Engine(present));
            engines = now;
        }
        return shares ? now.together : now.alone;
    }

    private Kernels present() {
        if (kernels != null) {
            return kernels;
        }
        return changes ? Changeover.ofJvm().kernels(exercise) : Engine.kernels();
    }

    /** The prediction of one sample, perhaps together with those of others that wait. */
    float predict(Sample sample, PredictionLimits.@Nullable Watch watch) {
        Turns.Turn turn = turn(sample, watch);
        listener.predicted(1, turn.waited(), turn.computed());
        return turn.value();
    }

    private Turns.Turn turn(Sample sample, PredictionLimits.@Nullable Watch watch) {
        Turns.Turn turn = turns.enter(sample.isForAnyThread() ? sample : null, watch);
        if (turn.isFailed()) {
            turn = turns.enter(null, watch); // the fault may be of either sample: this one is computed alone
        }
        if (!turn.isAnswered()) {
            compute(turn, sample);
        }
        return turn;
    }

    /**
     * Computes a sample, and with it that of the next caller that waits: a pair takes 1.3 ms of a core, two alone 1.8.
     * Eight threads on two cores got 1.9 times the predictions of one thread so, without pairs 1.6; with groups of four
     * the throughput was the same, and the slowest hundredth waited longer, because the scheduler divided their time
     * (full lengths of CMU-MOSI, AVX-512, virtual Xeon).
     */
    private void compute(Turns.Turn turn, Sample sample) {
        try {
            turn.begin();
            Turns.Turn other = turn.isAlone() ? null : turns.take();
            if (other == null || !isDoneWith(other, turn, sample)) {
                turn.end(values(List.of(sample))[0]);
            }
        } finally {
            turns.leave(); // last: in the other order the slowest hundredth waited a quarter longer
        }
    }

    /** Whether a pair was computed; if not, for a fault that may be of either sample, each is computed alone. */
    private boolean isDoneWith(Turns.Turn other, Turns.Turn turn, Sample sample) {
        boolean done = false;
        try {
            float[] values = values(List.of(sample, other.sample()));
            turn.end(values[0]);
            other.answer(values[1], turn);
            done = true;
        } catch (RuntimeException | OutOfMemoryError e) {
            // said by the one whose sample it is, if it comes again
        } finally {
            if (!done) {
                other.fail();
            }
        }
        return done;
    }

    private float[] values(List<Sample> samples) {
        return inMemory(false, memory -> {
            float[] values = new float[samples.size()];
            memory.predict(samples, values, 0);
            return values;
        });
    }

    /** The predictions of 1 to {@link CallerMemory#MOST} samples, into {@code values} from {@code at} on. */
    void predict(List<Sample> samples, float[] values, int at, PredictionLimits.@Nullable Watch watch) {
        if (samples.size() == 1) {
            values[at] = predict(samples.get(0), watch);
            return;
        }
        long asked = System.nanoTime();
        long began = call(watch, memory -> {
            long now = System.nanoTime();
            memory.predict(samples, values, at);
            return now;
        });
        listener.predicted(samples.size(), began - asked, System.nanoTime() - began);
    }

    /** Waits for a turn and runs other work of the model, on all threads. */
    <T> T call(PredictionLimits.@Nullable Watch watch, Function<CallerMemory, T> work) {
        turns.enter(null, watch);
        try {
            return inMemory(true, work);
        } finally {
            turns.leave();
        }
    }

    private <T> T inMemory(boolean shares, Function<CallerMemory, T> work) {
        if (closed) {
            throw new IllegalStateException("the model is closed; load it again");
        }
        CallerMemory memory = memory();
        T result = engine(shares).call(() -> work.apply(memory));
        idle.push(memory.idle); // after a failure it is dropped: something in it may be half made
        if (closed) {
            idle.clear();
        }
        return result;
    }

    private CallerMemory memory() {
        for (SoftReference<CallerMemory> next = idle.poll(); next != null; next = idle.poll()) {
            CallerMemory memory = next.get();
            if (memory != null) {
                return memory;
            }
        }
        return new CallerMemory(network, shapes, constants);
    }

    /**
     * Predicts zeros until the JVM has compiled what a prediction runs, or {@code watch} says that it is enough. The
     * listener does not hear of them.
     *
     * @return whether all is compiled
     */
    boolean warmUp(PredictionLimits.@Nullable Watch watch) {
        Sample zeros = zeros();
        AtomicBoolean over = new AtomicBoolean();
        try {
            while (changes && !Changeover.ofJvm().isDone(exercise)) {
                turn(zeros, checked(watch));
            }
            // after the change, since code that calls other kernels is compiled anew
            for (int i = 1; i < WARM_UP_THREADS; i++) {
                Thread another = new Thread(null, () -> predictUntil(over, zeros), "almt-warm-up", 0, false);
                another.setDaemon(true);
                another.setContextClassLoader(null);
                another.start();
            }
            long began = System.nanoTime();
            for (int i = 0; i < WARM_UP && System.nanoTime() - began < WARM_UP_NANOS; i++) {
                turn(zeros, checked(watch));
            }
            List<Sample> most = Collections.nCopies(CallerMemory.MOST, zeros);
            call(checked(watch), memory -> {
                memory.predict(most, new float[CallerMemory.MOST], 0);
                return most;
            });
            return true;
        } catch (PredictionStoppedException e) {
            return false;
        } finally {
            over.set(true);
        }
    }

    private static PredictionLimits.@Nullable Watch checked(PredictionLimits.@Nullable Watch watch) {
        if (watch != null) {
            watch.check();
        }
        return watch;
    }

    private void predictUntil(AtomicBoolean over, Sample zeros) {
        try {
            while (!over.get()) {
                turn(zeros, null);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            // what is wrong is said by the predictions of the thread that asked for them
        }
    }

    private Sample zeros() {
        return Sample.of(zeros(shapes.text()), zeros(shapes.audio()), zeros(shapes.vision()));
    }

    private static Features zeros(FeatureShape shape) {
        return Features.of(new float[shape.size()], shape.width());
    }

    /** A prediction of zeros, in memory and with constants of its own; empty if the heap has no room for these. */
    private Optional<Runnable> exercise() {
        double parameters = ROOM_FOR_EXERCISE * network.root().parameterCount() + ROOM_FOR_SENTENCES * ofLanguage;
        if (!hasRoom(Float.BYTES * parameters)) {
            return Optional.empty();
        }
        CallerMemory memory = new CallerMemory(network, shapes, new SharedConstants());
        List<Sample> one = List.of(zeros());
        float[] value = new float[1];
        return Optional.of(() -> memory.predict(one, value, 0));
    }

    /** A JVM may be told to end at the first OutOfMemoryError, also at one that is caught. */
    private static boolean hasRoom(double bytes) {
        if (free() < bytes) {
            System.gc(); // what is garbage counts as used until then; where there is room, this is not reached
        }
        return free() >= bytes;
    }

    private static long free() {
        Runtime jvm = Runtime.getRuntime();
        return jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
    }

    /** Refuses new callers and drops what lies idle; those that compute end undisturbed. */
    void close() {
        closed = true;
        idle.clear();
        if (engine != null) {
            engine.close();
        }
        if (changes) {
            Changeover.ofJvm().pause(exercise);
        }
    }
}
