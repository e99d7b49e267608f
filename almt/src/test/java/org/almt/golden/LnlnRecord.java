package org.almt.golden;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.baseline.BaselineConfig;
import org.almt.baseline.Lnln;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.data.Split;
import org.almt.data.missing.IncompleteSplit;
import org.almt.data.missing.RandomMissing;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.input.TokenRow;
import org.almt.io.JsonObject;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.saved.Architecture;
import org.almt.saved.Network;
import org.almt.train.BatchPart;
import org.almt.train.LearningRates;
import org.almt.train.Loss;
import org.almt.train.Objective;
import org.almt.train.TrainingBatch;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingStep;
import org.almt.train.rival.LnlnObjective;
import org.junit.jupiter.api.DynamicTest;

/** LNLN against its record. */
final class LnlnRecord {
    private static final String RATE = "missing rate of language";
    private static final RecordedFiles.Noise NOISE = name -> name.endsWith("norm_k.bias");

    private final Path folder;
    private final JsonObject config;
    private final RecordedFiles cases;

    private LnlnRecord(Path folder) throws IOException {
        this.folder = folder;
        config = JsonObject.read(folder.resolve("lnln_config.json"));
        cases = RecordedFiles.of(folder.resolve("lnln_cases.npz"));
    }

    static List<DynamicTest> checks(Path folder) {
        return List.of(
                dynamicTest("lnln: outputs, terms and gradients", () -> new LnlnRecord(folder).oneBatch()),
                dynamicTest("lnln: inference, plain and lean", () -> new LnlnRecord(folder).inference()),
                dynamicTest("lnln: the optimiser's curve", () -> new LnlnRecord(folder).curve()),
                dynamicTest("lnln: masks of missing rows", () -> missing(folder.resolve("lnln_missing.npz"))));
    }

    private BaselineConfig sizes() {
        JsonObject widths = config.object("inputWidths");
        JsonObject lengths = config.object("inputLengths");
        JsonObject depths = config.object("depths");
        JsonObject weights = config.object("lossWeights");
        Map<String, Object> sizes = new LinkedHashMap<>();
        sizes.put("textLength", whole(lengths, "language"));
        sizes.put("textWidth", whole(widths, "language"));
        sizes.put("audioLength", whole(lengths, "audio"));
        sizes.put("audioWidth", whole(widths, "audio"));
        sizes.put("visionLength", whole(lengths, "vision"));
        sizes.put("visionWidth", whole(widths, "vision"));
        sizes.put("width", whole(config, "dim"));
        sizes.put("heads", whole(config, "heads"));
        sizes.put("headSize", whole(config, "vitHeadWidth"));
        sizes.put("hyperHeadSize", whole(config, "hyperHeadWidth"));
        sizes.put("tokens", whole(config, "tokens"));
        sizes.put("embeddingDepth", whole(depths, "embedding"));
        sizes.put("proxyDepth", whole(depths, "proxy"));
        sizes.put("completenessDepth", whole(depths, "completeness"));
        sizes.put("reconstructorDepth", whole(depths, "reconstructor"));
        sizes.put("scalesDepth", whole(depths, "languageScales"));
        sizes.put("hyperDepth", whole(depths, "hyper"));
        sizes.put("fusionDepth", whole(depths, "fusion"));
        sizes.put("discriminatorHidden", whole(config, "discriminatorHidden"));
        sizes.put("completenessHidden", whole(config, "completenessHidden"));
        sizes.put("completenessWeight", weights.number("alpha"));
        sizes.put("discriminatorWeight", weights.number("beta"));
        sizes.put("reconstructionWeight", weights.number("gamma"));
        sizes.put("sentimentWeight", weights.number("sigma"));
        return BaselineConfig.of(Lnln.SCHEMA, sizes);
    }

    private static int whole(JsonObject from, String key) {
        return (int) from.number(key);
    }

    private Network network() throws IOException {
        Network network = Architecture.of("lnln").network(sizes(), null);
        RecordedFiles.load(network.root(), folder.resolve("lnln_state_dict.npz"));
        return network;
    }

    private ArraySplit split() throws IOException {
        return new ArraySplit(
                cases.array("incomplete/text"), cases.array("incomplete/audio"), cases.array("incomplete/vision"),
                cases.floats("labels"));
    }

