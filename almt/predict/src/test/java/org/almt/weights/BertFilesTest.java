package org.almt.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.almt.core.Tensor;
import org.almt.language.LanguageModel;
import org.almt.language.TextPadding;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.checkpoint.onnx.Onnx;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which people find a BERT; ids and hidden states are Hugging Face's, in double precision. */
class BertFilesTest {
    private static final String TEXT = "A fine film.";

    @TempDir
    Path folder;

    private void put(String fixture, String name) throws IOException {
        Files.copy(Fixtures.path("bert/" + fixture), folder.resolve(name));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private LanguageModel equal(Path path, String text, String expected) throws IOException {
        LanguageModel model = LanguageModel.open(path);
        LanguageModel.Encoded encoded = model.encode(List.of(text), model.positions(), TextPadding.MASKED);
        Map<String, NpyArray> wanted = Npz.read(Fixtures.path("bert/" + expected));
        assertArrayEquals(wanted.get("input_ids").longs(),
                IntStream.of(encoded.ids()).asLongStream().toArray());
        double[] states = wanted.get("last_hidden_state").doubles();
        for (int i = 0; i < states.length; i++) {
            // 20 roundings of values of up to 3.
            assertEquals(states[i], encoded.states()[i], 1e-5, "element " + i);
        }
        return model;
    }

    private String refused(Path path) {
        return assertThrows(IOException.class, () -> LanguageModel.open(path)).getMessage();
    }

    private void padded() throws IOException {
        put("rows32.safetensors", "model.safetensors");
        put("rows32.json", "config.json");
        put("vocab.txt", "vocab.txt");
    }

    @Test
    void moreRowsThanTokens() throws IOException {
        padded();
        equal(folder, TEXT, "film32.npz");
        write("vocab.txt", Files.readString(folder.resolve("vocab.txt")) + "x\ny\nz\n");
        assertTrue(refused(folder).contains("vocab.txt: has 33 tokens, but the weights have rows for only 32"));
    }

    @Test
    void addedTokens() throws IOException {
        padded();
        put("tokenizer.json", "tokenizer.json");
        String text = "this was very [laughter] good";
        LanguageModel model = equal(folder, text, "laughter.npz");
        Path copy = Files.createDirectory(folder.resolve("copy"));
        model.write(copy);
        LanguageModel again = equal(copy, text, "laughter.npz");
        assertEquals(model.sha256(), again.sha256());
        // The same tokens beside a vocab.txt.
        Files.delete(folder.resolve("tokenizer.json"));
        write("added_tokens.json", "{\"[laughter]\": 30, \"<pause>\": 31}");
        equal(folder, text, "laughter.npz");
    }

    private void onnx() throws IOException {
        put("model.onnx", "model.onnx");
        put("model.onnx_data", "model.onnx_data");
        put("rows30.json", "config.json");
        put("vocab.txt", "vocab.txt");
    }

    @Test
    void onnxWithItsElementsInAnotherFile() throws IOException {
        onnx();
        equal(folder, TEXT, "film30.npz");
        equal(folder.resolve("model.onnx"), TEXT, "film30.npz");
        Map<String, byte[]> members = new LinkedHashMap<>();
        for (String name : List.of("model.onnx", "model.onnx_data", "config.json", "vocab.txt")) {
            members.put("inside/" + name, Files.readAllBytes(folder.resolve(name)));
        }
        Path jar = Files.write(folder.resolve("model.jar"), SmallBert.zip(members, true));
        equal(jar, TEXT, "film30.npz");
        members.remove("inside/model.onnx_data");
        Files.write(jar, SmallBert.zip(members, true));
        assertTrue(refused(jar).contains("needs 'inside/model.onnx_data', which is missing"), refused(jar));
        byte[] whole = Files.readAllBytes(folder.resolve("model.onnx_data"));
        Files.write(folder.resolve("model.onnx_data"), java.util.Arrays.copyOf(whole, whole.length - 1));
        assertTrue(refused(folder).contains("expected"), refused(folder));
        Files.delete(folder.resolve("model.onnx_data"));
        assertTrue(refused(folder).contains("needs the file 'model.onnx_data' beside it"), refused(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../model.data_", "/tmp/model.data", "a/../../data.d", "C:/model.data_", "..\\model.data_",
            "./model.data__", "model//.data__"})
    void namesThatLeadOutOfTheFolder(String name) throws IOException {
        onnx();
        String padded = (name + "_".repeat(15)).substring(0, "model.onnx_data".length());
        byte[] bytes = Files.readAllBytes(folder.resolve("model.onnx"));
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("model.onnx_data", padded);
        Files.write(folder.resolve("model.onnx"), text.getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(refused(folder).contains("expected a relative name without .. in the same folder"), refused(folder));
    }

    @Test
    void linksAreFollowedInsideOfTheFolderOnly() throws IOException {
        onnx();
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.move(folder.resolve("model.onnx_data"), elsewhere.resolve("blob"));
        Path model = Files.createDirectory(folder.resolve("model"));
        for (String name : List.of("model.onnx", "config.json", "vocab.txt")) {
            Files.move(folder.resolve(name), model.resolve(name));
        }
        Files.createSymbolicLink(model.resolve("model.onnx_data"), elsewhere.resolve("blob"));
        assertTrue(refused(model).contains("a link that leads out of the folder"), refused(model));
        // All files of Hugging Face's cache are links into one folder.
        Files.move(model.resolve("model.onnx"), elsewhere.resolve("other"));
        Files.createSymbolicLink(model.resolve("model.onnx"), elsewhere.resolve("other"));
        equal(model, TEXT, "film30.npz");
    }

    /** Writes the weights of the ONNX file as shards. */
    private List<String> shards() throws IOException {
        onnx();
        List<String> names = new ArrayList<>();
        Map<String, Tensor> first = new LinkedHashMap<>();
        Map<String, Tensor> second = new LinkedHashMap<>();
        try (BertSource source = BertSource.open(folder)) {
            for (String name : source.weights().tensors().keySet()) {
                (names.size() % 3 == 0 ? first : second).put(name, source.weights().tensor(name));
                names.add(name);
            }
        }
        Files.delete(folder.resolve("model.onnx"));
        SafeTensors.write(folder.resolve("model-00001-of-00002.safetensors"), first);
        SafeTensors.write(folder.resolve("model-00002-of-00002.safetensors"), second);
        List<String> entries = new ArrayList<>();
        first.keySet().forEach(name -> entries.add("\"" + name + "\": \"model-00001-of-00002.safetensors\""));
        second.keySet().forEach(name -> entries.add("\"" + name + "\": \"model-00002-of-00002.safetensors\""));
        write("model.safetensors.index.json",
                "{\"metadata\": {\"total_size\": 7}, \"weight_map\": {" + String.join(", ", entries) + "}}");
        return names;
    }

    @Test
    void weightsInShards() throws IOException {
        shards();
        equal(folder, TEXT, "film30.npz");
        equal(folder.resolve("model-00002-of-00002.safetensors"), TEXT, "film30.npz");
        equal(folder.resolve("model.safetensors.index.json"), TEXT, "film30.npz");
        Files.move(folder.resolve("model.safetensors.index.json"), folder.resolve("other.json"));
        assertTrue(
                refused(folder.resolve("model-00001-of-00002.safetensors")).contains("is one of 2 files of weights"));
        Files.move(folder.resolve("other.json"), folder.resolve("model.safetensors.index.json"));
        Files.delete(folder.resolve("model-00001-of-00002.safetensors"));
        assertTrue(refused(folder).contains("needs the file 'model-00001-of-00002.safetensors' beside it"));
    }

    @Test
    void anIndexThatDoesNotFitIsRefused() throws IOException {
        shards();
        Path index = folder.resolve("model.safetensors.index.json");
        String text = Files.readString(index);
        String pooler = "\"pooler.dense.bias\"";
        Files.writeString(index, text.replace(pooler, "\"pooler.dense.other\""));
        assertTrue(refused(folder).contains("which holds no such tensor"), refused(folder));
        Files.writeString(index, text.replaceFirst(pooler + ": \"[^\"]*\"(, )?", "").replaceFirst(", }", "}"));
        assertTrue(refused(folder).contains("does not say"), refused(folder));
        Files.writeString(index, text.replaceFirst("model-00001", "../odel-00001"));
        assertTrue(refused(folder).contains("expected a relative name"), refused(folder));
        Files.writeString(index, text.substring(0, text.length() - 1));
        assertTrue(refused(folder).contains("malformed JSON"), refused(folder));
        Files.writeString(index, "{}");
        assertTrue(refused(folder).contains("has no weight_map"), refused(folder));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void weightsThatAreNotFiniteAreRefused(float value) throws IOException {
        padded();
        Path file = folder.resolve("model.safetensors");
        Map<String, Tensor> weights = new LinkedHashMap<>(SafeTensors.read(file));
        weights.get("encoder.layer.1.output.dense.bias").array()[3] = value;
        SafeTensors.write(file, weights.entrySet().stream()
                .map(each -> TensorSource.of(each.getKey(), each.getValue())).toList(), Map.of());
        assertTrue(refused(folder).contains("element 3 of 'encoder.layer.1.output.dense.bias' is " + value),
                refused(folder));
    }

    @Test
    void statesThatOverflowAreRefused() throws IOException {
        padded();
        Path file = folder.resolve("model.safetensors");
        Map<String, Tensor> weights = new LinkedHashMap<>(SafeTensors.read(file));
        Tensor scale = weights.get("encoder.layer.1.output.LayerNorm.weight");
        java.util.Arrays.fill(scale.array(), scale.offset(), scale.offset() + scale.shape().count(), 3e38f);
        SafeTensors.write(file, weights);
        LanguageModel model = LanguageModel.open(folder);
        assertTrue(assertThrows(IllegalStateException.class,
                () -> model.encode(List.of(TEXT), 6, TextPadding.MASKED)).getMessage().contains("not finite"));
    }

    @Test
    void onnxOpensOnItsOwn() throws IOException {
        onnx();
        try (Onnx file = Onnx.open(folder.resolve("model.onnx"))) {
            assertEquals(960, file.tensor("embeddings.word_embeddings.weight").shape().count());
        }
    }
}
