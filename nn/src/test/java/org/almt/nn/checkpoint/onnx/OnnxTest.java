package org.almt.nn.checkpoint.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.almt.core.Shape;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.Hostile;
import org.almt.nn.checkpoint.RenamedCheckpoint.Source;
import org.almt.nn.checkpoint.RenamedCheckpoint;
import org.almt.testsdata.OnnxMaker;
import org.almt.testsdata.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxTest {
    private static final String PATH = "/encoder/layer.0/attention/self/query/MatMul";
    private static final float[] SIX = {1, 2, 3, 4, 5, 6};

    @TempDir
    Path folder;

    private static OnnxMaker small() {
        return new OnnxMaker()
                .floats("a.bias", new float[] {7, 8, 9}, 3)
                .floats("onnx::MatMul_5", SIX, 2, 3)
                .integers("sizes", new long[] {0, -1, 12, 32}, 4)
                .constant("heads", 12)
                .constant("eps", 1e-12f)
                .node("MatMul", PATH, List.of("x", "onnx::MatMul_5"), "y")
                .node("Add", "/encoder/layer.0/attention/self/query/Add", List.of("a.bias", "y"), "z");
    }

    private Onnx open(OnnxMaker maker) throws IOException {
        return Onnx.open(Files.write(folder.resolve("model.onnx"), maker.toBytes()));
    }

    @Test
    void initialisersAndConstants() throws IOException {
        try (Onnx file = open(small())) {
            assertEquals(List.of("a.bias", "onnx::MatMul_5", "sizes"), List.copyOf(file.tensors().keySet()));
            assertEquals(Shape.of(2, 3), file.info("onnx::MatMul_5").shape());
            assertArrayEquals(SIX, file.tensor("onnx::MatMul_5").toArray());
            assertArrayEquals(new long[] {0, -1, 12, 32}, file.longs("sizes"));
            assertArrayEquals(new double[] {0, -1, 12, 32}, file.constant("sizes"));
            assertArrayEquals(new double[] {12}, file.constant("heads"));
            assertArrayEquals(new double[] {1e-12f}, file.constant("eps"));
            assertNull(file.constant("x"));
            assertEquals(4, file.nodes().size());
            assertEquals("MatMul", file.nodes().get(2).operation());
            assertThrows(CheckpointException.class, () -> file.tensor("y"));
        }
    }

    @Test
    void otherTypesAndLayouts() throws IOException {
        OnnxMaker maker = new OnnxMaker()
                .initialiser(OnnxMaker.tensor("half", 10, new byte[] {0, 0x3c, 0, (byte) 0xc0}, 2))
                .initialiser(OnnxMaker.tensor("double", 11, OnnxMaker.integers(Double.doubleToRawLongBits(0.5)), 1))
                // Sizes packed, and floats in their own field.
                .initialiser(new Wire().bytes(1, new Wire().raw(2).raw(1).toBytes()).number(2, 1).text(8, "typed")
                        .bytes(4, OnnxMaker.floats(3, 4)))
                .initialiser(new Wire().number(1, 0).number(2, 1).text(8, "empty"))
                .initialiser(new Wire().number(1, 1).number(2, 8).text(8, "words").text(6, "a string"));
        maker.graph().message(1, OnnxMaker.node("LayerNormalization", "n", List.of(), List.of()).message(5,
                new Wire().text(1, "epsilon").fixed32(2, Float.floatToRawIntBits(0.25f))));
        try (Onnx file = open(maker)) {
            assertArrayEquals(new float[] {1, -2}, file.tensor("half").toArray());
            assertArrayEquals(new float[] {0.5f}, file.tensor("double").toArray());
            assertArrayEquals(new float[] {3, 4}, file.tensor("typed").toArray());
            assertEquals(Shape.of(2, 1), file.info("typed").shape());
            assertEquals(0, file.tensor("empty").toArray().length);
            assertEquals(4, file.tensors().size());
            assertEquals(Map.of("epsilon", 0.25), file.nodes().getFirst().numbers());
        }
    }

    @Test
    void namesComeFromTheNodesThatConsume() throws IOException {
        Map<String, Source> names = OnnxNames.of(open(small()));
        assertEquals(new Source("onnx::MatMul_5", true), names.get("encoder.layer.0.attention.self.query.weight"));
        assertEquals(new Source("a.bias", false), names.get("a.bias"));
        try (RenamedCheckpoint view = new RenamedCheckpoint(open(small()), names)) {
            assertEquals(Shape.of(3, 2), view.info("encoder.layer.0.attention.self.query.weight").shape());
            assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6},
                    view.tensor("encoder.layer.0.attention.self.query.weight").toArray());
            assertArrayEquals(new float[] {7, 8, 9}, view.tensor("a.bias").toArray());
        }
        // Older exporters: nodes without a path; the bias that is added names the weight.
        OnnxMaker older = new OnnxMaker().floats("q.bias", new float[3], 3).floats("1525", SIX, 2, 3)
                .node("MatMul", "MatMul_26", List.of("x", "1525"), "y")
                .node("Add", "Add_27", List.of("y", "q.bias"), "z");
        assertEquals(new Source("1525", true), OnnxNames.of(open(older)).get("q.weight"));
        // Used twice, or in another way: the name is unknown.
        OnnxMaker twice = small().node("MatMul", "/other/MatMul", List.of("x", "onnx::MatMul_5"), "w");
        assertTrue(OnnxNames.of(open(twice)).containsKey("onnx::MatMul_5"));
        OnnxMaker both = small().floats("onnx::MatMul_6", SIX, 2, 3).node("MatMul", PATH,
                List.of("x", "onnx::MatMul_6"), "w");
        assertTrue(assertThrows(CheckpointException.class, () -> OnnxNames.of(open(both))).getMessage()
                .contains("is the name of both 'onnx::MatMul_5' and 'onnx::MatMul_6'"));
    }

    @Test
    void largeMatricesAreTransposed() throws IOException {
        int rows = 70;
        int columns = 45;
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Onnx file = open(new OnnxMaker().floats("w", values, rows, columns));
        try (RenamedCheckpoint view = new RenamedCheckpoint(file, Map.of("t", new Source("w", true)))) {
            float[] target = new float[values.length + 2];
            view.read("t", target, 1);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    assertEquals(values[i * columns + j], target[1 + j * rows + i]);
                }
            }
            assertThrows(IndexOutOfBoundsException.class, () -> view.read("t", target, 3));
            assertThrows(CheckpointException.class, () -> view.tensor("w"));
        }
    }

    private void refused(byte[] bytes, String expected) throws IOException {
        Hostile.refused(folder, bytes, OnnxTest::readAll, expected);
    }

    private void refused(OnnxMaker maker, String expected) throws IOException {
        refused(maker.toBytes(), expected);
    }

    private static void readAll(Path path) throws IOException {
        try (Onnx file = Onnx.open(path)) {
            OnnxNames.of(file);
            for (String name : file.tensors().keySet()) {
                file.tensor(name);
            }
        }
    }

    @Test
    void brokenFilesAreRefused() throws IOException {
        refused(new byte[0], "holds no graph");
        refused("this is no model at all".getBytes(), "; ");
        refused(new Wire().number(1, 8).toBytes(), "holds no graph");
        refused(new Wire().message(7, new Wire()).toBytes(), "does not state the version of its operators");
        refused(new Wire().message(7, new Wire()).message(7, new Wire()).toBytes(), "holds two graphs");
        refused(new Wire().raw(7 * 8 + 2).raw(-1).toBytes(), "claims 18446744073709551615 bytes, but 0 are left");
        refused(new Wire().raw(7 * 8 + 2).raw(1L << 60).toBytes(), "claims 1152921504606846976 bytes");
        refused(new Wire().raw(7 * 8 + 3).toBytes(), "has the wire type 3 in field 7");
        refused(new Wire().raw(0).raw(0).toBytes(), "has the field number 0");
        refused(new Wire().raw(1L << 40).raw(0).toBytes(), "has the field number");
        refused(new byte[] {8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}, "a number has more than 10 bytes");
        refused(new Wire().number(7, 3).number(8, 3).toBytes(), "field 7 has the wire type 0, expected 2");
        refused(small().floats("a.bias", SIX, 6), "'a.bias': occurs twice among the initialisers");
        refused(small().floats("", SIX, 6), "an initialiser: the name '' has 0 characters");
        refused(small().floats("w", SIX, 7), "has 24 bytes, expected 28 for F32 [7]");
        refused(small().floats("w", SIX, 1 << 20, 1 << 20), "more than");
        refused(small().floats("w", SIX, -1), "negative size");
        refused(small().floats("w", SIX, new int[65]), "more than 64 integers");
        refused(small().floats("w".repeat(2000), SIX, 6), "holds a name of 2000 bytes");
        refused(small().initialiser(new Wire().number(1, 1).number(2, 1).text(8, "w")),
                "stores its elements as nothing");
        refused(small().initialiser(new Wire().number(1, 1).number(2, 7).text(8, "w").number(7, 5)),
                "stores its elements as field 7");
        refused(small().initialiser(new Wire().number(1, 1).number(2, 10).text(8, "w").bytes(4, new byte[2])),
                "stores its elements as another type");
        refused(small().initialiser(new Wire().number(1, 1).number(2, 1).text(8, "w").number(14, 1)),
                "names the file '', expected a relative name");
        refused(external("location", "hostile", "offset", "90000"),
                "'w': has the bytes from 90000 to 90004 of 'hostile'");
        refused(external("location", "hostile", "offset", "-4"), "'w': has the offset '-4', expected digits");
        refused(external("location", "hostile", "length", "9"), "expected 4 of them");
        refused(external("location", "hostile", "offset", "999999999999999999"), "expected 4 of them");
        refused(external("location", "nowhere"), "needs the file 'nowhere' beside it");
        refused(external("location", "a", "location", "b"), "states several times where its elements are");
        refused(small().initialiser(new Wire().number(1, 1).number(2, 1).text(8, "w").bytes(9, new byte[4])
                .number(14, 1)), "in this file and in another one");
        OnnxMaker sparse = small();
        sparse.graph().message(15, new Wire());
        refused(sparse, "holds sparse initialisers");
    }

    /** An initialiser of one float in another file. */
    private static OnnxMaker external(String... entries) {
        Wire tensor = new Wire().number(1, 1).number(2, 1).text(8, "w").number(14, 1);
        for (int i = 0; i < entries.length; i += 2) {
            tensor.message(13, new Wire().text(1, entries[i]).text(2, entries[i + 1]));
        }
        OnnxMaker maker = small();
        return maker.initialiser(tensor);
    }

    @Test
    void hostileCountsAreRefused() throws IOException {
        OnnxMaker nodes = new OnnxMaker();
        byte[] node = new Wire().text(4, "X").toBytes();
        for (int i = 0; i <= Onnx.MAX_NODES; i++) {
            nodes.graph().bytes(1, node);
        }
        refused(nodes, "holds more than 100000 nodes");
        Wire many = new Wire();
        for (int i = 0; i <= Onnx.MAX_LINKS; i++) {
            many.text(1, "");
        }
        OnnxMaker links = new OnnxMaker();
        links.graph().message(1, many);
        refused(links, "more than 1000000 inputs");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        Hostile.everyTruncation(folder, small().toBytes(), OnnxTest::readAll);
    }

    @Test
    void randomDamageIsReadOrRefused() throws IOException {
        byte[] whole = small().toBytes();
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            Hostile.survives(folder, Hostile.mutated(whole, random.nextLong()), OnnxTest::readAll);
        }
    }
}
