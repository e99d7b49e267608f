package org.almt.clips;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.almt.features.FeatureTable;
import org.almt.features.face.FaceTable;
import org.almt.features.io.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The features of one clip as they are, neither cut nor standardised.
 *
 * @param audio null without sound
 * @param vision null without face
 * @param failedFrames frames in which no face was found
 * @param warnings what is doubtful
 */
public record ClipFeatures(@Nullable FeatureTable audio, @Nullable FeatureTable vision, long failedFrames,
        List<String> warnings) {
    /** How far sound and face may be apart before it is a doubt: cameras start late. */
    private static final double SLACK_SECONDS = 0.5;
    private static final double SLACK_SHARE = 0.1;

    /** Extracts what a recipe asks for of the given files, either of which may be null. */
    public static ClipFeatures of(ClipRecipe recipe, @Nullable Path wav, @Nullable Path face)
            throws IOException {
        List<String> warnings = new ArrayList<>();
        FeatureTable audio = wav == null || recipe.audio() == null ? null : recipe.audio().extract(wav);
        FeatureTable vision = null;
        long failed = 0;
        if (audio != null) {
            warnings.addAll(audio.warnings());
        }
        if (face != null && recipe.vision() != null) {
            FaceTable table = FaceTable.open(face, recipe.vision());
            vision = table.read();
            failed = table.failedFrames();
            warnings.addAll(table.warnings());
        }
        if (audio != null && vision != null) {
            lengthDoubt(audio, wav, vision, face).ifPresent(warnings::add);
        }
        return new ClipFeatures(audio, vision, failed, List.copyOf(warnings));
    }

    /** A sentence where sound and face last so differently that they may be of two clips. */
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
     * Rows of audio as a model takes them: standardised, and cut to the recipe's length; null without sound.
     */
    public float @Nullable [][] audioRows(ClipRecipe recipe) {
        return rows(audio, recipe.audioScaling(), recipe.audioLength());
    }

    /** Rows of vision as a model takes them. */
    public float @Nullable [][] visionRows(ClipRecipe recipe) {
        return rows(vision, recipe.visionScaling(), recipe.visionLength());
    }

    private static float @Nullable [][] rows(@Nullable FeatureTable table, @Nullable Scaling scaling,
            int length) {
        if (table == null) {
            return null;
        }
        float[][] rows = table.rows();
        if (length > 0 && rows.length > length) {
            rows = java.util.Arrays.copyOf(rows, length);
        }
        for (float[] row : rows) {
            if (scaling != null) {
                scaling.apply(row);
            }
        }
        return rows;
    }
}
