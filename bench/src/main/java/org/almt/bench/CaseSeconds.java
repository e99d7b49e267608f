package org.almt.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long the measurement of a case takes.
 *
 * @param warmup seconds of warm-up
 * @param iterations the number of iterations that its class asks for
 * @param iteration seconds of an iteration
 */
record CaseSeconds(double warmup, int iterations, double iteration) {
    /** Seconds for starting a JVM, for preparing the work, and for the result. */
    private static final double START = 1.3;

    /** Iterations of one long operation take at most so many seconds together, unless that is fewer than ten. */
    private static final double LONG = 2;

    /** A guess of what one core reaches, for plans only. */
    private static final double GIGAFLOPS = 100;

    /** EJML was 26 to 72 times slower than this engine. */
    private static final double EJML = 30;

    static CaseSeconds of(Case some) {
        Class<?> type = BenchmarkClass.of(some);
        Warmup warmup = type.getAnnotation(Warmup.class);
        Measurement measurement = type.getAnnotation(Measurement.class);
        return new CaseSeconds(warmup.iterations() * seconds(warmup.time(), warmup.timeUnit()),
                measurement.iterations(),
                seconds(measurement.time(), measurement.timeUnit()));
    }

    private static double seconds(int time, TimeUnit unit) {
        return unit.toNanos(time) / 1e9;
    }

    /** The number of iterations for operations of so many seconds: fewer if an operation takes long. */
    int iterations(double operation) {
        return operation > iteration
                ? Math.min(iterations, Math.max(10, (int) Math.ceil(LONG / operation)))
                : iterations;
    }

    /** The number of iterations of a case whose operation takes so many seconds at best. */
    static int iterations(Case some, double least) {
        return of(some).iterations(Double.isNaN(least) ? 0 : least * slowness(some));
    }

    private static double slowness(Case some) {
        return some.contestant().equals("ejml") ? EJML : 1;
    }

    /** Seconds of a measurement, guessed from the arithmetic of the case. */
    static double guess(Case some) {
        CaseSeconds seconds = of(some);
        double operation = Work.of(some).flops() / (GIGAFLOPS * 1e9 * some.threads()) * slowness(some);
        return START + seconds.warmup + seconds.iterations(operation) * Math.max(seconds.iteration, operation);
    }
}
