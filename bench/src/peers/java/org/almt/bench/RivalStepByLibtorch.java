package org.almt.bench;

import java.util.concurrent.TimeUnit;
import org.almt.saved.Network;
import org.almt.train.TrainingConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** MulT, MISA, Self-MM and LNLN in libtorch on MKL, in the form of their public code. */
@Fork(jvmArgsAppend = {Bytedeco.NATIVE, Bytedeco.NO_LIMIT, Bytedeco.NO_LIMIT_EITHER, Bytedeco.NO_CORE,
        Bytedeco.NO_REPORT, Bytedeco.MKL_FIRST})
@Environment({Bytedeco.GNU_THREADS, Bytedeco.OMP, Bytedeco.MKL, Bytedeco.KEEP_MEMORY})
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class RivalStepByLibtorch extends RivalStepWork {

    private RivalElsewhere rival;

    /** For JMH. */
    public RivalStepByLibtorch() {}

    /** Copies the weights, and compares the first loss with that of this engine. */
    @Setup
    public void prepare() {
        Network network = network(model, preset);
        TrainingConfig training = training(model, preset);
        rival = new RivalElsewhere(model, sizes(model, preset), network.root().parameters(), samples(preset, BATCH),
                training.lr(), threads);
        double ours = step(network, training).getAsDouble();
        double found = rival.step();
        if (!(Math.abs(ours - found) < 1e-3 * Math.abs(ours))) {
            throw new IllegalStateException(model + ": the loss is " + found + ", ours is " + ours);
        }
    }

    /** In the form of the public code. */
    @Benchmark
    public float libtorchMklWritten() {
        return rival.step();
    }
}
