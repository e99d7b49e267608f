package org.almt.golden;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The models that ALMT is compared with, against numbers recorded from their public code: outputs, activations, every
 * term of the loss, every gradient, and runs of the real optimisers. {@code -Dalmt.golden.baselines=DIR} names a folder
 * with one subfolder a model; any sizes and seeds in that layout will do.
 */
class BaselineGoldenTest {
    private static final String PROPERTY = "almt.golden.baselines";

    /** What is compared of a model, for the folder of its record. */
    private interface Checks {
        List<DynamicTest> of(Path folder) throws IOException;
    }

    private static final Map<String, Checks> MODELS = new LinkedHashMap<>();

    static {
        MODELS.put("misa", MisaRecord::checks);
        MODELS.put("self_mm", SelfMmRecord::checks);
        MODELS.put("mmim", MmimRecord::checks);
        MODELS.put("cenet", CenetRecord::checks);
        MODELS.put("lnln", LnlnRecord::checks);
        MODELS.put("chfn", ReconstructedRecord::chfn);
        MODELS.put("fdmer", ReconstructedRecord::fdmer);
    }

    private static Path folder() {
        String given = System.getProperty(PROPERTY);
        return given != null && !given.isBlank()
                ? Path.of(given)
                : Path.of("..", "..", "shared", "golden", "baselines");
    }

    /** Absent by default, the folder is skipped visibly; named and absent, it is a failure. */
    @Test
    void recordsAreThere() {
        boolean named = System.getProperty(PROPERTY) != null && !System.getProperty(PROPERTY).isBlank();
        boolean there = Files.isDirectory(folder());
        assertFalse(named && !there, PROPERTY + ": there is no folder " + folder());
        assumeTrue(there, "no records in " + folder() + "; name their folder with -D" + PROPERTY + "=DIR");
    }

    @TestFactory
    Stream<DynamicTest> agreesWithTheRecord() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, Checks> model : MODELS.entrySet()) {
            Path folder = folder().resolve(model.getKey());
            if (Files.isDirectory(folder)) {
                tests.addAll(model.getValue().of(folder));
            } else {
                tests.add(DynamicTest.dynamicTest(model.getKey(),
                        () -> assumeTrue(false, "no record of " + model.getKey() + " in " + folder())));
            }
        }
        return tests.stream();
    }
}
