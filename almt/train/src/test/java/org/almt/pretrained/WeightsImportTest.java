package org.almt.pretrained;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.almt.core.Tensor;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.nn.text.TokenizerSettings;
import org.almt.testsdata.OnnxMaker;
import org.almt.weights.BertConfigFile;
import org.almt.weights.BertSource;
import org.almt.weights.SmallBert;
import org.almt.weights.TemporaryFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One BERT in every form gives the same folder; whatever is wrong gives one sentence and nothing else. */
class WeightsImportTest {
    @TempDir
    Path temporary;

    private final SmallBert bert = new SmallBert();

    private Path imported(Path from) throws IOException {
        Path out = temporary.resolve("made").resolve("here");
        List<String> lines = WeightsImport.run(from, out);
        assertTrue(lines.getFirst().contains("2 layers of 128, 2 heads, feed-forward 24"), lines.getFirst());
        assertEquals(List.of("config.json", "model.safetensors", "tokenizer_config.json", "vocab.txt"), names(out));
        assertEquals(List.of("here"), names(out.getParent()));
        assertEquals(SmallBert.VOCABULARY, Files.readString(out.resolve("vocab.txt")));
        assertEquals(SmallBert.SIZES, BertConfigFile.read(out.resolve("config.json")));
        return out;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void fromAHuggingFaceFolder() throws IOException {
        Path out = imported(bert.folder(temporary));
        assertEquals(List.of(), bert.differences(out, true));
        // The folder that was made can be read, and so can its weights by their path.
        try (BertSource source = BertSource.open(out.resolve("model.safetensors"))) {
            assertEquals(SmallBert.SIZES, source.config());
            assertArrayEquals(new int[] {2, 4, 6, 8, 3}, source.tokenizer().encode("GOODly!").ids());
        }
        Path again = temporary.resolve("again");
        WeightsImport.run(out, again);
        assertEquals(-1, Files.mismatch(out.resolve("config.json"), again.resolve("config.json")));
    }

    @Test
    void fromAnOnnxFileInAJar() throws IOException {
        Path out = imported(bert.onnxJar(temporary));
        assertEquals(List.of(), bert.differences(out, false));
        try (BertSource source = BertSource.open(out)) {
            assertEquals(TokenizerSettings.CASED, source.tokenizer().settings());
            assertFalse(source.hasPooler());
        }
    }

    @Test
    void fromAnOnnxFileBesideOthers() throws IOException {
        Path onnx = Files.write(temporary.resolve("model.onnx"), bert.onnx().toBytes());
        Files.writeString(temporary.resolve("tokenizer.json"), SmallBert.TOKENIZER_JSON);
        Files.write(temporary.resolve("other.onnx"), new byte[10]);
        assertEquals(List.of(), bert.differences(imported(onnx), false));
    }

    @Test
    void fromATensorFlowCheckpointInAZipInAJar() throws IOException {
        Path out = imported(bert.bundleJar(temporary));
        assertEquals(List.of(), bert.differences(out, true));
        try (BertSource source = BertSource.open(out)) {
            assertEquals(TokenizerSettings.UNCASED, source.tokenizer().settings());
        }
    }

    @Test
    void nothingIsLeftUnpacked() throws IOException {
        Path scratch = Files.createDirectory(temporary.resolve("scratch"));
        try (BertSource source = BertSource.open(bert.bundleJar(temporary), scratch)) {
            assertEquals(1, names(scratch).size());
            assertEquals(7 * 128, source.weights().tensor("embeddings.position_embeddings.weight").shape().count());
        }
        assertEquals(List.of(), names(scratch));
    }

    /** Fails with one sentence that holds the words, and leaves nothing. */
    private void refused(Path from, String... words) throws IOException {
        List<String> before = names(temporary);
        IOException error = assertThrows(IOException.class,
                () -> WeightsImport.run(from, temporary.resolve("made/here")));
        String message = error.getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
        assertFalse(message.contains("almt-unpacked") || message.contains("almt-tmp"), message);
        assertTrue(message.contains("; ") && message.length() < 700, message);
        assertEquals(before, names(temporary));
    }

    private Path jar(String name, Map<String, byte[]> members) throws IOException {
        return Files.write(temporary.resolve(name), SmallBert.zip(members, true));
    }

    private Path onnxJar(byte[] onnx, String tokenizer) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("model.onnx", onnx);
        if (tokenizer != null) {
            members.put("tokenizer.json", tokenizer.getBytes(StandardCharsets.UTF_8));
        }
        return jar("a.jar", members);
    }

