package org.almt.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.almt.Sentiment;
import org.almt.cli.option.DataOptions;
import org.almt.clips.Alignment;
import org.almt.clips.ClipFeatures;
import org.almt.clips.ClipRecipe;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.explain.Attribution;
import org.almt.explain.Attributions;
import org.almt.explain.Frames;
import org.almt.explain.Method;
import org.almt.explain.Neutral;
import org.almt.explain.SampleAttribution;
import org.almt.explain.split.TextPiece;
import org.almt.explain.split.TextPieces;
import org.almt.features.FeatureTable;
import org.almt.features.audio.SoundPicture;
import org.almt.features.wav.WavFile;
import org.almt.features.words.Transcript;
import org.almt.input.CropRule;
import org.almt.input.Modality;
import org.almt.model.AlmtModel;
import org.almt.report.ClipPage;
import org.almt.saved.SavedModel;
import org.almt.weights.TemporaryFolder;
import org.jspecify.annotations.Nullable;

/** The page of one clip: its picture and sound, and the influence of its parts on a model's prediction. */
final class ExplainedClip {
    private final DataOptions data;
    private final SavedModel saved;
    private final @Nullable Transcript words;
    private final @Nullable Path transcript;
    private final @Nullable Path audio;
    private final @Nullable Path openface;

    /**
     * @param words the words that are spoken; null if they are not known
     * @param transcript the file with these words; null if there is none
     */
    ExplainedClip(
            DataOptions data, SavedModel saved, @Nullable Transcript words, @Nullable Path transcript,
            @Nullable Path audio, @Nullable Path openface) {
        this.data = data;
        this.saved = saved;
        this.words = words;
        this.transcript = transcript;
        this.audio = audio;
        this.openface = openface;
    }

    byte[] page() throws IOException {
        ClipRecipe recipe = audio == null && openface == null
                ? null
                : ClipSample.recipe(data, saved, audio != null, openface != null);
        ClipSample.requireTimes(recipe, saved, transcript);
        ClipFeatures seen = recipe == null ? null : ClipFeatures.of(recipe, audio, openface);
        ClipFeatures clip = recipe == null || seen == null
                ? null
                : seen.aligned(recipe, words, transcript, saved.languageModel().orElse(null));
        if (recipe != null && clip != null) {
            ClipSample.requireWidth(Modality.AUDIO, clip.audioRows(recipe),
                    audio == null ? null : recipe.soundProfile().profileName(), saved);
            ClipSample.requireWidth(Modality.VISION, clip.visionRows(recipe),
                    openface == null ? null : recipe.faceOptions().profile().profileName(), saved);
        }
        try (TemporaryFolder scratch = TemporaryFolder.temporary("almt-clip")) {
            Path table = scratch.folder().resolve("clip.csv");
            Files.writeString(table, "id,text,audio,vision,words\nclip,"
                    + quoted(words == null || transcript != null ? "" : words.text()) + "," + quoted(absolute(audio))
                    + "," + quoted(absolute(openface)) + "," + quoted(absolute(transcript)) + "\n");
            try (DataSet samples = data.openClipFor(table, saved, recipe)) {
                return page(samples, recipe, seen, clip);
            }
        }
    }

    private static String absolute(@Nullable Path file) {
        return file == null ? "" : file.toAbsolutePath().normalize().toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }

