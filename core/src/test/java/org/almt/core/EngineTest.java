package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.almt.core.kernel.ChildJvm;
import org.almt.core.kernel.Kernels;
import org.almt.core.op.Ops;
import org.almt.core.parallel.Slabs;
import org.almt.core.random.RandomStream;
import org.almt.testsdata.Tolerance;
import org.junit.jupiter.api.Test;

/** Additional engines have their own kernels and threads, and give the same bits. */
class EngineTest {
    private static Tensor random(long seed, int... sizes) {
        RandomStream numbers = new RandomStream(seed, 5);
        Tensor tensor = Tensor.zeros(sizes);
        for (int i = 0; i < tensor.shape().count(); i++) {
            tensor.array()[i] = 2 * numbers.nextFloat() - 1;
        }
        return tensor;
    }

    @Test
    void anEngineComputesTheSameBitsByItsOwnKernelsAndThreads() {
        Tensor a = random(1, 300, 200);
        Tensor b = random(2, 200, 100);
        float[] expected = Ops.matmul(a, b).toArray();
        Kernels plain = KernelChoice.plain();
        Kernels outside = Engine.kernels();
        int threadsOutside = Engine.threads();
        for (int threads : new int[] {1, 3}) {
            try (Engine engine = new Engine(plain, threads)) {
                float[] found = engine.call(() -> {
                    assertSame(plain, Engine.kernels());
                    assertEquals(threads, Engine.threads());
                    return Ops.matmul(a, b).toArray();
                });
                Tolerance.assertSameBits(threads + " threads", expected, found);
            }
        }
        assertSame(outside, Engine.kernels());
        assertEquals(threadsOutside, Engine.threads());
    }

    /** A slab on a worker sees the engine of the computation that it belongs to. */
    @Test
    void workersUseTheEngineOfTheirComputation() {
        Kernels plain = KernelChoice.plain();
        try (Engine engine = new Engine(plain, 3)) {
            Set<Kernels> seen = ConcurrentHashMap.newKeySet();
            engine.call(() -> {
                for (int job = 0; job < 200; job++) {
                    Slabs.over(16, 1, (from, count) -> seen.add(Engine.kernels()));
                }
                return null;
            });
            assertEquals(Set.of(plain), seen);
        }
    }

    @Test
    void closingEndsTheThreadsAndWorkGoesOn() throws InterruptedException {
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        Engine engine = new Engine(KernelChoice.plain(), 4);
        engine.call(() -> {
            for (int job = 0; job < 2_000; job++) {
                Slabs.over(64, 1, (from, count) -> workers.add(Thread.currentThread()));
            }
            return null;
        });
        workers.remove(Thread.currentThread());
        for (Thread worker : workers) {
            assertTrue(worker.isDaemon());
            assertNull(worker.getContextClassLoader());
        }
        engine.close();
        for (Thread worker : workers) {
            worker.join(10_000);
            assertFalse(worker.isAlive());
        }
        assertEquals(12f, engine.call(() -> Ops.sum(Tensor.full(1, 3, 4)).item()));
    }

    /** The output of a JVM with wrong properties. It requests the engine twice. */
    static final class Asking {
        private Asking() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                try {
                    Ops.matmul(Tensor.zeros(200, 200), Tensor.zeros(200, 200));
                    System.out.println("no error");
                } catch (IllegalArgumentException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    @Test
    void wrongPropertiesGiveASentenceEachTime() throws Exception {
        List<String> threads = List.of(ChildJvm.run(List.of("-Dalmt.threads=0", "-Dalmt.simd=plain"), Asking.class));
        assertEquals(List.of("almt.threads: '0' is not a number of threads (1 to 1024)"),
                threads.stream().distinct().collect(Collectors.toList()));
        assertEquals(2, threads.size());
        List<String> kernels = List.of(ChildJvm.run(List.of("-Dalmt.simd=avx"), Asking.class));
        assertEquals(List.of("almt.simd: 'avx' is not one of auto, reference, plain, simd, 128, 256, 512"),
                kernels.stream().distinct().collect(Collectors.toList()));
        assertEquals(2, kernels.size());
    }

    /** Vectors are slower than plain loops without C2. */
    @Test
    void withoutTheOptimisingCompilerPlainLoopsRun() throws Exception {
        for (String flag : List.of("-Xint", "-XX:TieredStopAtLevel=1")) {
            String[] printed = ChildJvm.run(List.of(ChildJvm.VECTOR_API, flag), Naming.class);
            assertEquals("plain", printed[0], flag);
            assertTrue(printed[1].startsWith("running without vector instructions"), printed[1]);
        }
        String[] forced = ChildJvm.run(List.of(ChildJvm.VECTOR_API, "-Xint", "-Dalmt.simd=128"), Naming.class);
        assertEquals("simd-128", forced[0]);
    }

    /** Names the kernels of a JVM, and why. */
    static final class Naming {
        private Naming() {}

        public static void main(String[] arguments) {
            System.out.println(Engine.kernels().name());
            System.out.println(KernelChoice.hint().orElse("no hint"));
        }
    }
}
