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
import java.util.Objects;
import org.almt.cli.option.ClipOptions;
import org.almt.cli.option.OutputFiles;
import org.almt.cli.option.UsageError;
import org.almt.clips.ClipFeatures;
import org.almt.clips.ClipRecipe;
import org.almt.features.FeatureTable;
import org.almt.features.audio.SoundPicture;
import org.almt.features.face.FaceTable;
import org.almt.features.wav.WavFile;
import org.almt.features.words.TimedWord;
import org.almt.features.words.Transcript;
import org.almt.language.LanguageModel;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.report.ClipPage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almt features}: the features of one clip, as a model reads them. */
@Command(
        name = "features",
        description = "Compute features of sound (a WAV file) or of a face (a table of OpenFace 2). They are written"
                + " as an .npz with the arrays features [frames, columns] and times [frames, 2] in seconds, or as a"
                + " .csv with a header of column names.",
        footer = {
                "  almt features --audio clip.wav --out clip.npz",
                "  almt features --audio clip.wav --profile librosa-0.11 --out clip.csv",
                "  almt features --openface face.csv --profile aus --failed hold --out face.csv",
                "  almt features --audio clip.wav --openface face.csv --out clip.npz",
                "  almt features --audio clip.wav --transcript clip.json --align words --out words.csv",
                "  ffmpeg -i clip.mp4 -vn -acodec pcm_s16le clip.wav      # a WAV file of a video"
        })
public final class FeaturesCommand extends AlmtCommand {
    @Option(names = "--audio", paramLabel = "FILE.wav", description = "The sound.")
    private @Nullable Path audio;

    @Option(names = "--openface", paramLabel = "FILE.csv", description = "The face: the table that OpenFace's"
            + " FeatureExtraction wrote.")
    private @Nullable Path openface;

    @Option(names = "--transcript", paramLabel = "FILE",
            description = "Words with times, for --align and for the page of --plot: .csv (word, start, end), .srt,"
                    + " .vtt, .TextGrid or Whisper's .json.")
    private @Nullable Path transcript;

