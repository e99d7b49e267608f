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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run whose figures are no numbers any more ends, and keeps no such weights as its best. */
class DivergenceTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({"VALID, validation MAE became NaN in epoch 1;", "TRAIN, 'loss became NaN in epoch 1, batch 1;'"})
    void aFigureThatIsNoNumberEndsTheRun(SplitName name, String what) throws IOException {
        Path run = temporary.resolve("run");
        DataSet data = (DataSet) Proxy.newProxyInstance(
                DataSet.class.getClassLoader(), new Class<?>[] {DataSet.class},
                (_, method, arguments) -> huge(name, method, arguments));
        Trainer trainer = Trainer.begin(
                RunFolder.create(run), TinyRun.CONFIG, Network.of(AlmtModel.initialised(TinyRun.MODEL, 1)), data,
                new TrainingListener() {}, new StopSignal());
        IllegalStateException end = assertThrows(IllegalStateException.class, trainer::run);
        assertTrue(end.getMessage().startsWith("train: the " + what + " try a smaller"), end.getMessage());
        assertFalse(Files.exists(run.resolve("best.safetensors")));
    }

    /** The tiny data, but features of one split as large as numbers get. */
    private static Object huge(SplitName name, Method method, Object[] arguments) throws ReflectiveOperationException {
        Object result = method.invoke(TinyRun.DATA, arguments);
        if (!(result instanceof Split split) || split.name() != name) {
            return result;
        }
        return Proxy.newProxyInstance(Split.class.getClassLoader(), new Class<?>[] {Split.class},
                (_, called, given) -> {
                    Object value = called.invoke(split, given);
                    if (given != null) {
                        Arrays.stream(given).filter(float[].class::isInstance).map(float[].class::cast)
                                .forEach(features -> Arrays.fill(features, Float.MAX_VALUE));
                    }
                    return value;
                });
    }
}
