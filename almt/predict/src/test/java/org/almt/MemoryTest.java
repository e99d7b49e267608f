package org.almt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.almt.core.kernel.ChildJvm;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A model of the full sizes of CMU-MOSI, 10.4 MB of weights, in JVMs with little memory. The bits are those that this
 * JVM predicts, one sample after the other.
 */
class MemoryTest {
    private static final String PLAIN = "-Dalmt.simd=plain";

    @TempDir
    static Path temporary;

    private static Path weights;
    private static String expected;

    @BeforeAll
    static void save() throws IOException {
        AlmtModel model = new AlmtModel(Preset.MOSI.config());
        model.initialise(1);
        weights = temporary.resolve("mosi.safetensors");
        SafeTensors.write(weights, model.state());
        expected = PredictionLoad.of(weights).oneByOne().strip();
    }

    /** BERT and ALMT have 26 MB of weights. Besides them, plain loops need the same memory as for features alone. */
    @ParameterizedTest
    @CsvSource({"threads, 64", "lists, 20"})
    void sentencesIn64Or80Megabytes(String what, int many) throws Exception {
        Path folder = Files.createDirectories(temporary.resolve("sentences"));
        SentenceLoad.write(folder);
        String predicted = SentenceLoad.of(folder).oneByOne().strip();
        for (List<String> flags : List.of(List.of("-Xmx64m", PLAIN), List.of("-Xmx80m", ChildJvm.VECTOR_API))) {
            assertEquals(predicted, ChildJvm.run(flags, SentenceLoad.class,
                    folder.toString(), what, Integer.toString(many))[0].strip(), flags.toString());
        }
    }

    /** Bytes in use at the end, after the right predictions. */
    private static long run(List<String> flags, String what, int many) throws IOException, InterruptedException {
        String[] printed = ChildJvm.run(flags, PredictionLoad.class, weights.toString(), what, Integer.toString(many));
        assertEquals(expected, printed[0].strip(), flags + " " + what + " " + many);
        return Long.parseLong(printed[1]);
    }

    @Test
    void sixtyFourThreadsIn48Megabytes() throws Exception {
        run(List.of("-Xmx48m", PLAIN), "threads", 64);
        run(List.of("-Xmx48m", ChildJvm.VECTOR_API), "threads", 64);
    }

    /** A JVM that ends at the first OutOfMemoryError, caught or not. */
    @Test
    void theChangeToVectorsFitsIn48MegabytesOrIsNotTried() throws Exception {
        assertEquals("simd", kernelsAfterTheChange("-Xmx48m"));
        assertEquals("plain", kernelsAfterTheChange("-Xmx36m"));
    }

    private static String kernelsAfterTheChange(String heap) throws IOException, InterruptedException {
        String[] printed = ChildJvm.run(
                List.of(heap, "-XX:+ExitOnOutOfMemoryError", ChildJvm.VECTOR_API), PredictionLoad.class,
                weights.toString(), "change", "64");
        assertEquals(expected, printed[0].strip(), heap);
        return printed[2].split("-")[0];
    }

    @Test
    void listsOf1To32In64Megabytes() throws Exception {
        run(List.of("-Xmx64m", PLAIN), "lists", 32);
        run(List.of("-Xmx64m", ChildJvm.VECTOR_API), "lists", 32);
    }

    /** Five callers compute at the same time on five processors. */
    @Test
    void anotherCallerTakesAtMost3Megabytes() throws Exception {
        long one = run(List.of("-Xmx1g", PLAIN, "-XX:ActiveProcessorCount=1"), "threads", 20);
        long five = run(List.of("-Xmx1g", PLAIN, "-XX:ActiveProcessorCount=5"), "threads", 20);
        assertTrue(five - one <= 4 * 3_000_000L, one + " bytes for one caller, " + five + " for five");
    }

    /** After all soft references are cleared, only the model and its constants are left. */
    @Test
    void idleMemoryIsTheCollectors() throws Exception {
        List<String> flags = List.of("-Xmx1g", PLAIN, "-XX:ActiveProcessorCount=5");
        long kept = run(flags, "lists", 8);
        long released = run(List.of("-Xmx1g", PLAIN, "-XX:ActiveProcessorCount=5", "-XX:SoftRefLRUPolicyMSPerMB=0"),
                "lists", 8);
        assertTrue(kept - released > 2_500_000, kept + " bytes, then " + released);
    }
}
