package org.almt.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.almt.Sentiment;
import org.almt.cli.cluster.Cluster;
import org.almt.cli.cluster.ClusterOrder;
import org.almt.cli.cluster.ScoringOrder;
import org.almt.cli.option.ClusterOptions;
import org.almt.cli.option.DataOptions;
import org.almt.cli.option.EngineOptions;
import org.almt.cli.option.ModelOptions;
import org.almt.cli.option.OutputFiles;
import org.almt.cli.option.SafeCsvOption;
import org.almt.cli.option.SampleSearch;
import org.almt.cli.option.UsageError;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.run.SplitPredictions;
import org.almt.saved.SavedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almt predict}: the sentiment of one sample, or of many. */
@Command(
        name = "predict",
        description = "Predict the sentiment of a clip, of a sentence, of a table of clips or sentences, or of one"
                + " sample of a data set.",
        footer = {
                "  almt predict --run runs/mosi-seed1 --data mosi.pkl --id '03bSnISJMiM$_$11'",
                "  almt predict --weights best.safetensors --preset mosi --data mosi.pkl --id '03bSnISJMiM$_$11'",
                "  almt predict --run runs/mosi-paper-seed1 --text \"a fine film\"",
                "  almt predict --run runs/mosi-paper-seed1 --run runs/mosi-paper-seed2 --text \"a fine film\"",
                "  almt predict --run runs/clips --audio clip.wav --openface face.csv --text \"a fine film\"",
                "  almt predict --run runs/clips --manifest clips.csv --predictions out.csv",
                "  almt predict --run runs/sentences --in sentences.csv --out scored.csv",
                "  almt predict --run runs/mosi-seed1 --in rows.parquet --out scored.parquet --on spark://host:7077",
                "  almt predict --run runs/mosi-paper-seed1 --text \"well\" --audio voice.npy --vision face.npy"
        })
