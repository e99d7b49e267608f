package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.almt.core.kernel.simd.Width;
import org.almt.data.TestSplits;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training with one seed ends with one set of bits, whatever it runs on. */
class SameBitsTest {
    private static final Map<TinyTraining, String> EXPECTED = new EnumMap<>(TinyTraining.class);

    @TempDir
    static Path temporary;

    @BeforeAll
    static void trainAsUsual() throws Exception {
        for (TinyTraining training : TinyTraining.values()) {
            EXPECTED.put(training, hash(training, ChildAlmt.VECTOR_API, ""));
        }
    }

    @ParameterizedTest
    @CsvSource({
            "scalar, 1", "plain, 2", "128, 2", "256, 3", "512, 4", "auto, 3"
    })
    void kernelsAndThreads(String simd, int threads) throws Exception {
        assumeTrue(!simd.matches("\\d+") || Integer.parseInt(simd) <= Width.widest(),
                "no vectors of " + simd + " bits here; the widest are " + Width.widest());
        assertTrains(TinyTraining.WIDE, ChildAlmt.VECTOR_API, "--simd " + simd + " --threads " + threads);
    }

    @ParameterizedTest
    @CsvSource({
            "NARROW, -Xint, plain", "NARROW, -Xint, 128", "WIDE, -XX:TieredStopAtLevel=1, plain",
            "NARROW, -XX:TieredStopAtLevel=1, 128", "WIDE, -XX:-TieredCompilation, plain",
            "WIDE, -XX:-TieredCompilation, auto"
    })
    void compilers(TinyTraining training, String mode, String simd) throws Exception {
        assertTrains(training, ChildAlmt.VECTOR_API + " " + mode, "--simd " + simd);
    }

    @ParameterizedTest
    @CsvSource({
            "WIDE, -XX:UseAVX=2, auto", "NARROW, -XX:-UseFMA, plain", "NARROW, -XX:-UseFMA, auto"
    })
    void processors(TinyTraining training, String flag, String simd) throws Exception {
        String machine = System.getProperty("os.arch");
        assumeTrue(machine.equals("amd64") || machine.equals("x86_64"), flag + " is for x86, and this is " + machine);
        assertTrains(training, ChildAlmt.VECTOR_API + " " + flag, "--simd " + simd);
    }

    @ParameterizedTest
    @CsvSource({"-Xmx24m -XX:+UseSerialGC", "-Xmx900m -XX:+UseParallelGC"})
    void heaps(String flags) throws Exception {
        assertTrains(TinyTraining.WIDE, ChildAlmt.VECTOR_API + " " + flags, "");
    }

    /** The whole of training on the loops that define every bit. */
    @Test
    void reference() throws Exception {
        assertTrains(TinyTraining.NARROW, ChildAlmt.VECTOR_API, "--simd reference");
    }

    @Test
    void withoutTheVectorApi() throws Exception {
        assertTrains(TinyTraining.WIDE, "-Dnothing=added", "");
    }

    /** Features that are denormals, and features whose products are. */
    @Test
    void tinyFeatures() throws Exception {
        Map<String, Object> content = TestSplits.all();
        for (String split : List.of("train", "valid", "test")) {
            scale(TestSplits.values(content, split, "audio"), 1e-40f);
            scale(TestSplits.values(content, split, "vision"), 1e-34f);
        }
        Path data = TestSplits.write(temporary, content);
        Map<String, String> hashes = new TreeMap<>();
        for (String simd : List.of("scalar", "plain", "128", "256", "512", "auto")) {
            if (!simd.matches("\\d+") || Integer.parseInt(simd) <= Width.widest()) {
                Path run = temporary.resolve("tiny-" + simd);
                ChildAlmt.run(List.of(ChildAlmt.VECTOR_API), List.of("train", "--data", data.toString(), "--preset",
                        "sims", "--epochs", "2", "--batch-size", "2", "--lr", "1e-2", "--set", "width=40", "--set",
                        "mlp=40", "--set", "heads=2", "--set", "headSize=20", "--set", "hyperHeadSize=4", "--simd",
                        simd, "--out", run.toString())).assertDone();
                hashes.put(simd, ChildAlmt.hashOfRun(run));
            }
        }
        assertEquals(1, Set.copyOf(hashes.values()).size(), hashes.toString());
        assertTrue(hashes.size() >= 4, hashes.toString());
    }

    private static void scale(float[] values, float by) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= by;
        }
    }

    /** The values that are compared depend on the values that were computed. */
    @Test
    void anotherSeedGivesOtherBits() throws Exception {
        assertNotEquals(EXPECTED.get(TinyTraining.NARROW),
                hash(TinyTraining.NARROW, ChildAlmt.VECTOR_API, "--seed 2"));
    }

    private static void assertTrains(TinyTraining training, String flags, String options) throws Exception {
        assertEquals(EXPECTED.get(training), hash(training, flags, options), training + " " + flags + " " + options);
    }

    private static String hash(TinyTraining training, String flags, String options) throws Exception {
        Path run = temporary.resolve(Integer.toHexString((training + flags + options).hashCode()));
        List<String> more = options.isEmpty() ? List.of() : List.of(options.split(" "));
        ChildAlmt.run(List.of(flags.split(" ")), training.into(run, more)).assertDone();
        return ChildAlmt.hashOfRun(run);
    }
}
