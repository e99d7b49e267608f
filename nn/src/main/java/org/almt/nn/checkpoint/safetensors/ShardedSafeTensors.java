package org.almt.nn.checkpoint.safetensors;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.almt.core.op.Checks;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.NearbyFiles;
import org.almt.nn.checkpoint.TensorInfo;
import org.almt.nn.checkpoint.bytes.Place;
import org.almt.nn.checkpoint.bytes.TensorNames;
import org.almt.nn.json.JsonException;
import org.almt.nn.json.JsonReader.Token;
import org.almt.nn.json.JsonReader;

/**
 * Safetensors in several files, as Hugging Face's {@code save_pretrained(max_shard_size=…)} writes them: an index, and
 * these files beside it. The {@code weight_map} of the index states for each tensor which file has it. Every tensor
 * must be in the stated file, and no file may hold other tensors.
 *
 * <p>Threads: safe for many at once.
 */
public final class ShardedSafeTensors implements Checkpoint {
    /** The most accepted shards. All are open at the same time. */
    public static final int MAX_SHARDS = 1_000;

    /** The largest accepted index, in bytes. */
    public static final long MAX_INDEX_BYTES = 64 << 20;

    private static final JsonReader.Limits LIMITS = new JsonReader.Limits(8, TensorNames.MAX_LENGTH, 1 << 16, 30);

    private final Path path;
    private final Map<String, SafeTensors> shards = new LinkedHashMap<>();
    private final Map<String, SafeTensors> files = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    private ShardedSafeTensors(Path path) {
        this.path = path;
    }

    /** Opens an index and the shards beside it; see {@link #open(Path, NearbyFiles)}. */
    public static ShardedSafeTensors open(Path index) throws IOException {
        Checks.given("ShardedSafeTensors.open", "index", index);
        return open(index, NearbyFiles.of(index));
    }

    /**
     * Opens an index and its shards and checks all headers. Elements are read when they are requested.
     *
     * @throws CheckpointException if a file is missing or cannot be read, breaks a rule of the format, or holds other
     *     tensors than the index states
     */
    public static ShardedSafeTensors open(Path index, NearbyFiles beside) throws IOException {
        Checks.given("ShardedSafeTensors.open", "index", index);
        ShardedSafeTensors all = new ShardedSafeTensors(index);
        try {
            for (Map.Entry<String, String> entry : weightMap(index).entrySet()) {
                all.add(entry.getKey(), entry.getValue(), beside);
            }
            all.requireNoOthers();
            return all;
        } catch (IOException | RuntimeException | Error broken) {
            try {
                all.close();
            } catch (IOException another) {
                broken.addSuppressed(another);
            }
            throw broken;
        }
    }

    private void add(String tensor, String file, NearbyFiles beside) throws IOException {
        NearbyFiles.check(path, file);
        SafeTensors shard = shards.get(file);
        if (shard == null) {
            if (shards.size() == MAX_SHARDS) {
                throw new CheckpointException(path, "names more than " + MAX_SHARDS + " files, the most accepted",
                        "save the model in larger shards");
            }
            shard = SafeTensors.open(beside.file(file));
            shards.put(file, shard);
        }
        TensorInfo info = shard.tensors().get(tensor);
        if (info == null) {
            throw new CheckpointException(path, "says that " + CheckpointException.quote(tensor) + " is in "
                    + CheckpointException.quote(file) + ", which holds no such tensor",
                    "download the index and the files it names again");
        }
        files.put(tensor, shard);
        tensors.put(tensor, info);
    }

    private void requireNoOthers() throws CheckpointException {
        for (SafeTensors shard : shards.values()) {
            for (String tensor : shard.tensors().keySet()) {
                if (files.get(tensor) != shard) {
                    throw new CheckpointException(shard.path(),
                            "holds " + CheckpointException.quote(tensor) + ", which "
                                    + path.getFileName() + " does not say",
                            "download the index and the files it names again");
                }
            }
        }
    }

    private static Map<String, String> weightMap(Path index) throws CheckpointException {
        Place place = Place.of(index);
        try {
            if (Files.size(index) > MAX_INDEX_BYTES) {
                throw place.error("has " + Files.size(index) + " bytes, expected at most " + MAX_INDEX_BYTES,
                        "check that it is an index of safetensors files");
            }
            try (Reader text =
                    new InputStreamReader(Files.newInputStream(index), StandardCharsets.UTF_8.newDecoder());
                    JsonReader json = new JsonReader(text, LIMITS)) {
                return weightMap(json, place);
            }
        } catch (JsonException malformed) {
            throw place.damaged("is malformed JSON at line " + malformed.line());
        } catch (CharacterCodingException malformed) {
            throw place.damaged("is not valid UTF-8");
        } catch (IOException cause) {
            throw place.failed("reading", cause);
        }
    }

    private static Map<String, String> weightMap(JsonReader json, Place place) throws IOException {
        Map<String, String> map = new LinkedHashMap<>();
        if (json.next() != Token.START_OBJECT) {
            throw place.damaged("holds no JSON object");
        }
        for (String name = json.nextField(); name != null; name = json.nextField()) {
            if (!name.equals("weight_map")) {
                json.next();
                json.skip();
                continue;
            }
            if (json.next() != Token.START_OBJECT) {
                throw place.damaged("its weight_map is no object");
            }
            for (String tensor = json.nextField(); tensor != null; tensor = json.nextField()) {
                if (json.next() != Token.STRING) {
                    throw place.tensor(tensor).damaged("its file is no string");
                }
                map.put(tensor, json.text());
                if (map.size() > SafeTensors.MAX_TENSORS) {
                    throw place.error("names more than " + SafeTensors.MAX_TENSORS + " tensors, the most accepted",
                            "check that it is an index of safetensors files");
                }
            }
        }
        if (json.next() != null) {
            throw place.damaged("something follows its JSON object");
        }
        if (map.isEmpty()) {
            throw place.error("has no weight_map, which states where each tensor is",
                    "check that it is an index of safetensors files");
        }
        return map;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public void read(String name, float[] target, int at) throws CheckpointException {
        Checks.given("ShardedSafeTensors.read", "name", name);
        Checks.given("ShardedSafeTensors.read", "target", target);
        shard(name).read(name, target, at);
    }

    @Override
    public long[] longs(String name) throws CheckpointException {
        Checks.given("ShardedSafeTensors.longs", "name", name);
        return shard(name).longs(name);
    }

    private SafeTensors shard(String name) throws CheckpointException {
        info(name); // throws for a name that does not exist
        return Objects.requireNonNull(files.get(name), "info(name) has found it");
    }

    @Override
    public void close() throws CheckpointException {
        CheckpointException first = null;
        for (SafeTensors shard : shards.values()) {
            try {
                shard.close();
            } catch (CheckpointException broken) {
                first = first == null ? broken : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