public final class PredictCommand extends AlmtCommand {
    @Mixin
    private ModelOptions source = new ModelOptions();

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--id", paramLabel = "ID", description = "The id of the sample; it may be in any split.")
    private @Nullable String id;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "Instead of --id: a sentence, for a run that was trained with --bert.")
    private @Nullable String text;

    @Option(names = "--transcript", paramLabel = "FILE",
            description = "Instead of --text: a file of the spoken words, .txt, .csv (word, start, end), .srt, .vtt,"
                    + " .TextGrid or Whisper's .json.")
    private @Nullable Path transcript;

    @Option(names = "--audio", paramLabel = "FILE",
            description = "The sound (.wav), or audio features [frames, features] (.npy) (default: zeros).")
    private @Nullable Path audio;

    @Option(names = "--openface", paramLabel = "FILE.csv",
            description = "The face: the table that OpenFace's FeatureExtraction wrote (default: zeros).")
    private @Nullable Path openface;

    @Option(names = "--vision", paramLabel = "FILE.npy",
            description = "Instead of --openface: vision features [frames, features].")
    private @Nullable Path vision;

    @Option(names = "--manifest", paramLabel = "FILE.csv",
            description = "Many clips or sentences: a table with the columns id, text and, optionally, audio, vision,"
                    + " label.")
    private @Nullable Path manifest;

    @Option(names = "--predictions", paramLabel = "OUT.csv",
            description = "With --manifest: the file for the rows id,label,prediction.")
    private @Nullable Path predictions;

    @Mixin
    private SafeCsvOption safeCsv = new SafeCsvOption();

    @Option(names = "--in", paramLabel = "TABLE",
            description = "A table to predict, with --out. With --on (Spark): .parquet, .orc, .json or .csv, with"
                    + " features as arrays or sentences as text. On this machine alone: .csv or .tsv, in the form of"
                    + " --manifest.")
    private @Nullable String in;

    @Option(names = "--out", paramLabel = "TABLE",
            description = "With --in: the output. With --on: a folder with the same columns and the predictions. On"
                    + " this machine alone: a .csv of id, label and prediction.")
    private @Nullable String out;

    @Option(names = "--columns", paramLabel = "NAME", split = ",", splitSynopsisLabel = ",",
            description = "With --on: the columns of the table that --out keeps, for example id (default: all of"
                    + " them). Without features the output is smaller.")
    private List<String> columns = List.of();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** Whether the table was named with --in and --out. */
    private boolean tables;

    public PredictCommand() {}

    @Override
    void execute() throws Exception {
        source.check();
        tablesOfThisMachine();
        checkWhat();
        engine.checkFor(cluster);
        if (in != null && out != null) {
            try (Cluster.Connection connection =
                    cluster.connect(engine.ofTask(), ClusterOrder.Work.SCORING, this::say, this::warn)) {
                say(connection.score(new ScoringOrder(source.runs(), in, out, data.missing(), columns)));
            }
            return;
        }
        engine.apply();
        List<SavedModel> models = source.load();
        if (manifest != null && predictions != null) {
            out().println(new ManifestPredictions(data, models, safeCsv.ids()).write(manifest, predictions));
            return;
        }
        if (id == null) {
            ClipSample sample = new ClipSample(data, text, transcript, audio, openface, vision, this::warn);
            double sum = 0;
            for (SavedModel saved : models) {
                sum += sample.predict(saved);
            }
            out().println("prediction  "
                    + new Sentiment((float) (sum / models.size()), models.getFirst().kind().labelLimit()));
            return;
        }
        SavedModel first = models.getFirst();
        SplitName name =
                SampleSearch.splitOf(List.of(id), SampleSearch.ALL,
                        candidate -> data.forModels().open(first, candidate));
        try (DataSet samples = data.forModels().open(first, name)) {
            Split split = samples.split(name);
            print(out(), first, split, split.indexOf(id), mean(models, name, id));
        }
    }

    /** Checks --in and --out without a cluster: this machine reads tables of clips and sentences only. */
    private void tablesOfThisMachine() {
        if ((in == null) != (out == null)) {
            throw new UsageError("--in TABLE and --out TABLE belong together");
        }
        if (!columns.isEmpty() && !cluster.isGiven()) {
            throw new UsageError("--columns goes with tables that Spark writes (--on); leave it out");
        }
        if (in == null || out == null) {
            if (cluster.isGiven()) {
                throw new UsageError("--on predicts tables; name one with --in TABLE --out TABLE");
            }
            return;
        }
        if (cluster.isGiven()) {
            if (source.weights() != null || source.bert() != null) {
                throw new UsageError("--on takes run folders (--run), which hold all files that other machines need;"
                        + " leave --weights and --bert out");
            }
            return;
        }
        if (manifest != null || predictions != null) {
            throw new UsageError("--in and --manifest name two tables; leave one out");
        }
        if (in.matches("(?i).*\\.(xlsx?|ods)")) {
            throw new UsageError("--in " + in + ": is a file of a spreadsheet; save the table as CSV UTF-8");
        }
        if (!in.matches("(?i).*\\.[ct]sv")) {
            throw new UsageError("--in " + in + ": this machine alone reads .csv and .tsv; other tables are read by"
                    + " Spark, which this machine can run too: add --on 'local[2]'");
        }
        if (!out.matches("(?i).*\\.csv")) {
            throw new UsageError("--out " + out + ": predictions of a .csv or .tsv are written as .csv");
        }
        tables = true;
        manifest = Path.of(in);
        predictions = Path.of(out);
        in = null;
        out = null;
    }

    private void checkWhat() throws IOException {
        boolean clip = text != null || transcript != null || audio != null || openface != null || vision != null;
        int ways = (id != null ? 1 : 0) + (clip ? 1 : 0) + (manifest != null ? 1 : 0) + (in != null ? 1 : 0);
        if (ways == 0) {
            throw new UsageError(
                    "what should be predicted? Give --id ID for a sample of the data, --text TEXT for a sentence,"
                            + " --audio clip.wav and --openface face.csv for a clip, or --manifest FILE.csv or --in"
                            + " TABLE for many");
        }
        if (ways > 1) {
            throw new UsageError(
                    "--id, --manifest, --in and a clip (--text, --transcript, --audio, --openface, --vision) are"
                            + " different things to predict; give one of them");
        }
        if (text != null && transcript != null || openface != null && vision != null) {
            throw new UsageError(text != null && transcript != null
                    ? "--text and --transcript both give the words; leave one out"
                    : "--openface and --vision both give the face; leave one out");
        }
        if (id == null && data.isNamed()) {
            throw new UsageError("--data goes with --id; leave it out here");
        }
        if (safeCsv.isGiven() && predictions == null) {
            throw new UsageError(cluster.isGiven()
                    ? "--safe-csv goes with tables that this machine writes; leave --safe-csv or --on out"
                    : "--safe-csv goes with tables; give --manifest FILE.csv and --predictions OUT.csv");
        }
        if ((manifest == null) != (predictions == null)) {
            throw new UsageError("--manifest FILE.csv and --predictions OUT.csv belong together");
        }
        if (predictions != null) {
            new OutputFiles().reads(tables ? "--in" : "--manifest", manifest)
                    .writes(tables ? "--out" : "--predictions", predictions).check();
        }
    }

    private void say(String line) {
        out().println(line);
        out().flush();
    }

    private void warn(String sentence) {
        data.announce(sentence);
    }

    /** The mean of the models' predictions for the sample. The data of each model must contain the sample. */
    private float mean(List<SavedModel> models, SplitName name, String sampleId) throws IOException {
        double sum = 0;
        for (SavedModel saved : models) {
            try (DataSet samples = data.forModels().openFew(saved, name)) {
                Split split = samples.split(name);
                int sample = split.indexOf(sampleId);
                if (sample < 0) {
                    throw new IOException(saved.origin() + " was trained on other data, which lack the id '" + sampleId
                            + "'; name the data with --data");
                }
                sum += SplitPredictions.one(saved, samples, split, sample);
            }
        }
        return (float) (sum / models.size());
    }

    private static void print(PrintWriter out, SavedModel saved, Split split, int sample, float prediction) {
        Sentiment sentiment = new Sentiment(prediction, saved.kind().labelLimit());
        out.println("id          " + split.id(sample) + " (" + split.name() + ")");
        if (split.rawText(sample) != null) {
            out.println("text        " + split.rawText(sample));
        }
        out.println("prediction  " + sentiment);
        if (!Float.isNaN(split.label(sample))) {
            out.println("label       " + new Sentiment(split.label(sample), saved.kind().labelLimit()));
        }
    }
}
