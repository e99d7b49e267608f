package org.almt.bench;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What an op costs beside its arithmetic: chains of a thousand products of single numbers, run eagerly. The time is
 * that of one op.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public abstract class EagerWork extends Measured {
    /** Ops of a chain. */
    static final int OPS = 1000;

    /** Forward alone, or with the backward pass. */
    @Param({"forward", "forward+backward"})
    String pass;

    /** One. */
    @Param("1")
    int threads;

    /** For subclasses. */
    protected EagerWork() {}

    /** Makes the contestant ready and lets it run a chain, to see that it does it right. */
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
