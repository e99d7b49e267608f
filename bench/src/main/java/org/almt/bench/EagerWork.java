package org.almt.bench;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The cost of an op beside its arithmetic: chains of a thousand products of single numbers, run eagerly. The time is
 * for one op.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public abstract class EagerWork extends Measured {
    /** Number of ops of a chain. */
    static final int OPS = 1000;

    /** Forward alone, or with the backward pass. */
    @Param({"forward", "forward+backward"})
    String pass;

    /** Always one. */
    @Param("1")
    int threads;

    /** For subclasses. */
    protected EagerWork() {}

    /** Prepares the contestant, runs a chain and checks its result. */
    @Setup(Level.Trial)
    public void prepare() {
        double found = contestant();
        double expected = pass.equals("forward") ? 1.5 : 1.5 * OPS;
        if (!(Math.abs(found - expected) < 1e-2)) {
            throw new IllegalStateException("wrong chain: " + found + ", expected " + expected);
        }
    }

    /** The end of a chain 1.5 x 1 x 1 …, or the slope of its factor. */
    abstract double contestant();
}
