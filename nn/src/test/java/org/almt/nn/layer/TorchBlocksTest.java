package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.Weights;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Outputs and all gradients of PyTorch 1.13's {@code TransformerEncoderLayer}, under its own names. */
class TorchBlocksTest {
    private static final BlockConfig PLAIN = BlockConfig.of(8, 2).hidden(12).names(BlockNames.TORCH);

    /** Blocks by their names in the record. */
    enum Named {
        POST_RELU(PLAIN.postNorm().activation(Ops::relu), AttentionMask.NONE),
        PRE_GELU(PLAIN, AttentionMask.NONE),
        PRE_RELU_CAUSAL(PLAIN.activation(Ops::relu), AttentionMask.causal());

        private final BlockConfig config;
        private final AttentionMask mask;

        Named(BlockConfig config, AttentionMask mask) {
            this.config = config;
            this.mask = mask;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBlockIsPyTorchs(Named named) throws IOException {
        String prefix = named.name().toLowerCase() + "/";
        try (Checkpoint record = Npz.open(Fixtures.path("torch/blocks.npz"))) {
            TransformerBlock block = new TransformerBlock(named.config);
            Weights.load(record, block.parameters(), name -> name.startsWith(prefix + "p/")
                    ? Optional.of(name.substring(prefix.length() + 2))
                    : Optional.empty());
            Tensor x = record.tensor(prefix + "x").requiresGrad(true);
            Tensor y = block.forward(x, x, named.mask);
            assertClose("y", Doubles.of(record.tensor(prefix + "y")), y, 2e-6);
            Ops.sum(Ops.mul(y, record.tensor(prefix + "weight"))).backward();
            Map<String, Tensor> gradients = new LinkedHashMap<>();
            block.parameters().forEach((name, tensor) -> gradients.put("g/" + name, tensor.grad()));
            gradients.put("dx", x.grad());
            assertEquals(13, gradients.size());
            for (Map.Entry<String, Tensor> entry : gradients.entrySet()) {
                // The gradient of the bias of the keys is noise, in the record too. The largest of all three sets the
                // scale.
                assertClose(entry.getKey(), Doubles.of(record.tensor(prefix + entry.getKey())), entry.getValue(), 5e-6);
            }
        }
    }
}
