package org.almt.nn.bert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.almt.core.GradMode;
import org.almt.core.Tensor;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.format.AnyFormat;
import org.almt.nn.checkpoint.LoadReport;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hidden states of published models, recorded in double. The records are in {@code shared/golden/bert} in a folder
 * above. The weights are in the folder that {@code -Dalmt.bert} gives. They have Hugging Face's names, and are {@code
 * bert_base_uncased.npz} or {@code bert-base-uncased/model.safetensors} (the output of {@code almt weights get}). If
 * either is missing, the test is reported as skipped.
 */
class BertGoldenTest {
    private static final String RECORDS = "shared/golden/bert";

    enum Model {
        BERT_BASE_UNCASED(BertConfig.base()),
        BGE_SMALL_EN(
                new BertConfig(BertConfig.ENGLISH, 384, 12, 12)),
        BGE_SMALL_ZH(new BertConfig(21_128, 512, 4, 8));

        final BertConfig config;

        Model(BertConfig config) {
            this.config = config;
        }

        String file() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static Path records(Model model) {
        Path above = Path.of("").toAbsolutePath();
        while (above != null && !Files.isDirectory(above.resolve(RECORDS))) {
            above = above.getParent();
        }
        assumeTrue(above != null, "skipped: there is no " + RECORDS + " in any folder above");
        return above.resolve(RECORDS).resolve(model.file() + ".npz");
    }

    private static Path weights(Model model) {
        String folder = System.getProperty("almt.bert");
        assumeTrue(folder != null, "skipped: set -Dalmt.bert=FOLDER with the weights of " + model.file());
        Path archive = Path.of(folder, model.file() + ".npz");
        Path file = Files.isRegularFile(archive)
                ? archive
                : Path.of(folder, model.file().replace('_', '-'), "model.safetensors");
        assumeTrue(Files.isRegularFile(file), "skipped: neither " + archive + " nor " + file + " is there");
        return file;
    }

    @ParameterizedTest
    @EnumSource
    void hiddenStatesAreTheRecordedOnes(Model model) throws IOException {
        Map<String, NpyArray> record = Npz.read(records(model));
        BertModel bert = new BertModel(model.config);
        try (Checkpoint checkpoint = AnyFormat.open(weights(model))) {
            LoadReport report = BertWeights.load(checkpoint, bert);
            assertEquals(bert.parameters().size(), report.loaded().size());
        }
        bert.train(false);
        int texts = 0;
        for (; record.containsKey("s" + texts + "/ids"); texts++) {
            long[] ids = record.get("s" + texts + "/ids").longs();
            float[] expected = record.get("s" + texts + "/last_hidden_state").floats();
            int width = model.config.hidden();
            for (int padding : new int[] {0, 5}) {
                BertBatch batch = BertBatch.padded(1, ids.length + padding);
                batch.set(
                        Arrays.copyOf(Arrays.stream(ids).mapToInt(Math::toIntExact).toArray(), ids.length + padding),
                        Arrays.copyOf(Arrays.stream(ids).mapToInt(id -> 1).toArray(), ids.length + padding));
                Tensor states = GradMode.noGrad(() -> bert.forward(batch));
                assertArrayEquals(expected, Arrays.copyOf(states.toArray(), ids.length * width), 2e-4f,
                        model + ", text " + texts + " with " + padding + " tokens of padding");
            }
        }
        assertTrue(texts > 0, "no texts recorded");
    }
}
