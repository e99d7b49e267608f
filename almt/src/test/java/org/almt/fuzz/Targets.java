package org.almt.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.almt.clips.Manifest;
import org.almt.core.Tensor;
import org.almt.data.DataSet;
import org.almt.data.inspect.FileReport;
import org.almt.data.mmsa.MmsaFile;
import org.almt.data.mmsa.MmsaOptions;
import org.almt.data.pickle.PickleFile;
import org.almt.features.face.FaceOptions;
import org.almt.features.face.FaceProfile;
import org.almt.features.face.FaceTable;
import org.almt.features.face.FailedRows;
import org.almt.features.signal.SignalSink;
import org.almt.features.wav.WavFile;
import org.almt.features.words.Transcript;
import org.almt.metrics.ScoreFile;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.TensorInfo;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.checkpoint.onnx.Onnx;
import org.almt.nn.checkpoint.onnx.OnnxNames;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.nn.checkpoint.safetensors.ShardedSafeTensors;
import org.almt.nn.checkpoint.tensorflow.TensorFlowBundle;
import org.almt.nn.checkpoint.zip.ZipArchive;
import org.almt.nn.text.BertTokenizer;
import org.almt.run.RunConfig;
import org.almt.saved.SavedConfig;
import org.almt.study.StudyFile;
import org.almt.testsdata.BundleMaker;
import org.almt.testsdata.Fixtures;
import org.almt.testsdata.OnnxMaker;
import org.almt.testsdata.Wire;
import org.almt.weights.BertConfigFile;
import org.almt.weights.SmallBert;

/** All readers of files from outside, with sound files of each. */
final class Targets {
    private static final UnaryOperator<byte[]> AS_IT_IS = bytes -> bytes;

    private Targets() {}

    static List<Target> all() throws IOException {
        List<Target> targets = new ArrayList<>();
        checkpoints(targets);
        languageModels(targets);
        data(targets);
        tables(targets);
        OwnTargets.add(targets);
        String only = System.getProperty("almt.fuzz.readers", "");
        targets.removeIf(target -> !only.isEmpty() && !List.of(only.split(",")).contains(target.name()));
        return targets;
    }

    private static List<byte[]> fixtures(String... names) throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (String name : names) {
            all.add(Files.readAllBytes(Fixtures.path(name)));
        }
        return all;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void readAll(Checkpoint file) throws IOException {
        try (file) {
            for (TensorInfo info : file.tensors().values()) {
                // What claims to be large must be large, so that this costs no more than the file.
                if (info.dtype().isFloat()) {
                    file.tensor(info.name());
                } else {
                    file.longs(info.name());
                }
            }
        }
    }

    private static byte[] safetensors() throws IOException {
        return safetensors(TensorSource.of("a.weight", Tensor.of(new float[6], 2, 3)), TensorSource.of("step", 3));
    }

    private static byte[] safetensors(TensorSource... tensors) throws IOException {
        Path file = Files.createTempFile("almt-seed", ".safetensors");
        SafeTensors.write(file, List.of(tensors), Map.of("epoch", "1", "note", "ü"));
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    /** Makes the length of the header right, and takes the checksum out, so that the rules behind them are met. */
    static byte[] reframed(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("almt.crc32c", "almt.cr_32c");
        byte[] copy = text.getBytes(StandardCharsets.ISO_8859_1);
        int end = endOfObject(copy, Long.BYTES);
        if (end > Long.BYTES) {
            while (end < copy.length && copy[end] == ' ') {
                end++;
            }
            ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putLong(end - Long.BYTES);
        }
        return copy;
    }

    /** Behind the bracket that closes the one at a place, or -1; those in strings do not count. */
    private static int endOfObject(byte[] bytes, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < bytes.length; i++) {
            char each = (char) bytes[i];
            if (quoted) {
                i += each == '\\' ? 1 : 0;
                quoted = each != '"';
            } else if (each == '"') {
                quoted = true;
            } else if (each == '{') {
                depth++;
            } else if (each == '}' && --depth <= 0) {
                return depth == 0 ? i + 1 : -1;
            }
        }
        return -1;
    }

    /** Lets a reader find other files beside its own. */
    private static Target.Reader beside(Map<String, byte[]> others, Target.Reader reader) {
        return (file, scratch) -> {
            for (Map.Entry<String, byte[]> other : others.entrySet()) {
                Files.write(file.resolveSibling(other.getKey()), other.getValue());
            }
            try {
                reader.read(file, scratch);
            } finally {
                for (String other : others.keySet()) {
                    Files.delete(file.resolveSibling(other));
                }
            }
        };
    }

