package org.almt.bench;

import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;

/** libtorch on MKL and oneDNN: its LSTM, its convolution with channels in its fastest order, and its cross-entropy. */
@Fork(jvmArgsAppend = {Bytedeco.NATIVE, Bytedeco.NO_LIMIT, Bytedeco.NO_LIMIT_EITHER, Bytedeco.NO_CORE,
        Bytedeco.NO_REPORT, Bytedeco.MKL_FIRST})
@Environment({Bytedeco.GNU_THREADS, Bytedeco.OMP, Bytedeco.MKL, Bytedeco.KEEP_MEMORY})
public class LayerByLibtorch extends LayerWork {
    private Tensor[] inputs;
    private TensorVector leaves;
    private Supplier<Tensor> forward;

    /** For JMH. */
    public LayerByLibtorch() {}

    @Override
    double contestant(String kind) {
        torch.set_num_threads(threads);
        int at = switch (kind) {
            case "lstm" -> lstm();
            case "conv2d" -> conv2d();
            default -> crossEntropy();
        };
        leaves = new TensorVector(inputs);
        libtorchMkl();
        try (PointerScope _ = new PointerScope()) {
            Tensor result = forward.get().contiguous();
            float[] values = new float[(int) result.numel()];
            result.data_ptr_float().get(values);
            return values[at];
        }
    }

    private static Tensor tensor(float[] values, long... sizes) {
        Tensor tensor = Tensor.create(values, sizes);
        tensor.set_requires_grad(true);
        return tensor;
    }

    private int lstm() {
        int width = n[3];
        inputs = new Tensor[] {tensor(elements(1, n[0], n[1], n[2]), n[0], n[1], n[2]),
                tensor(elements(2, 4 * width, n[2]), 4L * width, n[2]),
                tensor(elements(3, 4 * width, width), 4L * width, width),
                tensor(elements(4, 4 * width), 4L * width), tensor(elements(5, 4 * width), 4L * width)};
        float[] zeros = new float[n[0] * width];
        TensorVector start =
                new TensorVector(Tensor.create(zeros, 1, n[0], width), Tensor.create(zeros, 1, n[0], width));
        TensorVector weights = new TensorVector(inputs[1], inputs[2], inputs[3], inputs[4]);
        forward = () -> torch.lstm(inputs[0], start, weights, true, 1, 0, true, false, true).get0();
        return 0;
    }

    /** [B, C, H, W], from x, in which channels are last. */
    private int conv2d() {
        float[] last = elements(1, n[0], n[1], n[2], n[3]);
        float[] x = new float[last.length];
        int pixels = n[1] * n[2];
        for (int i = 0; i < last.length; i++) {
            int pixel = i / n[3];
            x[(pixel / pixels * n[3] + i % n[3]) * pixels + pixel % pixels] = last[i];
        }
        inputs = new Tensor[] {tensor(x, n[0], n[3], n[1], n[2]),
                tensor(elements(2, n[4], n[3], 3, 3), n[4], n[3], 3, 3), tensor(elements(3, n[4]), n[4])};
        TensorOptional bias = new TensorOptional(inputs[2]);
        long[] one = {1, 1};
        forward = () -> torch.conv2d(inputs[0], inputs[1], bias, one, one, one, 1);
        return pixels + 5 * n[2] + 6;
    }

    private int crossEntropy() {
        inputs = new Tensor[] {tensor(elements(1, n[0], CLASSES), n[0], CLASSES)};
        Tensor classes = Tensor.create(Arrays.stream(classes()).asLongStream().toArray(), n[0]);
        forward = () -> torch.cross_entropy_loss(inputs[0], classes);
        return 0;
    }

    /** Forward, and the gradients of all inputs. */
    @Benchmark
    public void libtorchMkl() {
        try (PointerScope _ = new PointerScope()) {
            torch.grad(new TensorVector(forward.get().sum()), leaves, new TensorVector(), new BoolOptional(), false,
                    false);
        }
    }
}
