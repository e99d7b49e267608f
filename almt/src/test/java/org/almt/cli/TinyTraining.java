package org.almt.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.almt.testsdata.Fixtures;

/** The words of an {@code almt train} that takes a moment: ten samples, one of them without sound, two epochs. */
enum TinyTraining {
    /** So narrow that even the interpreter and software fma get to its end. */
    NARROW(16, 2, 8, 2),
    /** So wide that its matrix products are shared among threads: 40 rows of samples, times 160 x 160. */
    WIDE(160, 8, 32, 5);

    private final List<String> sizes;

    TinyTraining(int width, int tokens, int headSize, int batch) {
        sizes = List.of("--set", "width=" + width, "--set", "mlp=" + width, "--set", "tokens=" + tokens, "--set",
                "heads=2", "--set", "headSize=" + headSize, "--set", "hyperHeadSize=4", "--set", "hyperDepth=2",
                "--set",
                "fusionDepth=1", "--batch-size", Integer.toString(batch));
    }

    List<String> into(Path run, List<String> more) {
        List<String> words = new ArrayList<>(List.of(
                "train", "--data", Fixtures.path("golden/pickles/mosi_p4.pkl").toString(), "--epochs", "2", "--out",
                run.toString()));
        words.addAll(sizes);
        words.addAll(more);
        return words;
    }
}
