package org.almt;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.almt.core.Tensor;
import org.almt.input.FeatureShape;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.Layer;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.testsdata.OlderJdk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server loads the library anew for each deployment, in its own class loader, and its threads live on. The memory of
 * deployments must not add up.
 */
class RedeploymentTest {
    private static final int DEPLOYMENTS = 50;
    private static final int SERVER_THREADS = 4;

    @TempDir
    Path folder;

    private ExecutorService server;

    @BeforeEach
    void startServer() {
        server = Executors.newFixedThreadPool(SERVER_THREADS);
        for (int i = 0; i < SERVER_THREADS; i++) {
            server.submit(() -> {}); // starts a thread outside of any deployment
        }
        kernels("plain"); // 50 first predictions with vectors take minutes
    }

    @AfterEach
    void stopServer() throws InterruptedException {
        System.clearProperty("almt.simd");
        server.shutdown();
        server.awaitTermination(10, TimeUnit.SECONDS);
    }

    /** Read by each deployment. */
    private static void kernels(String names) {
        System.setProperty("almt.simd", names);
    }

    @Test
    void fiftyRedeploymentsLeaveNoClassLoader() throws Exception {
        assertAlmostAllGone(deployments(DEPLOYMENTS, 2 * SERVER_THREADS, true));
        assertNoWorkers();
    }

    /** After this number of predictions the thread that tries vectors is running. */
    @Test
    void redeploymentsInTheMiddleOfTheChangeToVectors() throws Exception {
        kernels("auto");
        assertAlmostAllGone(deployments(4, 48, true));
        assertNoWorkers();
    }

    @Test
    void redeploymentsOnVectors() throws Exception {
        kernels("simd");
        List<WeakReference<ClassLoader>> loaders = deployments(2, SERVER_THREADS, true);
        loaders.addAll(deployments(1, SERVER_THREADS, false));
        assertAlmostAllGone(loaders);
        assertNoWorkers();
    }

    /** Without close, threads end when they have been idle for some seconds. */
    @Test
    void evenWithoutClose() throws Exception {
        assertAlmostAllGone(deployments(4, 2 * SERVER_THREADS, false));
        assertNoWorkers();
    }

    private List<WeakReference<ClassLoader>> deployments(int count, int predictions, boolean closes) throws Exception {
        Path weights = folder.resolve("model.safetensors");
        AlmtModel model = new AlmtModel(Preset.EMBEDDED.config());
        model.initialise(1);
        SafeTensors.write(weights, model.state());
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            loaders.add(new WeakReference<>(deployment(weights, predictions, closes)));
        }
        return loaders;
    }

    /** Loads the library, predicts on all threads of the server, and closes the class loader. */
    private ClassLoader deployment(Path weights, int predictions, boolean closes) throws Exception {
        try (URLClassLoader loader = new URLClassLoader("deployment", libraries(), null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                return name.startsWith("org.almt.")
                        ? super.findClass(name)
                        : ClassLoader.getPlatformClassLoader().loadClass(name);
            }
        }) {
            Thread.currentThread().setContextClassLoader(loader); // as servers do
            try {
                Class<?> almtClass = loader.loadClass("org.almt.Almt");
                Object preset = loader.loadClass("org.almt.model.Preset").getMethod("of", String.class)
                        .invoke(null, "embedded");
                Object almt = almtClass.getMethod("load", Path.class, preset.getClass()).invoke(null, weights, preset);
                Class<?> sampleClass = loader.loadClass("org.almt.Sample");
                Object sample = sampleClass.getMethod("of", float[][].class, float[][].class, float[][].class)
                        .invoke(null, rows(almt, "text"), rows(almt, "audio"), rows(almt, "vision"));
                List<Callable<String>> requests = new ArrayList<>();
                for (int i = 0; i < predictions; i++) {
                    requests.add(() -> almtClass.getMethod("predict", sampleClass).invoke(almt, sample).toString());
                }
                for (Future<String> answer : server.invokeAll(requests)) {
                    answer.get();
                }
                if (closes) {
                    almtClass.getMethod("close").invoke(almt);
                }
            } finally {
                Thread.currentThread().setContextClassLoader(RedeploymentTest.class.getClassLoader());
            }
            return loader;
        }
    }

    private static float[][] rows(Object almt, String modality) throws ReflectiveOperationException {
        Object shape = almt.getClass().getMethod(modality).invoke(almt);
        int length = (int) shape.getClass().getMethod("length").invoke(shape);
        int width = (int) shape.getClass().getMethod("width").invoke(shape);
        assertTrue(new FeatureShape(length, width).size() > 0);
        return new float[length][width];
    }

    private static URL[] libraries() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Class<?> type : List.of(Almt.class, Layer.class, Tensor.class)) {
            urls.add(OlderJdk.home(type).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    /**
     * All but one, which the JVM itself holds by a soft reference; a collection may need some rounds, and idle threads
     * some seconds.
     */
    private static void assertAlmostAllGone(List<WeakReference<ClassLoader>> loaders) throws InterruptedException {
        long alive = loaders.size();
        for (int round = 0; round < 100 && alive > 1; round++) {
            System.gc();
            Thread.sleep(100);
            alive = loaders.stream().filter(loader -> loader.get() != null).count();
        }
        assertTrue(alive <= 1, alive + " class loaders of " + loaders.size() + " are alive");
    }

    private static void assertNoWorkers() throws InterruptedException {
        for (int round = 0; round < 100 && !workers().isEmpty(); round++) {
            Thread.sleep(100);
        }
        assertTrue(workers().isEmpty(), workers().toString());
    }

    /** Threads of the library in class loaders other than ours. */
    private static List<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getClass().getName().startsWith("org.almt."))
                .filter(thread -> thread.getClass().getClassLoader() != Almt.class.getClassLoader()).toList();
    }
}
