package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.model.AlmtModel;
import org.almt.saved.Network;
import org.almt.train.StopSignal;
import org.almt.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run whose figures are no numbers any more ends, and keeps no such weights as its best. */
class DivergenceTest {
    @TempDir
    Path temporary;

    /** What a method of a split returns instead. */
    private interface Change {
        Object of(String method, Object[] arguments, Object result);
    }

    @ParameterizedTest
    @CsvSource({"VALID, validation MAE became NaN in epoch 1;", "TRAIN, 'loss became NaN in epoch 1, batch 1;'"})
    void aFigureThatIsNoNumberEndsTheRun(SplitName name, String what) throws IOException {
        String end = end(name, (_, arguments, result) -> {
            if (arguments != null) {
                Arrays.stream(arguments).filter(float[].class::isInstance).map(float[].class::cast)
                        .forEach(features -> Arrays.fill(features, Float.MAX_VALUE));
            }
            return result;
        });
        assertTrue(end.startsWith("train: the " + what + " try a smaller"), end);
    }

    /** The loss is a number, and the square of a gradient is not. */
    @Test
    void aGradientThatIsNoNumberEndsTheRun() throws IOException {
        String end = end(SplitName.TRAIN, (method, _, result) -> method.equals("label") ? 4e18f : result);
        assertTrue(end.startsWith("train: epoch 1, batch 1: adamw: the gradient of '"), end);
    }

    /** The message with which a run ends whose data, of one split, are changed. */
    private String end(SplitName name, Change change) throws IOException {
        Path run = temporary.resolve("run");
        DataSet data = (DataSet) Proxy.newProxyInstance(
                DataSet.class.getClassLoader(), new Class<?>[] {DataSet.class},
                (_, method, arguments) -> changed(name, change, method, arguments));
        Trainer trainer = Trainer.begin(
                RunFolder.create(run), TinyRun.CONFIG, Network.of(AlmtModel.initialised(TinyRun.MODEL, 1)), data,
                new TrainingListener() {}, new StopSignal());
        IllegalStateException end = assertThrows(IllegalStateException.class, trainer::run);
        assertFalse(Files.exists(run.resolve("best.safetensors")));
        return String.valueOf(end.getMessage());
    }

    private static Object changed(SplitName name, Change change, Method method, Object[] arguments)
            throws ReflectiveOperationException {
        Object result = method.invoke(TinyRun.DATA, arguments);
        if (!(result instanceof Split split) || split.name() != name) {
            return result;
        }
        return Proxy.newProxyInstance(Split.class.getClassLoader(), new Class<?>[] {Split.class},
                (_, called, given) -> change.of(called.getName(), given, called.invoke(split, given)));
    }
}