    private static void checkpoints(List<Target> targets) throws IOException {
        List<byte[]> weights = new ArrayList<>(fixtures("safetensors/reference.safetensors"));
        weights.add(safetensors());
        Target.Reader open = (file, scratch) -> readAll(SafeTensors.open(file));
        targets.add(new Target("safetensors", "x.safetensors", false, weights, AS_IT_IS, open));
        targets.add(new Target("safetensors-reframed", "x.safetensors", false, weights, Targets::reframed, open));
        targets.add(new Target("safetensors-index", "model.safetensors.index.json", true,
                List.of(utf8(
                        """
                                {"metadata": {"total_size": 32},
                                 "weight_map": {"a.weight": "x.safetensors", "step": "x.safetensors",
                                                "b": "y.safetensors"}}"""),
                        utf8("{\"weight_map\": {\"b\": \"y.safetensors\"}}")),
                AS_IT_IS,
                beside(Map.of("x.safetensors", safetensors(), "y.safetensors",
                        safetensors(TensorSource.of("b", Tensor.of(new float[1], 1)))),
                        (file, scratch) -> readAll(ShardedSafeTensors.open(file)))));
        List<byte[]> arrays = fixtures("numpy/f4.npy", "numpy/i8_big.npy", "numpy/text.npy", "numpy/fortran.npy",
                "numpy/scalar.npy", "numpy/version2.npy", "numpy/version3.npy", "numpy/structured.npy", "numpy/b1.npy");
        targets.add(new Target("npy", "x.npy", false, arrays, AS_IT_IS, (file, scratch) -> Npy.read(file)));
        Target.Reader npz = (file, scratch) -> Npz.read(file);
        targets.add(
                new Target("npz", "x.npz", false, fixtures("numpy/stored.npz", "numpy/deflated.npz", "numpy/zip64.npz"),
                        AS_IT_IS, npz));
        targets.add(new Target("npz-member", "x.npz", false, arrays, bytes -> zip("a.npy", bytes), npz));
        targets.add(new Target("zip", "x.zip", false,
                List.of(SmallBert.zip(members(), true), SmallBert.zip(members(), false)), AS_IT_IS,
                (file, scratch) -> {
                    try (ZipArchive zip = ZipArchive.open(file)) {
                        for (String member : zip.members().keySet()) {
                            Path target = scratch.resolve("member");
                            try {
                                zip.extract(member, target);
                            } finally {
                                Files.deleteIfExists(target);
                            }
                        }
                    }
                }));
        OnnxMaker onnx = new OnnxMaker().floats("w", new float[6], 2, 3).constant("eps", 1e-12f)
                .node("MatMul", "/encoder/layer.0/query/MatMul", List.of("x", "w"), "y")
                .node("Erf", "/e", List.of("y"), "z");
        Target.Reader weightsOf = (file, scratch) -> {
            try (Onnx model = Onnx.open(file)) {
                OnnxNames.of(model);
                readAll(model);
            }
        };
        targets.add(new Target("onnx", "x.onnx", false, List.of(onnx.toBytes()), AS_IT_IS, weightsOf));
        targets.add(new Target("onnx-external", "model.onnx", false,
                List.of(external(), Files.readAllBytes(Fixtures.path("bert/model.onnx"))), AS_IT_IS,
                beside(Map.of("model.onnx_data", Files.readAllBytes(Fixtures.path("bert/model.onnx_data"))),
                        weightsOf)));
        BundleMaker bundle = new BundleMaker().floats("bert/a/kernel", new float[6], 2, 3).floats("b", new float[1], 1);
        Target.Reader checkpoint = (file, scratch) -> readAll(
                TensorFlowBundle.open(file, file.resolveSibling("x.data-00000-of-00001")));
        targets.add(new Target("tensorflow", "x.index", false, List.of(bundle.index()), AS_IT_IS,
                beside(Map.of("x.data-00000-of-00001", bundle.data()), checkpoint)));
        byte[] numbers = new byte[24];
        targets.add(new Target("tensorflow-entry", "x.index", false, List.of(
                BundleMaker.entry(1, 0, 24, BundleMaker.masked(numbers), 2, 3).toBytes()),
                bytes -> new BundleMaker().raw("w", bytes).index(),
                beside(Map.of("x.data-00000-of-00001", numbers), checkpoint)));
    }

    /** A graph whose weights are the first numbers of a file beside it. */
    private static byte[] external() {
        Wire weights = OnnxMaker.tensor("w", 1, new byte[0], 2, 3);
        Map.of("location", "model.onnx_data", "offset", "8", "length", "24")
                .forEach((key, value) -> weights.message(13, new Wire().text(1, key).text(2, value)));
        return new OnnxMaker().initialiser(weights.number(14, 1)).toBytes();
    }

    private static Map<String, byte[]> members() {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("a/", null);
        members.put("a/b.txt", utf8("hello hello hello"));
        members.put("c", new byte[300]);
        return members;
    }

