package org.almt.clips;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.almt.features.FeatureException;
import org.almt.features.FeatureTable;
import org.almt.features.audio.AudioProfile;
import org.almt.features.face.FaceOptions;
import org.almt.features.face.FaceTable;
import org.almt.features.io.Printable;
import org.almt.features.words.TimedWord;
import org.almt.features.words.Transcript;
import org.almt.language.LanguageModel;
import org.jspecify.annotations.Nullable;

/**
 * The extracted features of one clip, neither cut nor standardised.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param audio the features of sound; null without sound
 * @param vision the features of the face; null without a face
 * @param failedFrames the number of frames in which no face was found
 * @param warnings the warnings
 * @param words the word of each row, if there is one row per word or token; otherwise empty
 */
public record ClipFeatures(@Nullable FeatureTable audio, @Nullable FeatureTable vision, long failedFrames,
        List<String> warnings, List<TimedWord> words) {
    /** The difference of duration between sound and face from which a warning is given. Cameras start late. */
    private static final double SLACK_SECONDS = 0.5;
    private static final double SLACK_SHARE = 0.1;

    /** Extracts the features of a recipe from the given files, either of which may be null. */
    public static ClipFeatures of(ClipRecipe recipe, @Nullable Path wav, @Nullable Path face)
            throws IOException {
        List<String> warnings = new ArrayList<>();
        AudioProfile profile = recipe.audio();
        FaceOptions options = recipe.vision();
        FeatureTable audio = wav == null || profile == null ? null : profile.extract(wav);
        FeatureTable vision = null;
        long failed = 0;
        if (audio != null) {
            warnings.addAll(audio.warnings());
        }
        if (face != null && options != null) {
            FaceTable table = FaceTable.open(face, options);
            vision = table.read();
            failed = table.failedFrames();
            warnings.addAll(table.warnings());
        }
        if (audio != null && wav != null && vision != null && face != null) {
            lengthDoubt(audio, wav, vision, face).ifPresent(warnings::add);
        }
        return new ClipFeatures(audio, vision, failed, List.copyOf(warnings), List.of());
    }

    /**
     * The features with the rows of a recipe: aligned to words, if the recipe aligns, otherwise unchanged.
     *
     * @param said the words with times; null if absent
     *
     * @param file the file of the words
     *
     * @param language the model whose tokens the rows may stand for
     */
    public ClipFeatures aligned(ClipRecipe recipe, @Nullable Transcript said, @Nullable Path file,
            @Nullable LanguageModel language) throws FeatureException {
        return recipe.alignment() == null ? this : recipe.alignment().apply(this, said, file, language);
    }

    /** A warning, if the durations of sound and face differ so much that they may belong to two clips. */
    public static Optional<String> lengthDoubt(FeatureTable audio, Path wav, FeatureTable vision, Path face) {
        double sound = audio.to(audio.frames() - 1);
        double sight = vision.to(vision.frames() - 1);
        if (Math.abs(sound - sight) <= SLACK_SECONDS + SLACK_SHARE * Math.max(sound, sight)) {
            return Optional.empty();
        }
        return Optional
                .of(String.format(Locale.ROOT, "%s: lasts %.1f seconds, but the sound of %s %.1f; are both of the"
                        + " same clip?", Printable.path(face), sight, Printable.path(wav), sound));
    }

    /**
     * The rows of audio in the form that a model reads: standardised, and cut to the recipe's length. If the recipe
     * pads in front, short sequences have zeros there. Null without sound.
     */
    public float @Nullable [][] audioRows(ClipRecipe recipe) {
        return rows(audio, recipe.audioScaling(), recipe.audioLength(), recipe);
    }

    /** The rows of vision in the form that a model reads. */
    public float @Nullable [][] visionRows(ClipRecipe recipe) {
        return rows(vision, recipe.visionScaling(), recipe.visionLength(), recipe);
    }

    private static float @Nullable [][] rows(@Nullable FeatureTable table, @Nullable Scaling scaling, int length,
            ClipRecipe recipe) {
        if (table == null) {
            return null;
        }
        int width = table.columns().size();
        float[] values = table.toFloats();
        if (scaling != null) {
            scaling.apply(values, recipe.marks());
        }
        int frames = table.frames();
        int kept = length > 0 ? Math.min(frames, length) : frames;
        float[][] rows = new float[recipe.padsLeft() ? Math.max(kept, length) : kept][width];
        int from = recipe.padsLeft() ? frames - kept : 0;
        for (int t = 0; t < kept; t++) {
            System.arraycopy(values, (from + t) * width, rows[rows.length - kept + t], 0, width);
        }
        return rows;
    }
}
