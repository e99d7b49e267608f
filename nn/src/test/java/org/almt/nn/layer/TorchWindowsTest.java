package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.almt.core.Tensor;
import org.almt.core.op.ConvOptions;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.Weights;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;

/** Outputs and all gradients of PyTorch 1.13's convolutions, pooling and norms of channels, under its names. */
class TorchWindowsTest {
    private static final ConvOptions PLAIN = ConvOptions.PLAIN;

    @Test
    void conv1dIsPyTorchs() throws IOException {
        Conv1d layer = new Conv1d(4, 6, 3, PLAIN.stride(2).padding(2).dilation(2).groups(2), true);
        check("conv1d", layer, layer::forward);
    }

    @Test
    void conv2dIsPyTorchs() throws IOException {
        Conv2d layer = new Conv2d(3, 4, 3, 2, PLAIN.padding(1), true);
        check("conv2d", layer, layer::forward);
        Conv2d strided = new Conv2d(4, 4, 3, 3, PLAIN.stride(2).dilation(2).groups(4), false);
        check("conv2d_strided", strided, strided::forward);
    }

    @Test
    void convTranspose1dIsPyTorchs() throws IOException {
        ConvTranspose1d layer = new ConvTranspose1d(4, 6, 3, PLAIN.stride(2).padding(1).groups(2), 1);
        check("transposed", layer, layer::forward);
    }

    @Test
    void normsOfChannelsArePyTorchs() throws IOException {
        GroupNorm groups = new GroupNorm(2, 4);
        check("groups", groups, groups::forward);
        BatchNorm2d batch = new BatchNorm2d(4);
        batch.initialise(0);
        check("batch", batch, batch::forward);
        try (Checkpoint record = Npz.open(Fixtures.path("torch/windows.npz"))) {
            for (String name : new String[] {"running_mean", "running_var"}) {
                assertClose(name, Doubles.of(record.tensor("batch/" + name)), batch.state().get(name), 1e-6);
            }
        }
    }

    @Test
    void poolingIsPyTorchs() throws IOException {
        ConvOptions options = PLAIN.stride(2).padding(1);
        check("max", null, x -> Ops.maxPool2d(x, 3, 3, options));
        check("mean", null, x -> Ops.meanPool2d(x, 3, 3, options));
    }

    @Test
    void namesAndSizes() {
        assertEquals("Conv2d(3 -> 4, window 3 x 3)", new Conv2d(3, 4, 3).toString());
        assertEquals("GroupNorm(2 groups of 4)", new GroupNorm(2, 4).toString());
        assertEquals("ConvTranspose1d: 3 groups do not divide 4 -> 2 channels",
                assertThrows(IllegalArgumentException.class,
                        () -> new ConvTranspose1d(2, 4, 3, PLAIN.groups(3), 0)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new GroupNorm(3, 4));
        assertThrows(IllegalArgumentException.class, () -> new Conv2d(3, 4, 0));
        assertThrows(IllegalArgumentException.class, () -> new BatchNorm2d(0));
        assertThrows(IllegalArgumentException.class, () -> new RootMeanSquareNorm(0, 1e-5f));
    }

    /** RMSNorm is not in PyTorch 1.13; its formula is. */
    @Test
    void rootMeanSquareNormIsItsFormula() {
        RootMeanSquareNorm layer = Doubles.shaken(new RootMeanSquareNorm(4, 1e-3f), 1);
        LayerCheck.check(layer, new LinkedHashMap<>(Map.of("x", Doubles.random(2, 3, 4))),
                in -> layer.forward(in.get("x")),
                p -> {
                    double[] x = p.get("x");
                    double[] y = new double[x.length];
                    for (int i = 0; i < x.length; i++) {
                        double sum = 0;
                        for (int j = i / 4 * 4; j < i / 4 * 4 + 4; j++) {
                            sum += x[j] * x[j];
                        }
                        y[i] = x[i] / Math.sqrt(sum / 4 + 1e-3f) * p.get("weight")[i % 4];
                    }
                    return y;
                });
    }

    /** {@code layer} is null for a function without parameters. */
    private static void check(String name, Layer layer, UnaryOperator<Tensor> forward) throws IOException {
        try (Checkpoint record = Npz.open(Fixtures.path("torch/windows.npz"))) {
            Map<String, Tensor> parameters = layer == null ? Map.of() : layer.parameters();
            if (layer != null) {
                Weights.load(record, parameters, key -> key.startsWith(name + "/p/")
                        ? Optional.of(key.substring(name.length() + 3))
                        : Optional.empty());
            }
            Tensor x = record.tensor(name + "/x").requiresGrad(true);
            Tensor y = forward.apply(x);
            Tensor expected = record.tensor(name + "/y");
            assertEquals(expected.shape(), y.shape());
            assertClose("y", Doubles.of(expected), y, 1e-6);
            Ops.sum(Ops.mul(y, record.tensor(name + "/weight"))).backward();
            Map<String, Tensor> gradients = new LinkedHashMap<>();
            parameters.forEach((key, tensor) -> gradients.put("g/" + key, tensor.grad()));
            gradients.put("dx", x.grad());
            for (Map.Entry<String, Tensor> entry : gradients.entrySet()) {
                assertClose(entry.getKey(), Doubles.of(record.tensor(name + "/" + entry.getKey())), entry.getValue(),
                        5e-6);
            }
        }
    }
}