    private static byte[] zip(String name, byte... content) {
        try {
            return SmallBert.zip(Map.of(name, content), false);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void languageModels(List<Target> targets) throws IOException {
        byte[] json = utf8(SmallBert.TOKENIZER_JSON);
        byte[] added = Files.readAllBytes(Fixtures.path("bert/tokenizer.json"));
        targets.add(new Target("tokenizer.json", "tokenizer.json", true, List.of(json, added), AS_IT_IS,
                (file, scratch) -> BertTokenizer.open(file, null, null).encode("good [laughter] badly 好")));
        targets.add(new Target("vocab.txt", "vocab.txt", true, List.of(utf8(SmallBert.VOCABULARY)), AS_IT_IS,
                (file, scratch) -> BertTokenizer.open(file, null, null).encode("good badly 好")));
        targets.add(new Target("tokenizer_config.json", "tokenizer_config.json", true,
                List.of(utf8("{\"do_lower_case\": true,"
                        + " \"strip_accents\": null, \"added_tokens_decoder\": {\"10\": "
                        + "{\"content\": \"<x>\", \"lstrip\": true}},"
                        + " \"split_special_tokens\": false, \"tokenizer_class\": \"BertTokenizer\"}")),
                AS_IT_IS, (file, scratch) -> {
                    Path words = Files.writeString(file.resolveSibling("v.txt"), SmallBert.VOCABULARY);
                    try {
                        BertTokenizer.open(words, file, null).encode("good <x> [SEP]");
                    } finally {
                        Files.delete(words);
                    }
                }));
        targets.add(new Target("bert-config", "config.json", true, List.of(utf8(SmallBert.CONFIG)), AS_IT_IS,
                (file, scratch) -> BertConfigFile.read(file)));
    }

    private static void data(List<Target> targets) throws IOException {
        List<byte[]> pickles = fixtures("pickles/forms.pkl", "golden/pickles/mosi_p2.pkl", "golden/pickles/mosi_p4.pkl",
                "golden/pickles/mosi_p5.pkl", "fuzz/pickle/unbuilt_array.pkl", "fuzz/pickle/bad_utf8_id.pkl");
        targets.add(new Target("pickle", "x.pkl", false, pickles, AS_IT_IS, (file, scratch) -> PickleFile.open(file)));
        Target.Reader mmsa = (file, scratch) -> {
            Path cache = scratch.resolve("cache");
            try (DataSet data = MmsaFile.open(file, MmsaOptions.defaults().withCacheFolder(cache))) {
                data.splits().forEach(split -> data.split(split).rawText(0));
            }
        };
        targets.add(new Target("mmsa", "x.pkl", false, pickles, AS_IT_IS, mmsa));
        targets.add(new Target("mmsa-gzip", "x.pkl.gz", false, pickles, Targets::gzip, mmsa));
        targets.add(new Target("mmsa-cached", "x.pkl", false, pickles, AS_IT_IS, (file, scratch) -> {
            Path cache = scratch.resolve("cache");
            try {
                MmsaFile.open(file, MmsaOptions.defaults().withCacheFolder(cache).withDirectLimit(0)).close();
            } finally {
                // A whole conversion stays, also of values that are refused: they may be repaired at the next opening.
                deleteConverted(cache);
            }
        }));
        targets.add(new Target("inspect", "x.pkl", false, pickles, AS_IT_IS, (file, scratch) -> FileReport.of(file)));
    }

    private static void deleteConverted(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            List<Path> converted;
            try (var files = Files.list(folder)) {
                converted = files.filter(file -> file.toString().endsWith(".columns")).toList();
            }
            for (Path file : converted) {
                Files.delete(file);
            }
            if (!converted.isEmpty()) {
                Files.delete(folder);
            }
        }
    }

    private static byte[] gzip(byte... bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zipped = new GZIPOutputStream(out)) {
            zipped.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static void tables(List<Target> targets) throws IOException {
        targets.add(new Target("config.json", "config.json", true, List.of(utf8(RunJson.CONFIG)), AS_IT_IS,
                (file, scratch) -> {
                    SavedConfig.read(file);
                    RunConfig.read(file);
                }));
        List<byte[]> studies = new ArrayList<>();
        try (var in = StudyFile.class.getResourceAsStream("/org/almt/study/example.json")) {
            studies.add(in.readAllBytes());
        }
        targets.add(
                new Target("study", "study.json", true, studies, AS_IT_IS, (file, scratch) -> StudyFile.read(file)));
        targets.add(new Target("scores", "predictions.csv", true,
                List.of(utf8("id,label,prediction\na,1.0,0.5\n\"b,c\",-2.0,0.25\nd,0,0\n")), AS_IT_IS,
                (file, scratch) -> ScoreFile.read(file)));
        targets.add(new Target("manifest", "clips.csv", true, List.of(utf8("id,split,audio,vision,text,label\n"
                + "a,train,a.wav,a.csv,good film,1.5\nb,valid,b.wav,b.csv,\"bad, film\",-1\n")), AS_IT_IS,
                (file, scratch) -> Manifest.read(file)));
        List<byte[]> sounds = new ArrayList<>();
        for (byte[] clip : fixtures("golden/features/clips/short700_22k_s16.wav",
                "golden/features/clips/cards001_16k_s16_rf64.wav")) {
            sounds.add(Arrays.copyOf(clip, 600));
        }
        for (int[] format : new int[][] {{1, 8}, {1, 16}, {1, 24}, {1, 32}, {3, 32}, {3, 64}, {6, 8}, {7, 8}}) {
            sounds.add(wav(format[0], format[1]));
        }
        targets.add(new Target("wav", "x.wav", false, sounds, AS_IT_IS, (file, scratch) -> WavFile.open(file).stream(
                new SignalSink() {
                    @Override
                    public void accept(double[] block, int count) {}

                    @Override
                    public void finish() {}
                })));
        List<byte[]> faces = fixtures("golden/features/openface/aus_only.csv");
        faces.add(lines(Files.readString(Fixtures.path("golden/features/openface/v20_no_face_id.csv")), 3));
        faces.add(lines(Files.readString(Fixtures.path("golden/features/openface/full_v21_spaces_crlf_failed.csv")),
                3));
        targets.add(new Target("openface", "face.csv", true, faces, AS_IT_IS,
                (file, scratch) -> FaceTable.read(file, FaceOptions.of(FaceProfile.AUS))));
        targets.add(new Target("openface-faces", "face.csv", true,
                fixtures("golden/features/openface/two_faces_vidmulti.csv"), AS_IT_IS,
                (file, scratch) -> FaceTable.read(file,
                        new FaceOptions(FaceProfile.AUS, 2, FailedRows.HOLD, 1, false))));
        targets.add(new Target("words.json", "w.json", true,
                List.of(utf8("{\"text\": \"a b\", \"segments\": [{\"start\": 0,"
                        + " \"end\": 1.5, \"text\": \"a b\", \"words\": [{\"word\": \"a\", "
                        + "\"start\": 0.1, \"end\": 0.4},"
                        + " {\"word\": \"b\", \"start\": 0.5, \"end\": 0.9}]}]}")),
                AS_IT_IS, (file, scratch) -> Transcript.read(file)));
        targets.add(new Target("words.csv", "w.csv", true, List.of(utf8("word,start,end\na,0.1,0.4\nb,0.5,0.9\n")),
                AS_IT_IS, (file, scratch) -> Transcript.read(file)));
        targets.add(new Target("words.srt", "w.srt", true,
                List.of(utf8("1\n00:00:00,100 --> 00:00:00,900\na b\n\n2\n00:00:01,000 --> 00:00:02,000\nc\n")),
                AS_IT_IS,
                (file, scratch) -> Transcript.read(file)));
        targets.add(new Target("words.TextGrid", "w.TextGrid", true,
                List.of(utf8("File type = \"ooTextFile\"\nObject class ="
                        + " \"TextGrid\"\n\nxmin = 0\nxmax = 2\ntiers? <exists>\nsize = 1\nitem "
                        + "[]:\n    item [1]:\n        class ="
                        + " \"IntervalTier\"\n        name = \"words\"\n        xmin = 0\n        "
                        + "xmax = 2\n        intervals: size ="
                        + " 2\n        intervals [1]:\n            xmin = 0\n            xmax = 1\n "
                        + "           text = \"a\"\n"
                        + "        intervals [2]:\n            xmin = 1\n            xmax = 2\n     "
                        + "       text = \"b\"\n")),
                AS_IT_IS, (file, scratch) -> Transcript.read(file)));
    }

    private static byte[] lines(String text, int count) {
        int end = 0;
        for (int i = 0; i < count; i++) {
            end = text.indexOf('\n', end) + 1;
        }
        return utf8(text.substring(0, end));
    }

    /** Twelve frames of two channels. */
    private static byte[] wav(int format, int bits) {
        int frame = 2 * bits / 8;
        byte[] samples = new byte[12 * frame];
        ByteBuffer file = ByteBuffer.allocate(44 + samples.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(utf8("RIFF")).putInt(36 + samples.length).put(utf8("WAVEfmt ")).putInt(16);
        file.putShort((short) format).putShort((short) 2).putInt(16_000).putInt(16_000 * frame);
        file.putShort((short) frame).putShort((short) bits).put(utf8("data")).putInt(samples.length).put(samples);
        return file.array();
    }
}
