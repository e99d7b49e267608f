package org.almt.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.almt.Almt;
import org.almt.PredictionClient;
import org.almt.PredictionServer;
import org.almt.data.SplitName;
import org.almt.data.TestSplits;
import org.almt.data.cache.ColumnCache;
import org.almt.data.mmsa.MmsaFile;
import org.almt.data.mmsa.MmsaOptions;
import org.almt.distill.Student;
import org.almt.explain.split.TrainingCurves;
import org.almt.model.Preset;
import org.almt.run.RunConfig;
import org.almt.run.TinyRun;
import org.almt.study.RunResult;
import org.almt.study.SampleTable;
import org.almt.train.StopSignal;
import org.almt.train.TrainingListener;
import org.almt.weights.BertSource;
import org.almt.weights.SmallBert;

/** Readers of what this program writes itself, and the HTTP example. */
final class OwnTargets {
    private static final UnaryOperator<byte[]> AS_IT_IS = bytes -> bytes;

    /** Of a cache file: see its writer. */
    private static final int CACHE_HEADER = 64;

    private OwnTargets() {}

    static void add(List<Target> targets) throws IOException {
        Path folder = Files.createTempDirectory("almt-fuzz-own");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        cache(targets, Files.createDirectory(folder.resolve("cache")));
        runs(targets, folder.resolve("run"));
        tables(targets);
        language(targets, Files.createDirectory(folder.resolve("bert")));
        http(targets);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException cannot) {
            System.err.println("not deleted: " + cannot);
        }
    }

    /** Columns and index of a cache file, all checksums made right. */
    private static byte[] reframed(byte[] bytes) {
        if (bytes.length < CACHE_HEADER) {
            return bytes;
        }
        byte[] copy = bytes.clone();
        ByteBuffer file = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
        long index = file.getLong(16);
        int at = Math.clamp(index, CACHE_HEADER, copy.length);
        file.putLong(16, at).putLong(24, copy.length - at);
        file.putInt(12, sum(copy, at, copy.length)).putInt(32, sum(copy, CACHE_HEADER, at));
        file.putInt(36, sum(copy, 0, 36));
        Arrays.fill(copy, 40, CACHE_HEADER, (byte) 0);
        return copy;
    }

    private static int sum(byte[] bytes, int from, int to) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, to - from);
        return (int) sum.getValue();
    }

    /** Writes the stamp of the data file into the index, so that it is the rest that is looked at. */
    private static byte[] stamped(byte[] bytes, byte[] stamp) {
        byte[] copy = reframed(bytes);
        if (copy.length >= CACHE_HEADER) {
            long at = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).getLong(16);
            System.arraycopy(stamp, 0, copy, (int) at, (int) Math.min(stamp.length, copy.length - at));
        }
        return reframed(copy);
    }

    private static void cache(List<Target> targets, Path folder) throws IOException {
        Path source = TestSplits.write(folder, TestSplits.all());
        MmsaFile.open(source, MmsaOptions.defaults().withCacheFolder(folder).withDirectLimit(0)).close();
        ColumnCache cache = new ColumnCache(folder, source);
        Path place = cache.file(SplitName.TRAIN);
        byte[] sound = Files.readAllBytes(place);
        int index = (int) ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getLong(16);
        byte[] stamp = Arrays.copyOfRange(sound, index, index + 20);
        Target.Reader find = (file, scratch) -> {
            Files.move(file, place, StandardCopyOption.REPLACE_EXISTING);
            try (Arena arena = Arena.ofConfined()) {
                cache.find(SplitName.TRAIN, arena).orElseThrow(() -> new IOException(file + " is not used"))
                        .data().columns().values().forEach(column -> {
                            if (column.key().rank != 1) {
                                column.floats(0, 0, Math.min(column.rows(), 1) * column.length() * column.width(),
                                        new float[column.length() * column.width()], 0);
                            } else if (column.key().cells == org.almt.data.column.Key.Cells.FLOAT) {
                                column.allFloats();
                            } else {
                                column.allInts();
                            }
                        });
            }
        };
        targets.add(new Target("cache", "x.columns", false, List.of(sound), AS_IT_IS, find));
        targets.add(
                new Target("cache-index", "x.columns", false, List.of(sound), bytes -> stamped(bytes, stamp), find));
    }

    private static void runs(List<Target> targets, Path run) throws IOException {
        RunConfig config = new RunConfig(TinyRun.CONFIG.preset(), TinyRun.CONFIG.kind(), TinyRun.CONFIG.data(),
                TinyRun.MODEL, TinyRun.TRAINING.with("epochs", 1), null, false);
        TinyRun.whole(run, config);
        byte[] json = Files.readAllBytes(run.resolve("config.json"));
        byte[] best = Files.readAllBytes(run.resolve("best.safetensors"));
        byte[] last = Files.readAllBytes(run.resolve("last.safetensors"));
        targets.add(new Target("saved-config", "config.json", true, List.of(json), AS_IT_IS,
                (file, scratch) -> Almt.load(Files.newInputStream(file), new ByteArrayInputStream(best)).close()));
        targets.add(new Target("saved-weights", "best.safetensors", false, List.of(best), Targets::reframed,
                (file, scratch) -> Almt.load(new ByteArrayInputStream(json), Files.newInputStream(file)).close()));
        targets.add(new Target("training-state", "last.safetensors", false, List.of(last), Targets::reframed,
                (file, scratch) -> {
                    Files.move(file, run.resolve("last.safetensors"), StandardCopyOption.REPLACE_EXISTING);
                    TinyRun.resume(run, new TrainingListener() {}, new StopSignal());
                }));
        for (String name : List.of("summary.json", "predictions.csv", "metrics.csv")) {
            byte[] sound = Files.readAllBytes(run.resolve(name));
            targets.add(new Target("run-" + name, name, true, List.of(sound), AS_IT_IS, (file, scratch) -> {
                Files.move(file, run.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                try {
                    RunResult.read(run);
                    TrainingCurves.read(run.resolve("metrics.csv"));
                } finally {
                    Files.write(run.resolve(name), sound);
                }
            }));
        }
    }

    private static void tables(List<Target> targets) throws IOException {
        LinkedHashMap<String, float[]> columns = new LinkedHashMap<>();
        columns.put("noise~0.0", new float[] {1, 0.5f});
        columns.put("noise~1.0", new float[] {-1, 0});
        Path file = Files.createTempDirectory("almt-seed").resolve("table.csv");
        new SampleTable(List.of("a", "b,\"c\""), columns).write(file);
        byte[] table = Files.readAllBytes(file);
        delete(file.getParent());
        targets.add(new Target("sample-table", "seed-1.csv", true, List.of(table), AS_IT_IS,
                (path, scratch) -> SampleTable.read(path)));
        targets.add(new Target("student", "student.json", true, List.of(
                "{\"width\": 16, \"tokens\": 2, \"hyper\": \"ahl\", \"modalityEmbedding\": true}"
                        .getBytes(StandardCharsets.UTF_8)),
                AS_IT_IS, (path, scratch) -> Student.sizes(path.toString())));
    }

    /** A folder of a language model whose configuration is not that of its weights. */
    private static void language(List<Target> targets, Path parent) throws IOException {
        Path folder = new SmallBert().folder(parent);
        targets.add(new Target("bert-folder", "config.json", true, List.of(
                SmallBert.CONFIG.getBytes(StandardCharsets.UTF_8)), AS_IT_IS, (file, scratch) -> {
                    Files.move(file, folder.resolve("config.json"), StandardCopyOption.REPLACE_EXISTING);
                    BertSource.open(folder, scratch).close();
                }));
    }

    private static void http(List<Target> targets) throws IOException {
        Almt almt = PredictionClient.model(Preset.EMBEDDED);
        int size = Float.BYTES * (almt.text().size() + almt.audio().size() + almt.vision().size());
        PredictionServer server = new PredictionServer(almt, 1);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        DataOutputStream floats = new DataOutputStream(sound);
        for (int i = 0; i < size / Float.BYTES; i++) {
            floats.writeInt(Integer.reverseBytes(Float.floatToRawIntBits(i % 7 - 3)));
        }
        targets.add(new Target("http", "body", false, List.of(sound.toByteArray()), AS_IT_IS, (file, scratch) -> {
            byte[] body = Files.readAllBytes(file);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(("POST /predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + body.length
                        + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(body);
                InputStream in = socket.getInputStream();
                String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                if (!answer.matches("(?s)HTTP/1\\.1 (200|400|413) .*")) {
                    throw new IllegalStateException("the answer is " + answer);
                }
                if (!answer.startsWith("HTTP/1.1 200 ")) {
                    throw new IOException("body: " + answer);
                }
            }
        }));
    }
}
