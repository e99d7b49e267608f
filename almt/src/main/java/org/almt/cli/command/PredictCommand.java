package org.almt.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.almt.Almt;
import org.almt.Sentiment;
import org.almt.cli.option.DataOptions;
import org.almt.cli.option.EngineOptions;
import org.almt.cli.option.ModelOptions;
import org.almt.cli.option.SampleSearch;
import org.almt.cli.option.UsageError;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.run.SplitPredictions;
import org.almt.saved.SavedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almt predict}: one sample of a data set. */
@Command(
        name = "predict",
        description = "Predict the sentiment of one sample of a data set, or of a sentence.",
        footer = {
                "  almt predict --run runs/mosi-seed1 --data mosi.pkl --id '03bSnISJMiM$_$11'",
                "  almt predict --weights best.safetensors --preset mosi --data mosi.pkl --id '03bSnISJMiM$_$11'",
                "  almt predict --run runs/mosi-paper-seed1 --text \"a fine film\"",
                "  almt predict --run runs/mosi-paper-seed1 --run runs/mosi-paper-seed2 --text \"a fine film\"",
                "  almt predict --run runs/mosi-paper-seed1 --text \"well\" --audio voice.npy --vision face.npy"
        })
public final class PredictCommand extends AlmtCommand {
    @Mixin
    private ModelOptions source = new ModelOptions();

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--id", paramLabel = "ID", description = "The sample's id, in any split.")
    private String id;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "Instead of a sample: a sentence, for a run that was trained with --bert.")
    private String text;

    @Option(names = "--audio", paramLabel = "FILE.npy",
            description = "Beside --text: audio features [frames, features] (default: zeros).")
    private Path audio;

    @Option(names = "--vision", paramLabel = "FILE.npy",
            description = "Beside --text: vision features [frames, features] (default: zeros).")
    private Path vision;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    public PredictCommand() {}

    @Override
    void execute() throws Exception {
        source.check();
        checkWhat();
        engine.apply();
        List<SavedModel> models = source.load();
        if (text != null) {
            printSentence(models);
            return;
        }
        SavedModel first = models.getFirst();
        SplitName name =
                SampleSearch.splitOf(List.of(id), SampleSearch.ALL,
                        candidate -> data.forModels().open(first, candidate));
        try (DataSet samples = data.forModels().open(first, name)) {
            Split split = samples.split(name);
            print(out(), first, split, split.indexOf(id), mean(models, name));
        }
    }

    private void checkWhat() {
        if ((id == null) == (text == null)) {
            throw new UsageError("predict what? Give --id ID for a sample of the data, or --text TEXT for a sentence");
        }
        if (text == null && (audio != null || vision != null)) {
            throw new UsageError("--audio and --vision go with --text; a sample of the data has its own");
        }
        if (text != null && data.isNamed()) {
            throw new UsageError("--data goes with --id; leave it out beside --text");
        }
    }

    /** The mean of what the models say of the sample, each of whose data have it. */
    private float mean(List<SavedModel> models, SplitName name) throws IOException {
        double sum = 0;
        for (SavedModel saved : models) {
            try (DataSet samples = data.forModels().openFew(saved, name)) {
                Split split = samples.split(name);
                int sample = split.indexOf(id);
                if (sample < 0) {
                    throw new IOException(saved.origin() + " was trained on other data, without the id '" + id
                            + "'; say with --data which are meant");
                }
                sum += SplitPredictions.one(saved, samples, split, sample);
            }
        }
        return (float) (sum / models.size());
    }

    private void printSentence(List<SavedModel> models) throws IOException {
        double sum = 0;
        for (SavedModel saved : models) {
            Almt almt = Almt.of(saved);
            if (saved.language() != null && saved.language().model().tokens(text) > almt.text().length()) {
                err().println(
                        "almt: the sentence is cut to the " + almt.text().length() + " tokens that the model takes");
            }
            if (saved.language() != null) {
                saved.language().model().unknown(List.of(text), almt.text().length())
                        .warning("the language model of " + saved.origin())
                        .ifPresent(line -> err().println("almt: " + line));
            }
            sum += almt.predict(almt.sample(text, features("--audio", audio), features("--vision", vision))).value();
        }
        out().println("prediction  "
                + new Sentiment((float) (sum / models.size()), models.getFirst().kind().labelLimit()));
    }

    /** The rows of an array [frames, features]; null where there is no file. */
    private static float[][] features(String option, Path file) throws IOException {
        if (file == null) {
            return null;
        }
        NpyArray array = Npy.read(file);
        if (array.isText() || array.shape().rank() != 2) {
            throw new IOException(option + " " + file + ": holds " + array + "; numbers [frames, features] are needed");
        }
        float[] values = array.floats();
        int width = array.shape().size(1);
        float[][] rows = new float[array.shape().size(0)][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * width, (i + 1) * width));
        return rows;
    }

    private static void print(PrintWriter out, SavedModel saved, Split split, int sample, float prediction) {
        Sentiment sentiment = new Sentiment(prediction, saved.kind().labelLimit());
        Sentiment label = new Sentiment(split.label(sample), saved.kind().labelLimit());
        out.println("id          " + split.id(sample) + " (" + split.name() + ")");
        if (split.rawText(sample) != null) {
            out.println("text        " + split.rawText(sample));
        }
        out.println("prediction  " + sentiment);
        out.println("label       " + label);
    }
}
