package org.almt.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.almt.cli.option.Words;
import org.almt.cli.output.Failures;
import org.almt.clips.synthetic.RawClip;
import org.almt.clips.synthetic.RawClips;
import org.almt.data.SplitName;
import org.almt.io.FileFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine;

/** {@code almt demo}: all steps from raw clips to a page of explanations, on generated clips. */
@Command(
        name = "demo",
        description = "Generate small raw clips with known sentiment (sound, faces, words). Then run the commands that"
                + " make features, a trained model, predictions and a page from them. Each command is printed before"
                + " it runs.",
        footer = "  almt demo --out demo")
public final class DemoCommand extends AlmtCommand {
    private static final int TRAIN = 96;
    private static final int VALID = 24;
    private static final int TEST = 24;

    @Option(names = "--out", paramLabel = "DIR", description = "A new folder for all files (default: demo).")
    private Path folder = Path.of("demo");

    @Option(names = "--seed", paramLabel = "N", description = "The seed of the generated clips (default: 1).")
    private long seed = 1;

    @Option(names = "--epochs", paramLabel = "N", description = "Epochs of training (default: 40).")
    private int epochs = 40;

    public DemoCommand() {}

    @Override
    void execute() throws Exception {
        if (Files.exists(folder)) {
            throw new IOException(folder + " exists already; name a new folder with --out DIR");
        }
        List<RawClip> clips = RawClips.draw(seed, TRAIN, VALID, TEST);
        Path manifest = RawClips.write(clips, seed, folder.resolve("clips"));
        out().println("Made " + clips.size() + " clips of 2 to 4 seconds in " + FileFolder.of(manifest)
                + ": sound (.wav), a face in OpenFace's form (.face.csv), words with times (.words.csv).");
        Path data = folder.resolve("clips.pkl");
        Path run = folder.resolve("run");
        run(new DatasetBuildCommand(), "dataset build", manifest.toString(), "--out", data.toString(),
                "--audio-profile",
                "librosa-0.11", "--vision-profile", "aus", "--failed", "hold", "--standardize", "train");
        run(new TrainCommand(), "train", "--data", data.toString(), "--preset", "mosi", "--missing", "text=zero",
                "--out", run.toString(), "--epochs", Integer.toString(epochs), "--batch-size", "16", "--set", "lr=1e-3",
                "--set", "width=32", "--set", "heads=4", "--set", "headSize=8", "--set", "hyperHeadSize=8", "--set",
                "mlp=32",
                "--set", "embeddingDepth=1", "--set", "fusionDepth=1");
        RawClip clip = clips.stream().filter(each -> each.split() == SplitName.TEST).findFirst().orElseThrow();
        String name = FileFolder.of(manifest).resolve(clip.id()).toString();
        run(new PredictCommand(), "predict", "--run", run.toString(), "--audio", name + ".wav", "--openface",
                name + ".face.csv");
        out().println(String.format(Locale.ROOT, "truth       %.3f", clip.sentiment()));
        run(new PredictCommand(), "predict", "--run", run.toString(), "--manifest", manifest.toString(),
                "--predictions",
                folder.resolve("predictions.csv").toString());
        run(new ExplainCommand(), "explain", "--run", run.toString(), "--data", data.toString(), "--all", "--out",
                folder.resolve("page.html").toString());
        run(new ExplainCommand(), "explain", "--run", run.toString(), "--audio", name + ".wav", "--openface",
                name + ".face.csv", "--transcript", name + ".words.csv", "--out",
                folder.resolve("clip.html").toString());
        out().println();
        out().println("Open " + folder.resolve("page.html")
                + " in a browser. The clips are synthetic: the figures show that the program works, and nothing about"
                + " people.");
    }

    private void run(Object command, String name, String... arguments) throws IOException {
        List<String> shown = new ArrayList<>(List.of("almt", name));
        shown.addAll(List.of(arguments));
        out().println();
        out().println("$ " + String.join(" ", shown));
        out().flush();
        int code = Words.register(new CommandLine(command))
                .setOut(out())
                .setErr(err())
                .setExecutionExceptionHandler(Failures::onException)
                .setParameterExceptionHandler(Failures::onWrongUsage)
                .execute(arguments);
        if (code != 0) {
            throw new IOException("the demo stopped at this command; the files made so far are in " + folder);
        }
    }
}