    @Test
    void wrongFilesAreNamed() throws IOException {
        refused(temporary.resolve("nowhere"), "no such file or folder");
        refused(Files.write(temporary.resolve("text.jar"), new byte[2000]), "text.jar", "expected a zip archive");
        refused(jar("empty.jar", Map.of("x", new byte[3])), "holds no weights among its 1 files");
        refused(jar("pickle.zip", Map.of("pytorch_model.bin", new byte[3])), "is a Python pickle",
                "safe_serialization=True");
        refused(jar("two.zip", Map.of("a.onnx", new byte[3], "b.onnx", new byte[3])), "several files of weights");
        refused(onnxJar(bert.onnx().toBytes(), null), "holds neither tokenizer.json nor vocab.txt");
        refused(onnxJar(new byte[] {1, 2, 3}, SmallBert.TOKENIZER_JSON), "a.jar!model.onnx: ", "truncated or damaged");
        refused(onnxJar(bert.onnx().toBytes(), SmallBert.TOKENIZER_JSON.replace("9}", "9, \"more\": 10}")),
                "a.jar!tokenizer.json: has 11 tokens, but the weights have rows for only 10");
        refused(onnxJar(bert.onnx().toBytes(), SmallBert.TOKENIZER_JSON.replace("WordPiece", "BPE")),
                "no tokeniser of BERT");
    }

    @Test
    void aBombInsideIsRefused() throws IOException {
        Map<String, byte[]> bomb = Map.of("model.onnx", new byte[20 << 20]);
        refused(jar("bomb.jar", Map.of("inner", SmallBert.zip(bomb, true), "pad", noise())), "100 times its size");
    }

    private static byte[] noise() {
        byte[] noise = new byte[1000];
        new Random(1).nextBytes(noise);
        return noise;
    }

    @Test
    void otherArchitecturesAreNamed() throws IOException {
        OnnxMaker noBert = new OnnxMaker().floats("lstm.weight", new float[4], 2, 2)
                .node("Erf", "e", List.of("x"), "y");
        refused(onnxJar(noBert.toBytes(), SmallBert.TOKENIZER_JSON),
                "has no tensor embeddings.word_embeddings.weight", "not a BERT");
        refused(onnxJar(new OnnxMaker().toBytes(), SmallBert.TOKENIZER_JSON), "another activation than BERT's GELU");
        refused(onnxJar(bert.onnx().node("MatMulInteger", "q", List.of("x"), "y").toBytes(),
                SmallBert.TOKENIZER_JSON), "is quantised");
        OnnxMaker twice = bert.onnx().constant("h", 4).constant("w", 32)
                .node("Concat", "c", List.of("b", "h", "w"), "s");
        refused(onnxJar(twice.toBytes(), SmallBert.TOKENIZER_JSON), "number of attention heads ([2, 4] are possible)");
        OnnxMaker more = bert.onnx().floats("encoder.extra.weight", new float[4], 2, 2);
        refused(onnxJar(more.toBytes(), SmallBert.TOKENIZER_JSON), "1 unexpected ('encoder.extra.weight')");
    }