    @Option(names = "--bert", paramLabel = "DIR|JAR",
            description = "With --align tokens: the language model that makes the tokens.")
    private @Nullable Path bert;

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
            description = "Also write a page with waveform, spectrogram and face track.")
    private @Nullable Path plot;

    public FeaturesCommand() {}

    @Override
    void execute() throws Exception {
        if (audio == null && openface == null) {
            throw new UsageError("no input is named; give --audio FILE.wav, --openface FILE.csv, or both");
        }
        boolean csv = out.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        if (!csv && !out.toString().toLowerCase(Locale.ROOT).endsWith(".npz")) {
            throw new UsageError("--out " + out + ": expected a name that ends in .npz or .csv");
        }
        if (csv && audio != null && openface != null) {
            throw new UsageError(
                    "--out " + out + ": a .csv holds one table, of sound or of a face; write an .npz for both");
        }
        checkWords();
        new OutputFiles().reads("--audio", audio).reads("--openface", openface).reads("--transcript", transcript)
                .writes("--out", out).writes("--plot", plot).check();
        LanguageModel language = bert == null ? null : LanguageModel.open(bert);
        ClipRecipe recipe = clip.recipe(profile, audio != null, openface != null, language);
        Transcript said = transcript == null ? null : Transcript.read(transcript);
        if (said != null) {
            warn(said.warnings());
        }
        if (recipe.alignment() != null) {
            writeAligned(csv, recipe, said, language);
            return;
        }
        FeatureTable sound = audio == null ? null : recipe.soundProfile().extract(audio);
        FaceTable stream = csv && openface != null ? FaceTable.open(openface, recipe.faceOptions()) : null;
        FeatureTable face = openface == null || stream != null && plot == null
                ? null
                : FaceTable.read(openface, recipe.faceOptions());
        byte[] page = plot == null ? null : page(face, said);
        if (stream != null) {
            writeCsv(stream, recipe.faceOptions().profile().columns());
        } else if (csv && sound != null) {
            writeCsv(sound, List.of());
        } else {
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            put(arrays, "", sound);
            put(arrays, sound == null ? "" : "vision_", face);
            Npz.write(out, arrays);
        }
        if (page != null && plot != null) {
            AtomicFiles.write(plot, file -> file.write(page));
        }
        if (sound != null) {
            report(sound, recipe.soundProfile().profileName());
        }
        if (stream != null) {
            report(stream, recipe);
        } else if (face != null) {
            report(face, recipe.faceOptions().profile().profileName());
        }
        if (sound != null && audio != null && face != null && openface != null) {
            warn(ClipFeatures.lengthDoubt(sound, audio, face, openface).stream().toList());
        }
    }

    private void checkWords() {
        if (bert != null && !clip.alignsToTokens()) {
            throw new UsageError("--bert " + bert + " goes with --align tokens: no other rows need a language model");
        }
        if (clip.aligns() && transcript == null) {
            throw new UsageError("--align needs words with times; give --transcript FILE");
        }
        if (transcript != null && !clip.aligns() && plot == null) {
            throw new UsageError("--transcript FILE goes with --align words, or with --plot FILE.html");
        }
    }

    /** Writes one row per word, or per token. */
    private void writeAligned(boolean csv, ClipRecipe recipe, @Nullable Transcript said,
            @Nullable LanguageModel language) throws IOException {
        ClipFeatures seen = ClipFeatures.of(recipe, audio, openface);
        ClipFeatures aligned = seen.aligned(recipe, said, transcript, language);
        FeatureTable first = Objects.requireNonNull(
                aligned.audio() == null ? aligned.vision() : aligned.audio(), "a clip has sound or a face");
        Path pageFile = plot;
        byte[] page = pageFile == null ? new byte[0] : page(seen.vision(), said);
        if (csv) {
            writeCsv(first, aligned.words());
        } else {
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            String[] words = aligned.words().stream().map(TimedWord::text).toArray(String[]::new);
            arrays.put("words", NpyArray.of(words, words.length));
            put(arrays, "", aligned.audio());
            put(arrays, aligned.audio() == null ? "" : "vision_", aligned.vision());
            Npz.write(out, arrays);
        }
        if (pageFile != null) {
            AtomicFiles.write(pageFile, file -> file.write(page));
        }
        warn(aligned.warnings());
        out().println(out + ": " + first.frames() + " rows (" + recipe.text() + ")");
    }

    private byte[] page(@Nullable FeatureTable face, @Nullable Transcript said) throws IOException {
        ClipPage page = new ClipPage(ClipPage.title("One clip", audio, openface, transcript),
                "Sound: " + (audio == null ? "none" : audio) + "; face: "
                        + (openface == null ? "none" : openface) + ".");
        if (audio != null) {
            WavFile wav = WavFile.open(audio);
            page.sound(SoundPicture.of(wav), wav.rate());
        }
        if (face != null) {
            page.face(face);
        }
        if (said != null) {
            page.words(List.of(new ClipPage.Piece(said.text(), Double.NaN)), said.words());
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
                + recipe.faceOptions().profile().profileName() + ")");
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

    /** @param words the word of each row, written with its times before the features; empty if rows are frames */
    private void writeCsv(FeatureTable table, List<TimedWord> words) throws IOException {
        AtomicFiles.write(out, file -> {
            BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8));
            writer.write((words.isEmpty() ? "" : "word,start,end,") + String.join(",", table.columns()) + "\n");
            double[] row = new double[table.columns().size()];
            for (int t = 0; t < table.frames(); t++) {
                for (int c = 0; c < row.length; c++) {
                    row[c] = table.value(t, c);
                }
                if (!words.isEmpty()) {
                    TimedWord word = words.get(t);
                    writer.write("\"" + word.text().replace("\"", "\"\"") + "\"," + word.start() + "," + word.end()
                            + ",");
                }
                write(writer, row);
            }
            writer.flush();
        });
    }

    /** Writes row by row, so that the memory needed does not grow with the table. */
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
