package org.almt.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.almt.core.Tensor;
import org.almt.nn.Module;
import org.almt.nn.Parameters;
import org.almt.nn.checkpoint.SafeTensors;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.optim.AdamW;

/**
 * {@code last.safetensors}: the weights under their own names, AdamW's moments under {@value #M} and {@value #V} before
 * those names, and the {@link TrainingState} in the header. Equal states give equal bytes.
 */
public final class TrainingCheckpoint {
    /** Before the name of a parameter: its first moment. */
    public static final String M = "optimizer.m.";

    /** Before the name of a parameter: its second moment. */
    public static final String V = "optimizer.v.";

    private TrainingCheckpoint() {}

    /** Whether a tensor's name is one of the optimiser's. */
    public static boolean isOptimiserState(String name) {
        return name.startsWith(M) || name.startsWith(V);
    }

    /** Writes everything that a resumed run needs. */
    public static void save(Path file, Module module, Parameters parameters, AdamW optimiser, TrainingState state)
            throws IOException {
        List<TensorSource> tensors = new ArrayList<>();
        tensorsOf(module, parameters, optimiser).forEach((name, tensor) -> tensors.add(TensorSource.of(name, tensor)));
        SafeTensors.write(file, tensors, state.toMetadata());
    }

    /**
     * Brings back what {@link #save} wrote.
     *
     * @throws IOException when the file is damaged or belongs to another model; nothing is changed then
     */
    public static TrainingState load(Path file, Module module, Parameters parameters, AdamW optimiser)
            throws IOException {
        try (SafeTensors in = SafeTensors.open(file)) {
            TrainingState state = TrainingState.of(in.metadata(), file.toString());
            Map<String, Tensor> wanted = tensorsOf(module, parameters, optimiser);
            requireSame(file, in, wanted);
            for (Map.Entry<String, Tensor> entry : wanted.entrySet()) {
                Tensor tensor = entry.getValue();
                in.read(entry.getKey(), tensor.array(), tensor.offset());
                tensor.touched();
            }
            optimiser.restoreSteps(state.steps());
            return state;
        }
    }

    private static Map<String, Tensor> tensorsOf(Module module, Parameters parameters, AdamW optimiser) {
        Map<String, Tensor> all = module.parameters();
        parameters.named(optimiser.firstMoment()).forEach((name, tensor) -> all.put(M + name, tensor));
        parameters.named(optimiser.secondMoment()).forEach((name, tensor) -> all.put(V + name, tensor));
        return all;
    }

    private static void requireSame(Path file, SafeTensors in, Map<String, Tensor> wanted) throws IOException {
        Set<String> differing = new HashSet<>(in.tensors().keySet());
        differing.removeAll(wanted.keySet());
        for (Map.Entry<String, Tensor> entry : wanted.entrySet()) {
            String name = entry.getKey();
            if (!in.tensors().containsKey(name) || !in.info(name).shape().equals(entry.getValue().shape())) {
                differing.add(name);
            }
        }
        if (!differing.isEmpty()) {
            throw new IOException(file + ": belongs to another model; " + differing.size()
                    + " tensors are missing, unexpected or of another shape, among them "
                    + differing.stream().sorted().findFirst().orElseThrow());
        }
    }
}