    @Test
    void foldersAreChecked() throws IOException {
        Path folder = bert.folder(temporary);
        Path config = folder.resolve("config.json");
        Files.writeString(config, SmallBert.CONFIG.replace("\"bert\"", "\"roberta\""));
        refused(folder, "its model_type is not bert");
        Files.writeString(config, SmallBert.CONFIG.replace("{", "{\"hidden_act\": \"relu\", "));
        refused(folder, "its hidden_act is not gelu");
        Files.writeString(config, SmallBert.CONFIG.replace("num_attention_heads", "heads"));
        refused(folder, "lacks num_attention_heads");
        Files.writeString(config, SmallBert.CONFIG.replace("_heads\": 2", "_heads\": 3"));
        refused(folder, "3 heads, which do not divide the hidden width 128");
        Files.writeString(config, SmallBert.CONFIG.replace("\"hidden_size\": 128", "\"hidden_size\": 64"));
        refused(folder, "does not fit a BERT of 2 layers of 64", "of another shape");
        Files.writeString(config, SmallBert.CONFIG.replace("layers\": 2", "layers\": 1"));
        refused(folder, "unexpected ('encoder.layer.1.");
        Files.writeString(config, SmallBert.CONFIG.replace("layers\": 2", "layers\": 2000000000"));
        refused(folder, "num_hidden_layers 2000000000, more than the 2400 that are read");
        Files.writeString(config, "{");
        refused(folder, "config.json: not valid JSON");
        Files.delete(config);
        refused(folder, "holds no config.json, which states the number of heads");
        Files.writeString(config, SmallBert.CONFIG);
        Files.writeString(folder.resolve("vocab.txt"), SmallBert.VOCABULARY + "more\n");
        refused(folder, "vocab.txt: has 11 tokens, but the weights have rows for only 10");
        Files.writeString(folder.resolve("vocab.txt"), SmallBert.VOCABULARY);
        Map<String, Tensor> nan = new LinkedHashMap<>(SafeTensors.read(folder.resolve("model.safetensors")));
        nan.get("bert.pooler.dense.bias").array()[5] = Float.NaN;
        SafeTensors.write(folder.resolve("model.safetensors"), nan.entrySet().stream()
                .map(weight -> TensorSource.of(weight.getKey(), weight.getValue())).toList(), Map.of());
        refused(folder, "element 5 of 'pooler.dense.bias' is NaN");
    }

    /** Half a download, and damage anywhere: refused, or the same numbers. */
    @Test
    void truncatedAndDamagedJarsAreRefused() throws IOException {
        Random random = new Random(9);
        for (Path jar : List.of(bert.onnxJar(temporary), bert.bundleJar(temporary))) {
            byte[] whole = Files.readAllBytes(jar);
            for (int i = 0; i < 12; i++) {
                Files.write(jar, Arrays.copyOf(whole, random.nextInt(whole.length)));
                refused(jar, "truncated or damaged");
            }
            for (int i = 0; i < 12; i++) {
                byte[] damaged = whole.clone();
                damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(jar, damaged);
                Path out = temporary.resolve("damaged");
                try {
                    WeightsImport.run(jar, out);
                    assertEquals(List.of(), bert.differences(out, jar.toString().endsWith("bundle.jar")));
                    TemporaryFolder.delete(out);
                } catch (IOException refused) {
                    assertFalse(Files.exists(out));
                }
            }
            Files.write(jar, whole);
        }
    }

    @Test
    void aFolderThatIsTakenIsLeftAlone() throws IOException {
        Path jar = bert.onnxJar(temporary);
        Path taken = Files.createDirectory(temporary.resolve("taken"));
        Path mine = Files.writeString(taken.resolve("mine"), "mine");
        assertTrue(assertThrows(IOException.class, () -> WeightsImport.run(jar, taken)).getMessage()
                .contains("is not empty; choose another folder"));
        assertTrue(assertThrows(IOException.class, () -> WeightsImport.run(jar, mine)).getMessage()
                .contains("is a file"));
        assertTrue(assertThrows(IOException.class, () -> WeightsImport.run(jar, mine.resolve("below"))).getMessage()
                .contains("; "));
        assertEquals("mine", Files.readString(mine));
        Files.delete(mine);
        WeightsImport.run(jar, taken);
        assertEquals(4, names(taken).size());
    }
}
