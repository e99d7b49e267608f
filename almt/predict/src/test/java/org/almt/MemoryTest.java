package org.almt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.ChildJvm;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.bert.BertConfig;
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
        SentenceLoad.write(folder, SentenceLoad.BERT);
        String predicted = SentenceLoad.of(folder).oneByOne().strip();
        for (List<String> flags : List.of(List.of("-Xmx64m", PLAIN), List.of("-Xmx80m", ChildJvm.VECTOR_API))) {
            assertEquals(predicted, ChildJvm.run(flags, SentenceLoad.class,
                    folder.toString(), what, Integer.toString(many))[0].strip(), flags.toString());
        }
    }

    /**
     * The layers of bge-small-zh, whose arrays of 1 MB take two regions of G1 each. The heap is that of the page's
     * rule: 1.5 times the weights and 40 MB.
     */
    @Test
    void sentencesOfWideLayersInTheHeapOfTheRule() throws Exception {
        Path folder = Files.createDirectories(temporary.resolve("wide"));
        SentenceLoad.write(folder, new BertConfig(2_000, 512, 4, 8));
        long bytes = Files.size(folder.resolve(SentenceLoad.WEIGHTS))
                + Files.size(folder.resolve("bert/model.safetensors"));
        long heap = (long) Math.ceil(1.5 * bytes / 1e6) + 40;
        assertEquals(heap, new HeapRoom(folder, bytes).enough());
        String predicted = SentenceLoad.of(folder).oneByOne().strip();
        assertEquals(predicted, ChildJvm.run(List.of("-Xmx" + heap + "m", "-XX:+UseG1GC", ChildJvm.VECTOR_API),
                SentenceLoad.class, folder.toString(), "threads", "4")[0].strip());
    }

    @Test
    void weightsThatDoNotFitAreRefusedWithTheHeapThatIsNeeded() throws Exception {
        long bytes = HeapRoom.ofFile(weights).bytes();
        assertTrue(bytes <= Files.size(weights) && bytes > 0.95 * Files.size(weights), Long.toString(bytes));
        Map<String, Tensor> more = new LinkedHashMap<>(SafeTensors.read(weights));
        more.put("optimizer.m.big", Tensor.zeros(Shape.of(1 << 20)));
        more.put("bertmodel.big", Tensor.zeros(Shape.of(1 << 20)));
        Path withOthers = temporary.resolve("others.safetensors");
        SafeTensors.write(withOthers, more);
        assertEquals(bytes, HeapRoom.ofFile(withOthers).bytes(), "tensors that are not read take no heap");
        HeapRoom vast = new HeapRoom(Path.of("vast"), 100_000_000_000_000L);
        IOException before = assertThrows(IOException.class, () -> vast.load(() -> {
            throw new AssertionError("nothing is loaded");
        }));
        assertTrue(before.getMessage().endsWith(" MB has no room for weights of 100000000 MB; start java with"
                + " -Xmx150000040m or more"), before.getMessage());
        OutOfMemoryError full = new OutOfMemoryError("Java heap space");
        IOException during = assertThrows(IOException.class, () -> HeapRoom.ofFile(weights).load(() -> {
            throw full;
        }));
        assertTrue(during.getMessage().startsWith(weights + ": the heap of "), during.getMessage());
        assertSame(full, during.getCause());
        HeapRoom small = new HeapRoom(Path.of("small"), 10_000_000);
        assertTrue(small.tooSmall(48L << 20, full).getMessage().endsWith("start java with -Xmx55m or more"));
        assertTrue(small.tooSmall(512L << 20, full).getMessage().endsWith("start java with -Xmx567m or more"));
        OutOfMemoryError threads = new OutOfMemoryError("unable to create native thread");
        assertSame(threads, assertThrows(OutOfMemoryError.class, () -> HeapRoom.ofFile(weights).load(() -> {
            throw threads;
        })));
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
