package org.almt.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parity with the PyTorch reference, for the plain and the folded form. */
class GoldenTest {
    /** Where the records too large for the repository may lie: in {@value} beside any folder above. */
    private static final String USUAL = "shared/golden/mosi";

    enum Forms {
        PLAIN(AlmtModel::states), FOLDED(FoldedAlmt::states);

        private final Golden.Form form;

        Forms(Golden.Form form) {
            this.form = form;
        }
    }

    private static Golden tiny() throws IOException {
        AlmtConfig config = AlmtConfig.ofSizes(6, 12, 9, 5, 11, 7, 16, 3, 2, 64, 4, 24, 1, 3, 2);
        return new Golden(
                config,
                Fixtures.path("golden/tiny/tiny_state_dict.npz"),
                Fixtures.path("golden/tiny/tiny_fwd_bwd.npz"),
                Fixtures.path("golden/tiny/tiny_fwd_bwd_f64.npz"),
                Fixtures.path("golden/tiny/tiny_adamw20.npz"));
    }

    /** The records of the full-size model; a test that needs them is reported as skipped if there are none. */
    private static Path records() {
        String named = System.getProperty("almt.golden");
        Path folder = named != null ? Path.of(named, "mosi") : null;
        for (Path above = Path.of("").toAbsolutePath(); folder == null && above != null; above = above.getParent()) {
            folder = Files.isDirectory(above.resolve(USUAL)) ? above.resolve(USUAL) : null;
        }
        assumeTrue(folder != null && Files.isDirectory(folder),
                "skipped: the golden records of the full-size model are "
                        + (named != null ? "not in " + folder : "nowhere above; set -Dalmt.golden=FOLDER"));
        return folder;
    }

    private static Golden mosi() throws IOException {
        Path folder = records();
        return new Golden(
                Preset.MOSI.config(),
                folder.resolve("mosi_state_dict.npz"),
                folder.resolve("mosi_fwd_bwd.npz"),
                null,
                folder.resolve("mosi_adamw20.npz"));
    }

    @ParameterizedTest
    @EnumSource
    void tinyOutputsActivationsAndGradients(Forms forms) throws IOException {
        assertEquals(List.of(), tiny().compare(forms.form));
    }

    @ParameterizedTest
    @EnumSource
    void tinyTrainsAsRecorded(Forms forms) throws IOException {
        Golden golden = tiny();
        AlmtModel model = golden.model();
        assertArrayEquals(golden.adamw.get("loss_f64").doubles(), golden.train(model, forms.form), 2e-4);
        Map<String, NpyArray> after = Npz.read(Fixtures.path("golden/tiny/tiny_state_dict_after20.npz"));
        int compared = 0;
        for (Map.Entry<String, Tensor> entry : model.parameters().entrySet()) {
            if (!entry.getKey().endsWith("norm_k.bias")) {
                assertArrayEquals(
                        after.get(entry.getKey()).floats(), entry.getValue().toArray(), 5e-5f, entry.getKey());
                compared++;
            }
        }
        assertEquals(183 - 7, compared);
    }

    @ParameterizedTest
    @EnumSource
    void mosiOutputsActivationsAndGradients(Forms forms) throws IOException {
        assertEquals(List.of(), mosi().compare(forms.form));
    }

    @ParameterizedTest
    @EnumSource
    void mosiGradientsOfInputs(Forms forms) throws IOException {
        Path record = records().resolve("mosi_input_grads_attn.npz");
        assertEquals(List.of(), mosi().compareInputGradients(forms.form, record));
    }

    @Test
    void mosiAttentionOfTheHyperModality() throws IOException {
        Map<String, NpyArray> record = Npz.read(records().resolve("mosi_input_grads_attn.npz"));
        Golden golden = mosi();
        AttentionWeights trace = AttentionWeights.of(
                golden.model(), golden.input("text"), golden.input("audio"), golden.input("vision"));
        for (int j = 0; j < 3; j++) {
            String name = "attn/ahl" + (j + 1);
            assertArrayEquals(
                    record.get(name + "_alpha_audio").floats(), trace.hyper().get(j).audio().toArray(), 1e-5f);
            assertArrayEquals(
                    record.get(name + "_beta_video").floats(), trace.hyper().get(j).vision().toArray(), 1e-5f);
        }
    }

    @ParameterizedTest
    @EnumSource
    void mosiTrainsAsRecorded(Forms forms) throws IOException {
        Golden golden = mosi();
        assertArrayEquals(golden.adamw.get("loss_f64").doubles(), golden.train(golden.model(), forms.form), 2e-4);
    }

    @Test
    void parameterCountsAreThoseOfTheReference() {
        assertEquals(2_603_649, new AlmtModel(Preset.MOSI.config()).parameterCount());
        assertEquals(3_223_041, new AlmtModel(Preset.MOSEI.config()).parameterCount());
        assertEquals(3_232_897, new AlmtModel(Preset.SIMS.config()).parameterCount());
        assertEquals(2_504_449, new AlmtModel(Preset.MOSI_PAPER.config()).parameterCount());
        assertEquals(3_107_841, new AlmtModel(Preset.MOSEI_PAPER.config()).parameterCount());
        assertEquals(3_188_865, new AlmtModel(Preset.SIMS_PAPER.config()).parameterCount());
        assertEquals(183, new AlmtModel(Preset.MOSI.config()).parameters().size());
        assertEquals(217, new AlmtModel(Preset.SIMS.config()).parameters().size());
    }
}
