package org.almt.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.almt.Almt;
import org.almt.Sample;
import org.almt.cli.option.DataOptions;
import org.almt.cli.option.OwnClipOptions;
import org.almt.cli.option.UsageError;
import org.almt.clips.Alignment;
import org.almt.clips.ClipFeatures;
import org.almt.clips.ClipRecipe;
import org.almt.features.FeatureTable;
import org.almt.features.words.Transcript;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.language.LanguageModel;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.saved.SavedModel;
import org.jspecify.annotations.Nullable;

/**
 * A clip of the user: files of sound, face and words, turned into the input of a model. Zeros replace a missing file,
 * and a message reports it.
 */
final class ClipSample {
    private final DataOptions data;
    private final @Nullable String text;
    private final @Nullable Path transcript;
    private final @Nullable Path audio;
    private final @Nullable Path openface;
    private final @Nullable Path vision;
    private final Consumer<String> warn;
    private @Nullable Transcript words;

    ClipSample(
            DataOptions data, @Nullable String text, @Nullable Path transcript, @Nullable Path audio,
            @Nullable Path openface, @Nullable Path vision, Consumer<String> warn) {
        this.data = data;
        this.text = text;
        this.transcript = transcript;
        this.audio = audio;
        this.openface = openface;
        this.vision = vision;
        this.warn = warn;
    }

    float predict(SavedModel saved) throws IOException {
        Almt almt = Almt.of(saved);
        return almt.predict(sample(almt, saved)).value();
    }

    /** The words of the clip; null if none are given. */
    @Nullable
    String sentence() throws IOException {
        Transcript known = words();
        return known == null ? text : known.text();
    }

    /** The contents of the file of words; null if there is no such file. */
    private @Nullable Transcript words() throws IOException {
        if (transcript == null) {
            return null;
        }
        Transcript known = words;
        if (known == null) {
            known = Transcript.read(transcript);
            known.warnings().forEach(warn);
            words = known;
        }
        return known;
    }

    /** The features that a recipe made from the files. */
    private record Made(ClipRecipe recipe, ClipFeatures features) {}

    private @Nullable Made made(SavedModel saved, @Nullable Path wav) throws IOException {
        if (wav == null && openface == null) {
            return null;
        }
        ClipRecipe recipe = recipe(data, saved, wav != null, openface != null);
        requireTimes(recipe, saved, transcript);
        ClipFeatures features =
                ClipFeatures.of(recipe, wav, openface).aligned(recipe, words(), transcript,
                        saved.languageModel().orElse(null));
        features.warnings().forEach(warning -> warn.accept("warning: " + warning));
        sayWhereCut(features, recipe);
        return new Made(recipe, features);
    }

    private Sample sample(Almt almt, SavedModel saved) throws IOException {
        Path wav = audio != null && !isNpy(audio) ? audio : null;
        Made made = made(saved, wav);
        ClipRecipe ofSound = made == null || wav == null ? null : made.recipe;
        ClipRecipe ofSight = made == null || openface == null ? null : made.recipe;
        float[][] sound = made != null && ofSound != null ? made.features.audioRows(ofSound) : npy("--audio", audio);
        float[][] sight = made != null && ofSight != null ? made.features.visionRows(ofSight) : npy("--vision", vision);
        requireWidth(Modality.AUDIO, sound, ofSound == null ? null : ofSound.soundProfile().profileName(), saved);
        requireWidth(Modality.VISION, sight, ofSight == null ? null : ofSight.faceOptions().profile().profileName(),
                saved);
        if (made != null || data.recipeOf(saved) != null) {
            sayWhereZero("audio", sound, almt.audio(), "--audio");
            sayWhereZero("vision", sight, almt.vision(), "--openface");
        }
        return sample(almt, saved, sound, sight);
    }

    private Sample sample(
            Almt almt, SavedModel saved, float @Nullable [][] sound, float @Nullable [][] sight) throws IOException {
        String sentence = sentence();
        if (sentence != null && (saved.language() != null || !almt.text().isAbsent())) {
            SavedModel.Language language = saved.language();
            if (language == null) {
                throw new UsageError(saved.origin() + " takes text features, not sentences; train with --bert, or give"
                        + " --bert here");
            }
            UsageError.requireWords(language.model(), sentence, OwnClipOptions.wordsOption(transcript));
            sayOfWords(saved, language.model(), sentence, almt.text().length());
            return almt.sample(sentence, sound, sight);
        }
        if (!almt.text().isAbsent()) {
            warn.accept("no words are given (--text or --transcript), so the model reads zeros instead");
        } else if (sentence != null) {
            warn.accept(saved.origin() + " was trained without text, so the words change nothing");
        }
        return Sample.of(new float[1][almt.text().width()], sound == null ? new float[1][almt.audio().width()] : sound,
                sight == null ? new float[1][almt.vision().width()] : sight);
    }

