package org.almt;

import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
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

    private final Network network;
    private final InputShapes shapes;
    private final PredictionListener listener;
    private final Turns turns;
    /** The last used first: it is still in the cache. One thread that took two in turn was slower by a tenth. */
    private final Deque<SoftReference<CallerMemory>> idle = new ConcurrentLinkedDeque<>();
    private final SharedConstants constants = new SharedConstants();
    /** Null for the JVM's. */
    private final @Nullable Engine engine;
    /** Whether predictions start with plain loops. */
    private final boolean changes;
    private volatile @Nullable Engines engines;
    private volatile boolean closed;

    /** Engines of the same kernels, on the caller alone and on the JVM's threads. */
    private record Engines(Kernels kernels, Engine alone, Engine together) {}

    ModelRunner(Network network, InputShapes shapes, AlmtOptions options) {
        this.network = network;
        this.shapes = shapes;
        engine = options.hasEngine() ? engine(options) : null;
        changes = engine == null && Changeover.isPossible();
        listener = options.listener();
        turns = new Turns(options.callers());
    }

    private static Engine engine(AlmtOptions options) {
        return new Engine(
                options.kernels().isEmpty() ? Engine.kernels() : KernelChoice.of(options.kernels()),
                options.hasThreads() ? options.threads() : Engine.threads());
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
        Kernels kernels = changes ? Changeover.ofJvm().kernels(this::exercise) : Engine.kernels();
        Engines now = engines;
        if (now == null || now.kernels != kernels) {
            now = new Engines(kernels, new Engine(kernels, 1), new Engine(kernels));
            engines = now;
        }
        return shares ? now.together : now.alone;
    }

    /** The prediction of one sample, perhaps together with those of others that wait. */
    float predict(Sample sample, PredictionLimits.@Nullable Watch watch) {
        Turns.Turn turn = turns.enter(sample, watch);
        if (turn.isFailed()) {
            turn = turns.enter(null, watch); // the fault may be of either sample: this one is computed alone
        }
        if (!turn.isAnswered()) {
            compute(turn, sample);
        }
        listener.predicted(1, turn.waited(), turn.computed());
        return turn.value();
    }

    /**
     * Computes a sample, and with it that of the next caller that waits: a pair takes 1.3 ms of a core, two alone 1.8.
     * Eight threads on two cores got 1.9 times the predictions of one thread so, without pairs 1.6; with groups of four
     * the throughput was the same, and the slowest hundredth waited longer, because the scheduler divided their time
     * (full lengths of CMU-MOSI, AVX-512, virtual Xeon).
     */
    private void compute(Turns.Turn turn, Sample sample) {
        Turns.Turn other = turn.isAlone() ? null : turns.take();
        List<Sample> samples = other == null ? List.of(sample) : List.of(sample, other.sample());
        float[] values = new float[samples.size()];
        boolean done = false;
        try {
            turn.begin();
            inMemory(false, memory -> {
                memory.predict(samples, values, 0);
                return values;
            });
            turn.end(values[0]);
            done = true;
        } finally {
            if (other != null && done) {
                other.answer(values[1], turn);
            } else if (other != null) {
                other.fail();
            }
            turns.leave(); // last: in the other order the slowest hundredth waited a quarter longer
        }
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
        try {
            return engine(shares).call(() -> work.apply(memory));
        } finally {
            idle.push(memory.idle);
            if (closed) {
                idle.clear();
            }
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

    /** Predicts zeros until the JVM has compiled what a prediction runs. */
    void warmUp() {
        Sample zeros = zeros();
        while (changes && !Changeover.ofJvm().isDone()) {
            predict(zeros, null);
        }
        // after the change, since code that calls other kernels is compiled anew
        AtomicBoolean over = new AtomicBoolean();
        for (int i = 1; i < WARM_UP_THREADS; i++) {
            Thread another = new Thread(null, () -> predictUntil(over, zeros), "almt-warm-up", 0, false);
            another.setDaemon(true);
            another.setContextClassLoader(null);
            another.start();
        }
        try {
            long began = System.nanoTime();
            for (int i = 0; i < WARM_UP && System.nanoTime() - began < WARM_UP_NANOS; i++) {
                predict(zeros, null);
            }
            predict(Collections.nCopies(CallerMemory.MOST, zeros), new float[CallerMemory.MOST], 0, null);
        } finally {
            over.set(true);
        }
    }

    private void predictUntil(AtomicBoolean over, Sample zeros) {
        try {
            while (!over.get()) {
                predict(zeros, null);
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

    /** A prediction of zeros, in memory and with constants of its own. */
    private Runnable exercise() {
        CallerMemory memory = new CallerMemory(network, shapes, new SharedConstants());
        List<Sample> one = List.of(zeros());
        float[] value = new float[1];
        return () -> memory.predict(one, value, 0);
    }

    /** Refuses new callers and drops what lies idle; those that compute end undisturbed. */
    void close() {
        closed = true;
        idle.clear();
        if (engine != null) {
            engine.close();
        }
        if (changes) {
            Changeover.ofJvm().pause();
        }
    }
}
