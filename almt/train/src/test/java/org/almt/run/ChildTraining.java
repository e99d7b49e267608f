package org.almt.run;

import java.io.IOException;
import java.nio.file.Path;
import org.almt.train.StopSignal;
import org.almt.train.TrainingListener;

/** Trains in a separate process that {@link ResumeTest} kills. */
final class ChildTraining {
    private ChildTraining() {}

    public static void main(String[] arguments) throws IOException {
        TrainingListener announce = new TrainingListener() {
            @Override
            public void batchDone(int epoch, int batch, double meanLoss) {
                System.out.println("batch " + batch + " of epoch " + epoch);
                System.out.flush();
            }
        };
        TinyRun.begin(Path.of(arguments[0]), TinyRun.CONFIG, announce, new StopSignal()).run();
    }
}