    private void sayOfWords(SavedModel saved, LanguageModel language, String sentence, int length) {
        if (language.tokens(sentence) > length) {
            warn.accept("the sentence is cut to the " + length + " tokens that the model takes");
        }
        language.unknown(List.of(sentence), length).warning("the language model of " + saved.origin())
                .ifPresent(warn);
    }

    /**
     * The run's recipe. If the run has none, the recipe that the command line names, for files such as those of
     * CH-SIMS.
     */
    static ClipRecipe recipe(DataOptions data, SavedModel saved, boolean wav, boolean face) throws IOException {
        ClipRecipe known = data.recipeOf(saved);
        if (known != null) {
            if (wav && known.audio() == null || face && known.vision() == null) {
                throw new IOException("the run of " + saved.run() + " was trained without "
                        + (wav && known.audio() == null ? "audio; leave --audio out" : "vision; leave --openface out"));
            }
            return known;
        }
        if (!data.clip().namesProfile()) {
            throw new IOException(saved.origin()
                    + " does not state how its features were made, so features of a clip cannot be computed. Features"
                    + " of MOSI and MOSEI come from COVAREP and FACET, which cannot be computed here; train on a data"
                    + " set of clips (almt dataset build). If the run was trained on CH-SIMS files, add"
                    + " --audio-profile sims-2020 --vision-profile sims-2020");
        }
        return data.clip().recipe(saved.languageModel().orElse(null)).withLengths(
                saved.cropped() ? 0 : saved.sizes().length(Modality.AUDIO),
                saved.cropped() ? 0 : saved.sizes().length(Modality.VISION));
    }

    /** Refuses a clip without times of its words, if rows of features stand for words. */
    static void requireTimes(@Nullable ClipRecipe recipe, SavedModel saved, @Nullable Path transcript)
            throws IOException {
        Alignment alignment = recipe == null ? null : recipe.alignment();
        if (recipe == null || alignment == null) {
            return;
        }
        if (transcript == null) {
            throw new UsageError(saved.origin() + " reads rows of words (" + recipe.text() + "), so it needs words with"
                    + " times: --transcript FILE with a table word,start,end, SRT, WebVTT, a TextGrid or Whisper's"
                    + " JSON");
        }
        alignment.require(saved.languageModel().orElse(null), saved.origin().toString());
    }

    private void sayWhereCut(ClipFeatures clip, ClipRecipe recipe) {
        sayWhereCut("audio", clip.audio(), recipe.audioLength(), recipe);
        sayWhereCut("vision", clip.vision(), recipe.visionLength(), recipe);
    }

    private void sayWhereCut(String modality, @Nullable FeatureTable table, int length, ClipRecipe recipe) {
        if (table != null && length > 0 && table.frames() > length) {
            warn.accept(cut(modality, table.frames(), length, table.step(), recipe));
        }
    }

    private static String cut(String modality, int frames, int length, double step, ClipRecipe recipe) {
        Alignment alignment = recipe.alignment();
        if (alignment != null) {
            return "the clip has more words than the clips of training: of its " + frames + " rows of " + modality
                    + " the model reads the " + (alignment.rows().padsLeft() ? "last " : "first ") + length;
        }
        return "the clip is longer than the clips of training: of its " + frames + " rows of " + modality
                + " the model reads the"
                + " first " + length + String.format(Locale.ROOT, " (%.1f seconds)", length * step);
    }

    /** Refuses rows whose columns differ from those that the model reads. */
    static void requireWidth(Modality modality, float @Nullable [][] rows, @Nullable String profile, SavedModel saved)
            throws IOException {
        int takes = saved.sizes().width(modality);
        if (rows != null && rows[0].length != takes) {
            throw new IOException(saved.origin() + " reads " + takes + " columns of " + modality.key() + ", not "
                    + rows[0].length + (profile == null ? "" : " (profile " + profile + ")")
                    + "; it was trained on other features and cannot read these");
        }
    }

    private void sayWhereZero(String modality, float @Nullable [][] rows, FeatureShape takes, String option) {
        if (rows == null && !takes.isAbsent()) {
            warn.accept("no " + modality + " is given (" + option + "), so the model reads zeros instead");
        }
    }

    private static boolean isNpy(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
    }

    /** The rows of an array [frames, features]; null without a file. */
    private static float @Nullable [][] npy(String option, @Nullable Path file) throws IOException {
        if (file == null) {
            return null;
        }
        NpyArray array = Npy.read(file);
        if (array.isText() || array.shape().rank() != 2) {
            throw new IOException(option + " " + file + ": holds " + array + "; numbers [frames, features] are needed");
        }
        if (array.shape().size(0) == 0 || array.shape().size(1) == 0) {
            throw new IOException(option + " " + file + ": holds " + array + ", which has no elements; leave " + option
                    + " out, and the model reads zeros instead");
        }
        float[] values = array.floats();
        int width = array.shape().size(1);
        float[][] rows = new float[array.shape().size(0)][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * width, (i + 1) * width));
        return rows;
    }
}
