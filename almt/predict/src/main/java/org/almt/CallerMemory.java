package org.almt;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.almt.core.SharedConstants;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.core.kernel.Scratch;
import org.almt.input.InputBatch;
import org.almt.input.InputShapes;
import org.almt.input.Modality;
import org.almt.input.RecordedProgram;
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
    private final Map<Integer, RecordedProgram<InputBatch>> bySize = new HashMap<>();
    /** Lies idle by this reference, so that the collector may have the memory when it is short. */
    final SoftReference<CallerMemory> idle = new SoftReference<>(this);

    private Workspace workspace = new Workspace();
    private InputBatch.@Nullable Memory inputs;
    private int room;

    CallerMemory(Network network, InputShapes shapes, SharedConstants constants) {
        this.network = network;
        this.shapes = shapes;
        this.constants = constants;
    }

    /** The predictions of 1 to {@link #MOST} samples that fit the model, into {@code values} from {@code at} on. */
    void predict(List<Sample> samples, float[] values, int at) {
        RecordedProgram<InputBatch> model = recorded(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            for (Modality modality : Modality.values()) {
                put(samples.get(i), modality, model.inputs(), i);
            }
        }
        model.inputs().markModified();
        Tensor result = scratch.lend(model.program()::forward);
        System.arraycopy(result.array(), result.offset(), values, at, samples.size());
    }

    /** Runs other work of the model with this caller's kernel buffers. */
    <T> T lend(Supplier<T> work) {
        return scratch.lend(work);
    }

    private RecordedProgram<InputBatch> recorded(int samples) {
        int size = 1 << Integer.SIZE - Integer.numberOfLeadingZeros(samples - 1);
        if (size > room) {
            bySize.clear();
            inputs = null;
            workspace = new Workspace();
            inputs = new InputBatch.Memory(shapes, size);
            room = size;
        }
        return bySize.computeIfAbsent(size, n -> RecordedProgram.withoutGradients(
                Objects.requireNonNull(inputs, "room is only made with them").batch(n), workspace, constants,
                network::forward));
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
