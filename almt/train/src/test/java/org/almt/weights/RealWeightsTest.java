package org.almt.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.almt.nn.bert.BertConfig;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.nn.text.BertTokenizer;
import org.almt.pretrained.KnownModel;
import org.almt.pretrained.WeightsImport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published files themselves, where they are: sizes, some numbers that NumPy read, and the recorded ids. */
class RealWeightsTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({
            "BERT_BASE_UNCASED, 12, 768, 12, 30522, 199, 0.013630296, -0.015251705, -0.00069393666, -0.000105671585,"
                    + " bert_base_uncased, 3",
            "BGE_SMALL_EN, 12, 384, 12, 30522, 197, -0.025146484, 0.0030822754, -0.00096321106, 0.13916016,"
                    + " bge_small_en, 1",
            "BGE_SMALL_ZH, 4, 512, 8, 21128, 69, -0.14868164, -0.04827881, 0.101623535, 0.3984375, bge_small_zh, 1"
    })
    void isImported(KnownModel model, int layers, int hidden, int heads, int tokens, int tensors, float word,
            float inner, float outer, float bias, String golden, int sentences) throws IOException {
        Path folder = temporary.resolve("model");
        WeightsImport.run(RealFiles.jar(model), folder);
        BertConfig sizes = BertConfigFile.read(folder.resolve("config.json"));
        assertEquals(new BertConfig(tokens, hidden, layers, heads, 4 * hidden, 512, 2, 1e-12f, 0.1f), sizes);
        try (Checkpoint file = SafeTensors.open(folder.resolve("model.safetensors"))) {
            assertEquals(tensors, file.tensors().size());
            String last = "encoder.layer." + (layers - 1) + ".";
            assertEquals(word, at(file, "embeddings.word_embeddings.weight", 101 * hidden));
            assertEquals(inner, at(file, last + "intermediate.dense.weight", 5 * hidden + 7));
            assertEquals(outer, at(file, last + "output.dense.weight", 7 * 4 * hidden + 5));
            assertEquals(bias, at(file, "encoder.layer.0.attention.self.key.bias", 3));
        }
        BertTokenizer tokenizer = BertTokenizer.open(folder);
        Map<String, NpyArray> record = Npz.read(RealFiles.shared("golden/bert").resolve(golden + ".npz"));
        for (int i = 0; i < sentences; i++) {
            int[] ids = tokenizer.encode(record.get("s" + i + "/text").strings()[0]).ids();
            assertArrayEquals(record.get("s" + i + "/ids").longs(), Arrays.stream(ids).asLongStream().toArray());
        }
    }

    private static float at(Checkpoint file, String name, int index) throws IOException {
        return file.tensor(name).toArray()[index];
    }
}