    /**
     * @param seen the features of the clip with one row per frame
     * @param clip the rows that the model reads
     */
    private byte[] page(DataSet samples, @Nullable ClipRecipe recipe, @Nullable ClipFeatures seen,
            @Nullable ClipFeatures clip) throws IOException {
        Split split = samples.split(SplitName.TEST);
        AlmtModel almt = saved.network().root() instanceof AlmtModel model ? model : null;
        SampleAttribution found = new Attributions(saved.network(), almt, samples.shapes(), split, neutral(samples))
                .of(new int[] {0}, done -> {}).getFirst();
        ClipPage page =
                new ClipPage(ClipPage.title("One clip explained", audio, openface, transcript), "Weights of "
                        + saved.origin() + "; features: "
                        + (recipe == null ? "of the text alone" : recipe.text())
                        + ". Influence is measured by making words or rows of features neutral: one at a time in a"
                        + " sequence of up to " + Attributions.OCCLUSIONS
                        + ", otherwise neighbours together, in at most that many groups.");
        page.prediction(new Sentiment(found.prediction(), saved.kind().labelLimit()));
        if (words != null) {
            page.words(pieces(words, split, found.of(Modality.TEXT)), words.words());
        }
        if (audio != null) {
            WavFile wav = WavFile.open(audio);
            page.sound(SoundPicture.of(wav), wav.rate());
        }
        FeatureTable face = seen == null ? null : seen.vision();
        FeatureTable sound = clip == null ? null : clip.audio();
        FeatureTable sight = clip == null ? null : clip.vision();
        if (recipe != null && clip != null && sound != null) {
            influence(page, "audio", sound, first(recipe, sound, clip.audioRows(recipe)), found.of(Modality.AUDIO));
        }
        if (face != null) {
            page.face(face);
        }
        if (recipe != null && clip != null && sight != null) {
            influence(page, "vision", sight, first(recipe, sight, clip.visionRows(recipe)), found.of(Modality.VISION));
        }
        return page.html();
    }

    /** The mean frames of the training split. If its data no longer exist, those of the clip itself. */
    private Neutral neutral(DataSet samples) throws IOException {
        try (DataSet trained = data.forModels().openAll(saved, SplitName.TRAIN)) {
            return Neutral.of(trained.shapes(), trained.split(SplitName.TRAIN), "train");
        } catch (IOException e) {
            data.announce(
                    "without the training split (" + e.getMessage() + ") neutral rows are means over the clip itself");
            return Neutral.of(samples.shapes(), samples.split(SplitName.TEST), "clip");
        }
    }

    private List<ClipPage.Piece> pieces(Transcript said, Split split, Attribution text) {
        double[] scores = scores(text, Method.OCCLUSION);
        List<ClipPage.Piece> pieces = new ArrayList<>();
        SavedModel.Language language = saved.language();
        for (TextPiece piece : language != null
                ? TextPieces.of(split, 0, text.real(), language.model())
                : List.<TextPiece>of()) {
            double score = 0;
            for (int row : piece.rows()) {
                score += row < scores.length ? scores[row] : 0;
            }
            pieces.add(new ClipPage.Piece(piece.text(), piece.kind() == TextPiece.Kind.BETWEEN ? Double.NaN : score,
                    piece.kind() == TextPiece.Kind.MARK));
        }
        if (pieces.isEmpty()) {
            pieces.add(new ClipPage.Piece(said.text(), Double.NaN));
        }
        return pieces;
    }

    /** Adds the scores of the clip's rows. Rows before them are zeros that pad the sequence. */
    private static void influence(ClipPage page, String modality, FeatureTable table, int first,
            Attribution attribution) {
        int together = Attributions.together(Frames.positions(attribution.real()).length);
        page.influence(modality, table, Math.max(0, first), together,
                ofClip(attribution, Method.OCCLUSION, first), ofClip(attribution, Method.GRADIENT, first));
    }

    /** The scores of the rows that are not padding, from the clip's first row on. */
    private static double[] ofClip(Attribution attribution, Method method, int first) {
        double[] scores = scores(attribution, method);
        int end = 0;
        for (int t = 0; t < scores.length; t++) {
            end = attribution.real()[t] ? t + 1 : end;
        }
        return Arrays.copyOfRange(scores, Math.min(end, Math.max(0, -first)), end);
    }

    /**
     * The index of the clip's row that the model reads first. It is above 0 if the model reads 50 rows around the
     * middle, or the end alone. It is below 0 if the model's first rows are zeros before the clip's rows.
     */
    private int first(ClipRecipe recipe, FeatureTable table, float @Nullable [][] rows) {
        if (rows == null) {
            return 0;
        }
        Alignment alignment = recipe.alignment();
        int row = alignment != null && alignment.rows().padsLeft() ? table.frames() - rows.length : 0;
        if (!saved.cropped() || rows.length <= CropRule.PAPER_FRAMES) {
            return row;
        }
        return row + CropRule.start(rows.length, CropRule.PAPER_FRAMES,
                t -> CropRule.isZero(rows[t], 0, rows[t].length));
    }

    private static double[] scores(Attribution attribution, Method method) {
        return Objects.requireNonNull(attribution.scores().get(method), "always computed");
    }
}
