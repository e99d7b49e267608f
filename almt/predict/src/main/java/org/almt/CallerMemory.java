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
 * The memory of one caller: inputs, activations and kernels' buffers, and the program recorded for each batch size. The
 * weights, folded and packed, belong to the model and are shared by all callers. For one thread at a time.
 *
 * <p>Batch sizes are rounded up to powers of two, so that few programs are recorded. The activations of all sizes share
 * their memory.
 */
final class CallerMemory {
    /**
     * The most samples that go through the model together. At full lengths of CMU-MOSI, eight samples take 1.4 MB of
     * activations and 1.6 MB of inputs; 32 samples take 5.7 and 6.4 MB.
     */
    static final int MOST = 8;

    private final Network network;
    private final InputShapes shapes;
    private final SharedConstants constants;
    private final Scratch.Memory scratch = new Scratch.Memory();
    private final Map<Integer, RecordedProgram<InputBatch>> bySize = new HashMap<>();
    /** Idle memory is held by this soft reference, so that the garbage collector can free it when memory is short. */
    final SoftReference<CallerMemory> idle = new SoftReference<>(this);

    private Workspace workspace = new Workspace();
    private InputBatch.@Nullable Memory inputs;
    private int room;

    CallerMemory(Network network, InputShapes shapes, SharedConstants constants) {
        this.network = network;
        this.shapes = shapes;
        this.constants = constants;
    }

    /** Predicts 1 to {@link #MOST} samples that fit the model, into {@code values} from {@code at} on. */
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
                Objects.requireNonNull(inputs, "the inputs are created when room is"
                        + " set").batch(n),
                workspace, constants,
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