    /** The recorded batch, whose complete features and rates are given instead of the protocol's. */
    private void fill(TrainingBatch batch) {
        try {
            for (Modality modality : Modality.values()) {
                NpyArray complete = cases.array("complete/" + modality.key());
                batch.input("complete " + modality.key(), complete.shape()).set(complete.floats());
            }
            float[] rates = cases.floats("missing_rate_l");
            float[] there = new float[rates.length];
            for (int i = 0; i < rates.length; i++) {
                there[i] = 1 - rates[i];
            }
            batch.input(RATE, Shape.of(rates.length, 1)).set(there);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final int[] ORDER = new int[1 << 10];

    static {
        Arrays.setAll(ORDER, i -> i);
    }

    private void oneBatch() throws IOException {
        Network network = network();
        Lnln model = (Lnln) network.root();
        ArraySplit split = split();
        int size = split.size();
        TrainingBatch batch = new TrainingBatch(new InputBatch.Memory(split.shapes(), size).batch(size));
        batch.fill(split, ORDER, BatchPart.batch(0, size));
        fill(batch);
        Tensor loss = new LnlnObjective(model, Loss.MSE).loss(batch);
        loss.backward();
        for (String name : List.of(
                "sentiment_preds", "w", "effectiveness_discriminator_out", "rec_feats", "complete_feats")) {
            cases.absolute("f64/" + name, batch.kept(name), 2e-6);
        }
        for (String term : List.of("l_sp", "l_cc", "l_adv", "l_rec")) {
            cases.relative("f64/" + term, batch.kept(term).item(), 1e-6);
        }
        cases.relative("f64/loss", loss.item(), 1e-6);
        Lnln.States states = model.states(batch.inputs(), false);
        cases.absolute("act/language", states.language(), 2e-6);
        cases.absolute("act/completeness_token", states.completeness(), 2e-6);
        cases.absolute("act/proxy", states.proxy(), 2e-6);
        cases.absolute("act/hyper", states.hyper(), 2e-6);
        cases.absolute("act/fused", states.fused(), 2e-6);
        cases.require(15);
        RecordedFiles gradients = RecordedFiles.of(folder.resolve("lnln_grad.npz"));
        String first = gradients.names().iterator().next();
        gradients.gradients(first.startsWith("grad/") ? "grad/" : "", model, 1e-5, NOISE);
        gradients.require(gradients.names().size() / 2);
    }

    private void inference() throws IOException {
        Network network = network();
        network.root().train(false);
        ArraySplit split = split();
        InputBatch all = new InputBatch.Memory(split.shapes(), split.size()).batch(split.size());
        all.fill(split, ORDER, 0);
        cases.absolute("eval/sentiment_preds", network.forward(all), 2e-6);
        for (boolean lean : new boolean[] {false, true}) {
            Lnln.States states = ((Lnln) network.root()).states(all, lean);
            cases.absolute("eval/sentiment_preds", states.prediction(), 2e-6);
            cases.absolute("eval/w", states.share(), 2e-6);
        }
        if (cases.has("eval_single_row1/sentiment_preds")) {
            InputBatch one = new InputBatch.Memory(split.shapes(), 1).batch(1);
            one.fill(split, ORDER, 1);
            Lnln.States states = ((Lnln) network.root()).states(one, true);
            cases.absolute("eval_single_row1/sentiment_preds", states.prediction(), 2e-6);
            cases.absolute("eval_single_row1/w", states.share(), 2e-6);
        }
        cases.require(5);
    }

    private void curve() throws IOException {
        Network network = network();
        ArraySplit split = split();
        JsonObject curve = config.object("curve");
        TrainingConfig training = TrainingConfig.STANDARD.with("lr", curve.number("lr")).with("batchSize", split.size())
                .with("weightDecay", curve.number("weightDecay")).with("schedule", "constant");
        LnlnObjective lnln = new LnlnObjective((Lnln) network.root(), Loss.MSE);
        double[] terms = new double[4];
        Objective recorded = new Objective() {
            @Override
            public Tensor loss(TrainingBatch batch) {
                return lnln.loss(batch);
            }

            @Override
            public void fill(TrainingBatch batch, Split samples, int[] order, BatchPart part) {
                LnlnRecord.this.fill(batch);
            }

            @Override
            public void learned(TrainingBatch batch, Split samples, int[] order, BatchPart part) {
                List<String> names = List.of("l_sp", "l_cc", "l_adv", "l_rec");
                for (int i = 0; i < names.size(); i++) {
                    terms[i] = batch.kept(names.get(i)).item();
                }
            }
        };
        TrainingStep step = new TrainingStep(network, recorded, training, new LearningRates(training, null, network),
                new InputBatch.Memory(split.shapes(), split.size()), new Workspace());
        double[] expected = cases.doubles("curve/f64");
        int columns = cases.array("curve/f64").shape().size(1);
        for (int row = 0; row < expected.length / columns; row++) {
            double loss = step.learn(split, ORDER, BatchPart.batch(0, split.size()), 1);
            near("curve, loss of step " + row, expected[row * columns], loss);
            for (int i = 0; i < terms.length; i++) {
                near("curve, term " + i + " of step " + row, expected[row * columns + 1 + i], terms[i]);
            }
        }
        for (String name : cases.names()) {
            if (name.startsWith("curve/after/")) {
                Tensor after = network.root().parameter(name.substring("curve/after/".length()));
                cases.absolute(name, after, 1e-5);
            }
        }
        cases.require(expected.length);
    }

    private void near(String what, double expected, double actual) {
        cases.note(what, Math.abs(expected - actual) / Math.abs(expected), 1e-5);
    }

    /** Masks at all recorded rates, to the bit. */
    private static void missing(Path file) throws IOException {
        assumeTrue(Files.exists(file), "no record of masks: " + file);
        RecordedFiles record = RecordedFiles.of(file);
        NpyArray audio = record.array("audio");
        ArraySplit split = new ArraySplit(audio, audio, audio, new float[audio.shape().size(0)])
                .lengths(Modality.AUDIO, record.array("audio_lengths")).textMask(record.array("text/input_mask"))
                .ids(record.array("text/ids"));
        RandomMissing protocol = new RandomMissing(split, split.shapes(), (int) record.number("seed"));
        int width = record.array("text/ids").shape().size(1);
        for (String name : record.names()) {
            if (!name.endsWith("/text_m")) {
                continue;
            }
            String rate = name.substring(0, name.length() - "/text_m".length());
            IncompleteSplit incomplete = protocol.at(Double.parseDouble(rate.substring("rate_".length())));
            float[] ids = new float[split.size() * width];
            float[] frames = new float[audio.shape().count()];
            for (int i = 0; i < split.size(); i++) {
                int[] row = new int[width];
                incomplete.tokens(TokenRow.IDS, i, row, 0);
                for (int t = 0; t < width; t++) {
                    ids[i * width + t] = row[t];
                }
                incomplete.audio(i, frames, i * frames.length / split.size());
            }
            record.absolute(name, ids, 0);
            record.absolute(rate + "/audio_m", frames, 0);
        }
        record.require(4);
    }
}
