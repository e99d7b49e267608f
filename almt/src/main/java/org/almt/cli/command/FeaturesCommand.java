package org.almt.cli.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.almt.cli.option.ClipOptions;
import org.almt.cli.option.OutputFiles;
import org.almt.cli.option.UsageError;
import org.almt.clips.ClipFeatures;
import org.almt.clips.ClipRecipe;
import org.almt.features.FeatureTable;
import org.almt.features.audio.SoundPicture;
import org.almt.features.face.FaceTable;
import org.almt.features.wav.WavFile;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.report.ClipPage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almt features}: what a model reads of one clip. */
@Command(
        name = "features",
        description = "Compute features of sound (a WAV file) or of a face (a table of OpenFace 2): an .npz with"
                + " the arrays"
                + " features [frames, columns] and times [frames, 2] in seconds, or a .csv with a header of"
                + " column names.",
        footer = {
                "  almt features --audio clip.wav --out clip.npz",
                "  almt features --audio clip.wav --profile librosa-0.11 --out clip.csv",
                "  almt features --openface face.csv --profile aus --failed hold --out face.csv",
                "  almt features --audio clip.wav --openface face.csv --out clip.npz",
                "  ffmpeg -i clip.mp4 -vn -acodec pcm_s16le clip.wav      # a WAV file of a video"
        })
public final class FeaturesCommand extends AlmtCommand {
    @Option(names = "--audio", paramLabel = "FILE.wav", description = "The sound.")
    private @Nullable Path audio;

    @Option(names = "--openface", paramLabel = "FILE.csv", description = "The face, as FeatureExtraction wrote it.")
    private @Nullable Path openface;

    @Option(
            names = "--profile",
            paramLabel = "P",
            description = "The profile of features, for sound and face (default: sims-2020).")
    private @Nullable String profile;

    @Mixin
    private ClipOptions clip = new ClipOptions();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write, .npz or .csv.")
    private Path out;

    @Option(names = "--plot", paramLabel = "FILE.html",
            description = "A page with waveform, spectrogram and face track too.")
    private @Nullable Path plot;

    public FeaturesCommand() {}

    @Override
    void execute() throws Exception {
        if (audio == null && openface == null) {
            throw new UsageError("features of what? Give --audio FILE.wav, --openface FILE.csv, or both");
        }
        boolean csv = out.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        if (!csv && !out.toString().toLowerCase(Locale.ROOT).endsWith(".npz")) {
            throw new UsageError("--out " + out + ": expected a name that ends in .npz or .csv");
        }
        if (csv && audio != null && openface != null) {
            throw new UsageError(
                    "--out " + out + ": a .csv holds one table, of sound or of a face; write an .npz for both");
        }
        new OutputFiles().reads("--audio", audio).reads("--openface", openface).writes("--out", out)
                .writes("--plot", plot).check();
        ClipRecipe recipe = clip.recipe(profile, audio != null, openface != null);
        boolean streamed = csv && openface != null;
        FeatureTable sound = audio == null ? null : recipe.audio().extract(audio);
        FaceTable stream = streamed ? FaceTable.open(openface, recipe.vision()) : null;
        FeatureTable face = openface == null || streamed && plot == null
                ? null
                : FaceTable.read(openface, recipe.vision());
        byte[] page = plot == null ? null : page(face);
        if (streamed) {
            writeCsv(stream, recipe.vision().profile().columns());
        } else if (csv) {
            writeCsv(sound);
        } else {
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            put(arrays, "", sound);
            put(arrays, sound == null ? "" : "vision_", face);
            Npz.write(out, arrays);
        }
        if (page != null) {
            AtomicFiles.write(plot, file -> file.write(page));
        }
        if (sound != null) {
            report(sound, recipe.audio().profileName());
        }
        if (streamed) {
            report(stream, recipe);
        } else if (face != null) {
            report(face, recipe.vision().profile().profileName());
        }
        if (sound != null && face != null) {
            warn(ClipFeatures.lengthDoubt(sound, audio, face, openface).stream().toList());
        }
    }

    private byte[] page(@Nullable FeatureTable face) throws IOException {
        ClipPage page = new ClipPage("One clip", "Sound: " + (audio == null ? "none" : audio) + "; face: "
                + (openface == null ? "none" : openface) + ".");
        if (audio != null) {
            WavFile wav = WavFile.open(audio);
            page.sound(SoundPicture.of(wav), wav.rate());
        }
        if (face != null) {
            page.face(face);
        }
        return page.html();
    }

    private void report(FeatureTable table, String name) {
        warn(table.warnings());
        out().println(out + ": " + table.frames() + " rows of " + table.columns().size() + " columns (" + name + "), "
                + String.format(Locale.ROOT, "%.2f", table.to(table.frames() - 1)) + " seconds");
    }

    private void report(FaceTable table, ClipRecipe recipe) {
        warn(table.warnings());
        out().println(out + ": " + table.rows() + " rows of " + recipe.visionWidth() + " columns ("
                + recipe.vision().profile().profileName() + ")");
    }

    private void warn(List<String> warnings) {
        warnings.forEach(warning -> err().println("almt: warning: " + warning));
        err().flush();
    }

    private static void put(Map<String, NpyArray> arrays, String prefix, @Nullable FeatureTable table) {
        if (table == null) {
            return;
        }
        double[] times = new double[2 * table.frames()];
        for (int t = 0; t < table.frames(); t++) {
            times[2 * t] = table.from(t);
            times[2 * t + 1] = table.to(t);
        }
        arrays.put(prefix + "features", NpyArray.of(table.toFloats(), table.frames(), table.columns().size()));
        arrays.put(prefix + "times", NpyArray.of(times, table.frames(), 2));
    }

    private void writeCsv(FeatureTable table) throws IOException {
        AtomicFiles.write(out, file -> {
            BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8));
            writer.write(String.join(",", table.columns()) + "\n");
            double[] row = new double[table.columns().size()];
            for (int t = 0; t < table.frames(); t++) {
                for (int c = 0; c < row.length; c++) {
                    row[c] = table.value(t, c);
                }
                write(writer, row);
            }
            writer.flush();
        });
    }

    /** Row by row, so that a table of any length needs no more memory than one row. */
    private void writeCsv(FaceTable table, List<String> columns) throws IOException {
        AtomicFiles.write(out, file -> {
            BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8));
            writer.write(String.join(",", columns) + "\n");
            table.stream((values, from, to) -> write(writer, values));
            writer.flush();
        });
    }

    private static void write(BufferedWriter writer, double[] row) throws IOException {
        for (int c = 0; c < row.length; c++) {
            writer.write((c == 0 ? "" : ",") + (float) row[c]);
        }
        writer.write("\n");
    }
}
