package org.almt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.Layer;
import org.almt.saved.Network;
import org.almt.saved.SavedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Samples of callers that wait at the same time go through the model in pairs. Each caller must get the bits of its own
 * sample.
 */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class PairedCallersTest {
    private static final AlmtConfig SIZES = AlmtConfig.ofSizes(6, 5, 9, 3, 7, 4, 16, 2, 8, 4, 2, 16, 1, 2, 1);
    private static final int CALLERS = 12;

    private final AlmtModel model = AlmtModel.initialised(SIZES, 5);
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch proceed = new CountDownLatch(1);
    private final List<Integer> recorded = new CopyOnWriteArrayList<>();

    private static Almt of(Network network) {
        return Almt.of(new SavedModel(network, SIZES, Preset.MOSI.kind(), false, null, Path.of("drawn"), null))
                .with(AlmtOptions.usual().callers(1));
    }

    private static Sample sample(Almt almt, int number) {
        float[] audio = new float[almt.audio().size()];
        audio[number] = number;
        return Sample.of(
                Features.of(new float[almt.text().size()], almt.text().width()),
                Features.of(audio, almt.audio().width()),
                Features.of(new float[almt.vision().size()], almt.vision().width()));
    }

    /** Holds its first caller until {@link #proceed}; pairs fail if requested. */
    private Network network(boolean pairsFail) {
        Network network = Network.of(model);
        return new Network() {
            @Override
            public Layer root() {
                return network.root();
            }

            @Override
            public Tensor forward(InputBatch inputs) {
                int size = inputs.of(Modality.TEXT).shape().size(0);
                recorded.add(size);
                inside.countDown();
                try {
                    proceed.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                if (pairsFail && size == 2) {
                    throw new IllegalStateException("no pairs");
                }
                return network.forward(inputs);
            }
        };
    }

    /** The results of callers that all wait while the first computes. */
    private List<Future<Sentiment>> atOnce(Almt almt, ExecutorService threads) throws Exception {
        List<Future<Sentiment>> results = new ArrayList<>();
        List<Thread> started = new CopyOnWriteArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int number = i;
            Callable<Sentiment> call = () -> {
                started.add(Thread.currentThread());
                return almt.predict(sample(almt, number));
            };
            results.add(threads.submit(call));
            if (i == 0) {
                inside.await();
            }
        }
        while (started.size() < CALLERS || started.stream().anyMatch(t -> t.getState() != Thread.State.WAITING)) {
            Thread.sleep(1);
        }
        proceed.countDown();
        return results;
    }

    @Test
    void eachGetsTheBitsOfItsOwnSample() throws Exception {
        Almt paired = of(network(false));
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<Sentiment>> results = atOnce(paired, threads);
            Almt alone = of(Network.of(model));
            for (int i = 0; i < CALLERS; i++) {
                assertEquals(alone.predict(sample(alone, i)), results.get(i).get(), "caller " + i);
            }
            assertTrue(recorded.contains(2), "there were pairs: " + recorded);
        } finally {
            proceed.countDown();
            threads.shutdown();
        }
    }

    /** Either sample may be at fault: each is computed alone, and the faulty one is reported. */
    @Test
    void aPairThatFailsIsComputedOneByOne() throws Exception {
        Almt paired = of(network(true));
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<Sentiment>> results = atOnce(paired, threads);
            Almt alone = of(Network.of(model));
            for (int i = 0; i < CALLERS; i++) {
                assertEquals(alone.predict(sample(alone, i)), results.get(i).get(), "caller " + i);
            }
            assertTrue(recorded.contains(2), "pairs were tried: " + recorded);
            assertEquals(alone.predict(sample(alone, 1)), paired.predict(sample(alone, 1)), "and later ones work");
        } finally {
            proceed.countDown();
            threads.shutdown();
        }
    }

    /** Memory that only its caller's thread may read is never read by another. */
    @Test
    void samplesOfConfinedMemoryAreTheirCallers() throws Exception {
        Almt one = of(Network.of(model));
        Sample usual = sample(one, 3);
        Sentiment expected = one.predict(usual);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<Integer>> wrong = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                boolean confined = i % 2 == 0;
                wrong.add(threads.submit(() -> {
                    int differ = 0;
                    try (Arena arena = Arena.ofConfined()) {
                        Sample sample = confined ? copied(usual, arena) : usual;
                        for (int round = 0; round < 200; round++) {
                            differ += one.predict(sample).equals(expected) ? 0 : 1;
                        }
                    }
                    return differ;
                }));
            }
            for (Future<Integer> each : wrong) {
                assertEquals(0, each.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    private static Sample copied(Sample from, Arena arena) {
        List<Features> all = new ArrayList<>();
        for (Modality modality : Modality.values()) {
            Features features = from.features(modality);
            float[] values = new float[features.length() * features.width()];
            features.copy(values, 0);
            all.add(Features.of(arena.allocateFrom(ValueLayout.JAVA_FLOAT, values).asByteBuffer()
                    .order(ByteOrder.nativeOrder()).asFloatBuffer(), features.width()));
        }
        return Sample.of(all.get(0), all.get(1), all.get(2));
    }

    @Test
    void whoWaitsWhenTheModelIsClosedIsRefused() throws Exception {
        Almt closed = of(network(false));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Sentiment> first = threads.submit(() -> closed.predict(sample(closed, 0)));
            inside.await();
            Future<Sentiment> second = threads.submit(() -> closed.predict(sample(closed, 1)));
            closed.close();
            proceed.countDown();
            assertFalse(Float.isNaN(first.get().value()));
            Throwable refused = assertThrows(ExecutionException.class, second::get).getCause();
            assertEquals("the model is closed; load it again", refused.getMessage());
        } finally {
            proceed.countDown();
            threads.shutdown();
        }
    }
}
