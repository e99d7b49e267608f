package org.almt.bench;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** libtorch's official build through DJL. The interface of DJL has no fused attention. */
final class DjlBackend implements Backend<NDArray> {
    private static final String ENGINE = "PyTorch";

    private final NDManager permanent = NDManager.newBaseManager(Device.cpu(), ENGINE);
    private NDManager present = permanent;
    private List<NDArray> optimised;
    private Optimizer optimiser;

    DjlBackend(int threads) {
        JniUtils.setNumThreads(threads);
    }

    private NDArray kept(NDArray array) {
        array.attach(present);
        return array;
    }

    private static PtNDArray torch(NDArray array) {
        return (PtNDArray) array;
    }

    @Override
    public NDArray tensor(float[] values, long[] shape, boolean isParameter) {
        NDArray array = permanent.create(values, new Shape(shape));
        if (isParameter) {
            array.setRequiresGradient(true);
        }
        return array;
    }

    @Override
    public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return bias == null
                ? kept(x.matMul(kept(weight.transpose())))
                : kept(JniUtils.linear(torch(x), torch(weight), torch(bias)));
    }

    @Override
    public NDArray layerNorm(NDArray x, NDArray gamma, NDArray beta, double eps) {
        Shape last = new Shape(x.getShape().get(x.getShape().dimension() - 1));
        return kept(JniUtils.layerNorm(torch(x), last, torch(gamma), torch(beta), eps));
    }

    @Override
    public NDArray gelu(NDArray x) {
        return kept(JniUtils.gelu(torch(x)));
    }

    @Override
    public NDArray matmul(NDArray a, NDArray b) {
        return kept(a.matMul(b));
    }

    @Override
    public NDArray softmax(NDArray x) {
        return kept(x.softmax(-1));
    }

    @Override
    public NDArray add(NDArray a, NDArray b) {
        return kept(a.add(b));
    }

    @Override
    public NDArray scale(NDArray x, double factor) {
        return kept(x.mul((float) factor));
    }

    @Override
    public NDArray concat(NDArray a, NDArray b) {
        return kept(a.concat(b, 1));
    }

    @Override
    public NDArray firstRows(NDArray x, long rows) {
        return kept(JniUtils.slice(torch(x), 1, 0, rows, 1));
    }

    @Override
    public NDArray reshape(NDArray x, long... shape) {
        return kept(x.reshape(shape));
    }

    @Override
    public NDArray swap(NDArray x, int i, int j) {
        return kept(x.swapAxes(i, j));
    }

    @Override
    public NDArray expand(NDArray x, long... shape) {
        return kept(x.broadcast(new Shape(shape)));
    }

    @Override
    public NDArray attention(NDArray q, NDArray k, NDArray v) {
        throw new UnsupportedOperationException("DJL has no fused attention");
    }

    @Override
    public NDArray meanSquaredError(NDArray x, NDArray y) {
        return kept(kept(kept(x.sub(y)).square()).mean());
    }

    /** Frees everything that the body makes, except what it copied out. */
    private <R> R scoped(Supplier<R> body) {
        present = permanent.newSubManager();
        try {
            return body.get();
        } finally {
            present.close();
            present = permanent;
        }
    }

    @Override
    public float[] predict(Supplier<NDArray> forward) {
        return scoped(() -> forward.get().toFloatArray());
    }

    @Override
    public void optimise(Collection<NDArray> parameters, double rate, double decay) {
        optimised = new ArrayList<>(parameters);
        optimiser = Optimizer.adamW().optLearningRateTracker(Tracker.fixed((float) rate))
                .optWeightDecays((float) decay).build();
    }

    @Override
    public float gradients(Supplier<NDArray> loss) {
        return scoped(() -> collect(loss));
    }

    private static float collect(Supplier<NDArray> loss) {
        try (GradientCollector gradients = Engine.getEngine(ENGINE).newGradientCollector()) {
            gradients.zeroGradients();
            NDArray result = loss.get();
            gradients.backward(result);
            return result.getFloat();
        }
    }

    @Override
    public float step(Supplier<NDArray> loss) {
        return scoped(() -> {
            float value = collect(loss);
            for (int i = 0; i < optimised.size(); i++) {
                try (NDArray gradient = optimised.get(i).getGradient()) {
                    optimiser.update("p" + i, optimised.get(i), gradient);
                }
            }
            return value;
        });
    }
}
