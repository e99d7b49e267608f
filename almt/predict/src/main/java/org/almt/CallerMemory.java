package org.almt;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.SharedConstants;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.core.kernel.Scratch;
import org.almt.input.InputBatch;
import org.almt.input.InputShapes;
import org.almt.input.Modality;
import org.almt.saved.Network;
import org.jspecify.annotations.Nullable;

/**
 * What one caller computes in: inputs, activations and kernels' buffers, and the model recorded for each size of list.
 * Weights, folded and packed, are the model's own and shared by all callers. For one thread at a time.
 *
 * <p>Sizes are rounded up to powers of two, so that few are recorded; activations of all sizes share their memory.
 */
final class CallerMemory {
    /**
     * The most samples that go through the model together. At full lengths of CMU-MOSI eight take 1.4 MB of activations
     * and 1.6 of inputs, 32 take 5.7 and 6.4.
     */
    static final int MOST = 8;

    private final Network network;
    private final InputShapes shapes;
    private final SharedConstants constants;
    private final Scratch.Memory scratch = new Scratch.Memory();
    /** By the binary logarithm of the size. */
    private final Recorded[] recorded = new Recorded[Integer.numberOfTrailingZeros(MOST) + 1];
    /** Lies idle by this reference, so that the collector may have the memory when it is short. */
    final SoftReference<CallerMemory> idle = new SoftReference<>(this);

    private Workspace workspace = new Workspace();
    private InputBatch.@Nullable Memory inputs;
    private int room;

    private record Recorded(InputBatch inputs, Program program) {}

    CallerMemory(Network network, InputShapes shapes, SharedConstants constants) {
        this.network = network;
        this.shapes = shapes;
        this.constants = constants;
    }

    /** The predictions of 1 to {@link #MOST} samples that fit the model, into {@code values} from {@code at} on. */
    void predict(List<Sample> samples, float[] values, int at) {
        Recorded model = recorded(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            for (Modality modality : Modality.values()) {
                put(samples.get(i), modality, model.inputs, i);
            }
        }
        model.inputs.markModified();
        Tensor result = scratch.lend(model.program::forward);
        System.arraycopy(result.array(), result.offset(), values, at, samples.size());
    }

    /** Runs other work of the model with this caller's kernel buffers. */
    <T> T lend(Supplier<T> work) {
        return scratch.lend(work);
    }

    private Recorded recorded(int samples) {
        int power = Integer.SIZE - Integer.numberOfLeadingZeros(samples - 1);
        int size = 1 << power;
        if (size > room) {
            Arrays.fill(recorded, null);
            inputs = null;
            workspace = new Workspace();
            inputs = new InputBatch.Memory(shapes, size);
            room = size;
        }
        if (recorded[power] == null) {
            InputBatch batch = Objects.requireNonNull(inputs).batch(size);
            recorded[power] = new Recorded(batch, GradMode.noGrad(
                    () -> Program.trace(workspace, constants, () -> network.forward(batch))));
        }
        return recorded[power];
    }

    /** Copies one sample's rows to its place in the batch, [B, L, d], and fills the rest with zeros. */
    private static void put(Sample from, Modality modality, InputBatch inputs, int sample) {
        Features features = from.features(modality);
        inputs.length(modality, sample, from.shape(modality).length());
        Tensor batch = inputs.of(modality);
        int size = batch.shape().size(1) * batch.shape().size(2);
        int at = batch.offset() + sample * size;
        features.copy(batch.array(), at);
        Arrays.fill(batch.array(), at + features.size(), at + size, 0f);
    }
}
