package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.TensorBits;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.saved.Network;
import org.almt.train.EpochResult;
import org.almt.train.StopSignal;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test split does not affect training or selection. */
class HonestProtocolTest {
    @TempDir
    Path temporary;

    @Test
    void otherTestLabelsChangeNothingButTheTestFigures() throws IOException {
        train(temporary.resolve("real"), TinyRun.DATA, TinyRun.TRAINING, new TrainingListener() {});
        train(temporary.resolve("other"), withTestLabels(2.5f), TinyRun.TRAINING, new TrainingListener() {});
        Map<String, String> real = TinyRun.bits(temporary.resolve("real"));
        Map<String, String> other = TinyRun.bits(temporary.resolve("other"));
        for (String name : List.of("best.safetensors", "metrics.csv", "predictions-valid.csv")) {
            assertEquals(real.get(name), other.get(name), name);
        }
        assertEquals(TensorBits.of(temporary.resolve("real/last.safetensors")),
                TensorBits.of(temporary.resolve("other/last.safetensors")));
        for (String name : List.of("predictions.csv", "reference-protocol.csv", "summary.json")) {
            assertNotEquals(real.get(name), other.get(name), name);
        }
    }

    @Test
    void withoutTheReferencesTableTheTestSplitIsUntouchedUntilAllIsChosen() throws IOException {
        List<String> events = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epochDone(EpochResult result) {
                events.add("epoch");
            }
        };
        DataSet watched = withTest((split, method, arguments) -> {
            events.add("test." + method.getName());
            return method.invoke(split, arguments);
        });
        train(temporary.resolve("run"), watched, TinyRun.TRAINING.with("referenceTable", false), listener);
        int epochs = TinyRun.TRAINING.epochs();
        assertEquals(Collections.nCopies(epochs, "epoch"), events.subList(0, epochs));
        assertTrue(events.subList(epochs, events.size()).contains("test.text"));
    }

    private static void train(Path directory, DataSet data, TrainingConfig training, TrainingListener listener)
            throws IOException {
        RunConfig config =
                new RunConfig(Preset.EMBEDDED, TinyRun.CONFIG.kind(), TinyRun.CONFIG.data(), TinyRun.MODEL,
                        training, null, false);
        Network network = Network.of(AlmtModel.initialised(TinyRun.MODEL, training.seed()));
        Trainer.begin(RunFolder.create(directory), config, network, data, listener, new StopSignal()).run();
    }

    private static DataSet withTestLabels(float label) {
        return withTest((split, method, arguments) -> {
            return method.getName().equals("label") ? label : method.invoke(split, arguments);
        });
    }

    /** The data with a test split whose every method goes through {@code handler}, given the real split. */
    private static DataSet withTest(InvocationHandler handler) {
        Split real = TinyRun.DATA.split(SplitName.TEST);
        Split test = proxy(Split.class, (self, method, arguments) -> handler.invoke(real, method, arguments));
        return proxy(DataSet.class, (self, method, arguments) -> {
            boolean asksForTest = method.getName().equals("split") && arguments[0] == SplitName.TEST;
            return asksForTest ? test : method.invoke(TinyRun.DATA, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
