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
 * Runs one model for many callers. Each computes in its own memory and in its {@linkplain Turns turn}, so that memory
 * depends on the permits and not on the threads of a server. Idle memory is kept for the next caller, until the garbage
 * collector needs it.
 */
final class ModelRunner {
    /**
     * Predictions of each thread during warm-up; fewer if a second is over, as without C2. After 300 predictions in
     * all, one takes 0.90 ms; after 5,000 it takes 0.82 ms (full lengths of CMU-MOSI, AVX-512, one core of a Xeon).
     */
    private static final int WARM_UP = 300;

    private static final long WARM_UP_NANOS = 1_000_000_000;

    /** Threads that warm up. More than one is needed: callers that wait run other code than callers that do not. */
    private static final int WARM_UP_THREADS = 8;

    /**
     * Memory that warm-up needs, as a multiple of the parameters: packed weights, activations, and the garbage of
     * vectors until they are compiled.
     */
    private static final double ROOM_FOR_EXERCISE = 1.5;

    /**
     * Memory for the garbage of callers that encode sentences during warm-up, as a multiple of the language model's
     * parameters.
     */
    private static final double ROOM_FOR_SENTENCES = 0.5;

    private final Network network;
    private final InputShapes shapes;
    private final long ofLanguage;
    private final PredictionListener listener;
    private final Turns turns;
    /**
     * Idle memory, the last used first, because it is still in the cache. A thread that alternated between two was
     * slower by a tenth.
     */
    private final Deque<SoftReference<CallerMemory>> idle = new ConcurrentLinkedDeque<>();
    private final SharedConstants constants = new SharedConstants();
    /** Null for the JVM's kernels. */
    private final @Nullable Kernels kernels;
    /** An engine with its own threads; null for the JVM's threads. */
    private final @Nullable Engine engine;
    /** Whether predictions start with plain loops, and change to vectors once these are compiled. */
    private final boolean changes;
    private volatile @Nullable Engines engines;
    private volatile boolean closed;
    /** One object, by which the change of kernels identifies this model. */
    private final Supplier<Optional<Runnable>> exercise = this::exercise;

    /** Engines of the same kernels, on the caller alone and on the JVM's threads. */
    private record Engines(Kernels kernels, Engine alone, Engine together) {}

    /**
     * Runs a network.
     *
     * @param ofLanguage the parameters of the language model that makes its features; 0 without one
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
     * A caller with one sample uses one thread, because a sample shared by two takes 1.4 times the processor time. The
     * samples of a caller with many share all threads.
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

    /** The kernels of the next prediction. To ask for them is no prediction, and starts no change of kernels. */
    Kernels kernelsNow() {
        if (kernels != null) {
            return kernels;
        }
        return changes ? Changeover.ofJvm().present() : Engine.kernels();
    }

    /** Predicts one sample, possibly together with the samples of waiting callers. */
    float predict(Sample sample, PredictionLimits.@Nullable Watch watch) {
        Turns.Turn turn = turn(sample, watch);
        listener.predicted(1, turn.waited(), turn.computed());
        return turn.value();
    }

    private Turns.Turn turn(Sample sample, PredictionLimits.@Nullable Watch watch) {
        Turns.Turn turn = turns.enter(sample.isForAnyThread() ? sample : null, watch);
        if (turn.isFailed()) {
            turn = turns.enter(null, watch); // either sample may be at fault: this one is computed alone
        }
        if (!turn.isAnswered()) {
            compute(turn, sample);
        }
        return turn;
    }

    /**
     * Computes a sample together with that of the next waiting caller. A pair takes 1.3 ms of a core, two single
     * samples 1.8 ms. With pairs, eight threads on two cores made 1.9 times the predictions of one thread; without
     * pairs 1.6 times. With groups of four the throughput was the same, and the slowest hundredth waited longer,
     * because the scheduler divided their time (full lengths of CMU-MOSI, AVX-512, virtual Xeon).
     */
    private void compute(Turns.Turn turn, Sample sample) {
        try {
            turn.begin();
            Turns.Turn other = turn.isAlone() ? null : turns.take();
            if (other == null || !isDoneWith(other, turn, sample)) {
                turn.end(values(List.of(sample))[0]);
            }
        } finally {
            turns.leave(); // last: in the opposite order the slowest hundredth waited a quarter longer
        }
    }

    /**
     * Computes a pair, and returns whether this succeeded. If not, either sample may be at fault, and each is computed
     * alone.
     */
    private boolean isDoneWith(Turns.Turn other, Turns.Turn turn, Sample sample) {
        boolean done = false;
        try {
            float[] values = values(List.of(sample, other.sample()));
            turn.end(values[0]);
            other.answer(values[1], turn);
            done = true;
        } catch (RuntimeException | OutOfMemoryError e) {
            // reported by the caller of the faulty sample, if the failure is repeated
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

    /** Predicts 1 to {@link CallerMemory#MOST} samples, into {@code values} from {@code at} on. */
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
        requireOpen();
        CallerMemory memory = memory();
        T result = engine(shares).call(() -> work.apply(memory));
        idle.push(memory.idle); // after a failure the memory is dropped: it may be inconsistent
        if (closed) {
            idle.clear();
        }
        return result;
    }

    /** Refuses a closed model. */
    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed; load it again");
        }
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
     * Predicts zeros until the JVM has compiled the code of a prediction, or until {@code watch} stops it. The listener
     * does not receive these predictions.
     *
     * @return whether all code is compiled
     */
    boolean warmUp(PredictionLimits.@Nullable Watch watch) {
        Sample zeros = zeros();
        AtomicBoolean over = new AtomicBoolean();
        try {
            while (changes && !Changeover.ofJvm().isDone(exercise)) {
                turn(zeros, checked(watch));
            }
            // after the change of kernels, since code that calls other kernels is compiled anew
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
            // the predictions of the calling thread report the failure
        }
    }

    private Sample zeros() {
        return Sample.of(zeros(shapes.text()), zeros(shapes.audio()), zeros(shapes.vision()));
    }

    private static Features zeros(FeatureShape shape) {
        return Features.of(new float[shape.size()], shape.width());
    }

    /** A prediction of zeros, with its own memory and constants; empty if the heap has no room for them. */
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

    /**
     * Whether the heap has room. Trying is not an option: a JVM may be configured to exit at the first
     * OutOfMemoryError, even if it is caught.
     */
    private static boolean hasRoom(double bytes) {
        if (free() < bytes) {
            System.gc(); // garbage counts as used until then; with enough room, this line is not reached
        }
        return free() >= bytes;
    }

    private static long free() {
        Runtime jvm = Runtime.getRuntime();
        return jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
    }

    /** Refuses new callers and drops idle memory. Callers that compute now are completed. */
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
