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
import org.almt.cli.option.UsageError;
import org.almt.clips.ClipFeatures;
import org.almt.clips.ClipRecipe;
import org.almt.features.words.Transcript;
import org.almt.input.FeatureShape;
import org.almt.language.LanguageModel;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.saved.SavedModel;
import org.jspecify.annotations.Nullable;

/**
 * One clip of one's own: files of sound, face and words, as a model takes them. What is missing is zeros, and is said.
 */
final class ClipSample {
    private final DataOptions data;
    private final String text;
    private final Path transcript;
    private final Path audio;
    private final Path openface;
    private final Path vision;
    private final Consumer<String> warn;
    private @Nullable Transcript words;

    ClipSample(DataOptions data, String text, Path transcript, Path audio, Path openface, Path vision,
            Consumer<String> warn) {
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

    /** The words of the clip; null where none are given. */
    String sentence() throws IOException {
        return transcript == null ? text : words().text();
    }

    /** What the file of words says; null if there is none. */
    private @Nullable Transcript words() throws IOException {
        if (transcript != null && words == null) {
            words = Transcript.read(transcript);
            words.warnings().forEach(warn);
        }
        return words;
    }

    private Sample sample(Almt almt, SavedModel saved) throws IOException {
        boolean wav = audio != null && !isNpy(audio);
        ClipRecipe recipe = wav || openface != null ? recipe(data, saved, wav, openface != null) : null;
        requireTimes(recipe, saved, transcript);
        ClipFeatures clip = recipe == null
                ? null
                : ClipFeatures.of(recipe, wav ? audio : null, openface).aligned(recipe, words(), transcript,
                        languageOf(saved));
        if (clip != null) {
            clip.warnings().forEach(warning -> warn.accept("warning: " + warning));
            sayWhereCut(clip, recipe);
        }
        float[][] sound = wav ? clip.audioRows(recipe) : npy("--audio", audio);
        float[][] sight = openface != null ? clip.visionRows(recipe) : npy("--vision", vision);
        requireWidth("audio", sound, wav ? recipe.audio().profileName() : null, saved);
        requireWidth("vision", sight, openface == null ? null : recipe.vision().profile().profileName(),
                saved);
        if (clip != null || data.recipeOf(saved) != null) {
            sayWhereZero("audio", sound, almt.audio(), "--audio");
            sayWhereZero("vision", sight, almt.vision(), "--openface");
        }
        return sample(almt, saved, sound, sight);
    }

    private Sample sample(Almt almt, SavedModel saved, float[][] sound, float[][] sight) throws IOException {
        String sentence = sentence();
        if (sentence != null && (saved.language() != null || almt.text().width() != 1)) {
            if (saved.language() == null) {
                throw new UsageError(saved.origin() + " takes text features, not sentences; train with --bert, or give"
                        + " --bert here");
            }
            sayOfWords(saved, sentence, almt.text().length());
            return almt.sample(sentence, sound, sight);
        }
        if (almt.text().width() != 1) {
            warn.accept("no words are given (--text or --transcript), so the model reads zeros in their place");
        } else if (sentence != null) {
            warn.accept(saved.origin() + " was trained without text, so the words change nothing");
        }
        return Sample.of(new float[1][almt.text().width()], sound == null ? new float[1][almt.audio().width()] : sound,
                sight == null ? new float[1][almt.vision().width()] : sight);
    }

    private void sayOfWords(SavedModel saved, String sentence, int length) {
        if (saved.language().model().tokens(sentence) > length) {
            warn.accept("the sentence is cut to the " + length + " tokens that the model takes");
        }
        saved.language().model().unknown(List.of(sentence), length).warning("the language model of " + saved.origin())
                .ifPresent(warn);
    }

    /** The run's recipe; where it has none, the one that the command line names, for files such as those of CH-SIMS. */
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
                    + " does not say how its features were made, so none can be made of a clip."
                    + " Features of MOSI and MOSEI come from COVAREP and FACET, which no clip can be turned into;"
                    + " train on a"
                    + " data set of clips (almt dataset build). If it was trained on CH-SIMS files, say so:"
                    + " --audio-profile"
                    + " sims-2020 --vision-profile sims-2020");
        }
        return data.clip().recipe(languageOf(saved)).withLengths(saved.cropped() ? 0 : length(saved, "audio"),
                saved.cropped() ? 0 : length(saved, "vision"));
    }

    /** Refuses a clip without times of its words, if rows of features stand for words. */
    static void requireTimes(@Nullable ClipRecipe recipe, SavedModel saved, @Nullable Path transcript)
            throws IOException {
        if (recipe == null || recipe.alignment() == null) {
            return;
        }
        if (transcript == null) {
            throw new UsageError(saved.origin() + " reads rows of words (" + recipe.text() + "), so it needs words with"
                    + " times: --transcript FILE with a table word,start,end, SRT, WebVTT, a TextGrid or Whisper's"
                    + " JSON");
        }
        recipe.alignment().require(languageOf(saved), saved.origin().toString());
    }

    /** The language model that makes a model's text features; null if it has none. */
    static @Nullable LanguageModel languageOf(SavedModel saved) {
        return saved.language() == null ? null : saved.language().model();
    }

    private static int length(SavedModel saved, String modality) {
        return size(saved, modality + "Length");
    }

    private static int size(SavedModel saved, String name) {
        return (int) saved.sizes().toMap().get(name);
    }

    private void sayWhereCut(ClipFeatures clip, ClipRecipe recipe) {
        if (clip.audio() != null && recipe.audioLength() > 0 && clip.audio().frames() > recipe.audioLength()) {
            warn.accept(cut("audio", clip.audio().frames(), recipe.audioLength(), clip.audio().step(), recipe));
        }
        if (clip.vision() != null && recipe.visionLength() > 0 && clip.vision().frames() > recipe.visionLength()) {
            warn.accept(cut("vision", clip.vision().frames(), recipe.visionLength(), clip.vision().step(), recipe));
        }
    }

    private static String cut(String modality, int frames, int length, double step, ClipRecipe recipe) {
        if (recipe.alignment() != null) {
            return "the clip has more words than those of training: of its " + frames + " rows of " + modality
                    + " the model reads the " + (recipe.alignment().rows().padsLeft() ? "last " : "first ") + length;
        }
        return "the clip is longer than those of training: of its " + frames + " rows of " + modality
                + " the model reads the"
                + " first " + length + String.format(Locale.ROOT, " (%.1f seconds)", length * step);
    }

    /** Refuses rows with other columns than the model reads. */
    static void requireWidth(String modality, float @Nullable [][] rows, @Nullable String profile, SavedModel saved)
            throws IOException {
        int takes = size(saved, modality + "Width");
        if (rows != null && rows[0].length != takes) {
            throw new IOException(saved.origin() + " reads " + takes + " columns of " + modality + ", not "
                    + rows[0].length + (profile == null ? "" : " (profile " + profile + ")")
                    + ": it was trained on other features, and cannot read these");
        }
    }

    private void sayWhereZero(String modality, float[][] rows, FeatureShape takes, String option) {
        if (rows == null && takes.width() != 1) {
            warn.accept("no " + modality + " is given (" + option + "), so the model reads zeros in its place");
        }
    }

    private static boolean isNpy(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
    }

    /** The rows of an array [frames, features]; null where there is no file. */
    private static float @Nullable [][] npy(String option, Path file) throws IOException {
        if (file == null) {
            return null;
        }
        NpyArray array = Npy.read(file);
        if (array.isText() || array.shape().rank() != 2) {
            throw new IOException(option + " " + file + ": holds " + array + "; numbers [frames, features] are needed");
        }
        if (array.shape().size(0) == 0 || array.shape().size(1) == 0) {
            throw new IOException(option + " " + file + ": holds " + array + ", which has no numbers; leave " + option
                    + " out, so that zeros stand for it");
        }
        float[] values = array.floats();
        int width = array.shape().size(1);
        float[][] rows = new float[array.shape().size(0)][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * width, (i + 1) * width));
        return rows;
    }
}
