package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.Weights;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs and all gradients of PyTorch 1.13's {@code LSTM} and {@code GRU} on packed sequences, under its names. */
class TorchRecurrentTest {
    @ParameterizedTest
    @ValueSource(strings = {"plain", "ragged"})
    void lstmIsPyTorchs(String name) throws IOException {
        Lstm lstm = new Lstm(config(name));
        check("lstm_" + name + "/", lstm, 2, (x, start, lengths) -> {
            RecurrentOutput<Lstm.State> read = lstm.read(x, new Lstm.State(start[0], start[1]), lengths);
            return new Tensor[] {read.states(), read.last().hidden(), read.last().cell()};
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "ragged"})
    void gruIsPyTorchs(String name) throws IOException {
        Gru gru = new Gru(config(name));
        check("gru_" + name + "/", gru, 1, (x, start, lengths) -> {
            RecurrentOutput<Tensor> read = gru.read(x, start[0], lengths);
            return new Tensor[] {read.states(), read.last()};
        });
    }

    private static RecurrentConfig config(String name) {
        RecurrentConfig plain = RecurrentConfig.of(4, 3);
        return name.equals("ragged") ? plain.layers(2).bothDirections() : plain;
    }

    private interface Read {
        Tensor[] apply(Tensor x, Tensor[] start, Indices lengths);
    }

    private static void check(String prefix, Layer layer, int states, Read read) throws IOException {
        try (Checkpoint record = Npz.open(Fixtures.path("torch/recurrent.npz"))) {
            Weights.load(record, layer.parameters(), name -> name.startsWith(prefix + "p/")
                    ? Optional.of(name.substring(prefix.length() + 2))
                    : Optional.empty());
            Tensor x = record.tensor(prefix + "x").requiresGrad(true);
            Tensor[] start = new Tensor[states];
            for (int i = 0; i < states; i++) {
                start[i] = record.tensor(prefix + (i == 0 ? "h0" : "c0")).requiresGrad(true);
            }
            Tensor[] results = read.apply(x, start, prefix.contains("ragged") ? Indices.of(5, 2, 4) : null);
            String[] names = {"y", "h", "c"};
            Tensor loss = Tensor.scalar(0);
            for (int i = 0; i < results.length; i++) {
                assertClose(names[i], Doubles.of(record.tensor(prefix + names[i])), results[i], 1e-6);
                loss = Ops.add(loss, Ops.sum(Ops.mul(results[i], record.tensor(prefix + "weight_" + names[i]))));
            }
            loss.backward();
            Map<String, Tensor> gradients = new LinkedHashMap<>();
            layer.parameters().forEach((name, tensor) -> gradients.put("g/" + name, tensor.grad()));
            gradients.put("dx", x.grad());
            for (int i = 0; i < states; i++) {
                gradients.put(i == 0 ? "dh0" : "dc0", start[i].grad());
            }
            assertEquals(layer.parameters().size() + 1 + states, gradients.size());
            for (Map.Entry<String, Tensor> entry : gradients.entrySet()) {
                assertClose(entry.getKey(), Doubles.of(record.tensor(prefix + entry.getKey())), entry.getValue(), 5e-6);
            }
        }
    }
}
