package org.almt.cli.output;

import java.io.PrintWriter;
import java.util.Locale;
import org.almt.train.EpochResult;
import org.almt.train.TrainingListener;

/** Prints one plain line per epoch, for logs and pipes. */
class ProgressLines implements TrainingListener {
    final PrintWriter out;
    final TimeLeft timeLeft = new TimeLeft();
    int epochs;
    int batchesPerEpoch;

    ProgressLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void started(int epochs, int batchesPerEpoch, int epochsDone) {
        this.epochs = epochs;
        this.batchesPerEpoch = batchesPerEpoch;
        timeLeft.started(epochs, batchesPerEpoch);
    }

    @Override
    public void batchDone(int epoch, int batch, double meanLoss) {
        timeLeft.batchDone(epoch, batch);
    }

    @Override
    public void epochDone(EpochResult result) {
        out.println(line(result));
        out.flush();
    }

    /** For example {@code epoch  7/60  loss 1.2034  valid MAE 0.9120 best  12.1 ms a step  0:42 left}. */
    final String line(EpochResult result) {
        return String.format(Locale.ROOT, "%s  loss %.4f  valid MAE %.4f %-4s  %.1f ms a step  %s",
                epochOf(result.epoch()), result.trainLoss(), result.validMae(), result.isBest() ? "best" : "",
                result.stepMillis(), timeLeft.after(result.epoch(), batchesPerEpoch));
    }

    final String epochOf(int epoch) {
        int digits = Integer.toString(epochs).length();
        return String.format(Locale.ROOT, "epoch %" + digits + "d/%d", epoch, epochs);
    }
}
