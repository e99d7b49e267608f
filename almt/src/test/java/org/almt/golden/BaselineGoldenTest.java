package org.almt.golden;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the models that ALMT is compared with to numbers recorded from their public code: outputs, activations,
 * every term of the loss, every gradient, and runs of the real optimisers. {@code -Dalmt.golden.baselines=DIR} names a
 * folder with one subfolder a model; any sizes and seeds in that layout will do.
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
        MODELS.put("imder", ImderRecord::checks);
        MODELS.put("lnln", LnlnRecord::checks);
        MODELS.put("chfn", ReconstructedRecord::chfn);
        MODELS.put("fdmer", ReconstructedRecord::fdmer);
    }

    private static final Map<String, List<String>> COMMITTED = Map.of(
            "self_mm", List.of("config.json", "data.npz", "state_dict.npz", "fwd_bwd_f64.npz", "label_update_f64.npz",
                    "curve_f64.npz", "state_dict_after_f64.npz", "step1.npz"),
            "mmim", List.of("config.json", "data.npz", "state_dict.npz", "stage1_f64.npz", "stage2_f64.npz",
                    "curve_f64.npz", "curve_zeros_f64.npz", "state_dict_after_f64.npz",
                    "state_dict_after_zeros_f64.npz", "step1.npz"),
            "chfn", List.of("chfn_config.json", "chfn_cases.npz", "chfn_grad.npz", "chfn_state_dict.npz"),
            "fdmer", List.of("fdmer_config.json", "fdmer_cases.npz", "fdmer_grad.npz", "fdmer_state_dict.npz"));

    @TempDir
    static Path temporary;

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

    /** The records that are small enough to be always there. */
    @TestFactory
    Stream<DynamicTest> agreesWithTheCommittedRecord() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, List<String>> model : COMMITTED.entrySet()) {
            Path folder = Files.createDirectories(temporary.resolve(model.getKey()));
            for (String file : model.getValue()) {
                try (InputStream in = Fixtures.open("golden/baselines/" + model.getKey() + "/" + file)) {
                    Files.copy(in, folder.resolve(file));
                }
            }
            tests.addAll(MODELS.get(model.getKey()).of(folder));
        }
        return tests.stream();
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
