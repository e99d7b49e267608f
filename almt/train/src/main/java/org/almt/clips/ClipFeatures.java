package org.almt.clips;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.almt.features.FeatureTable;
import org.almt.features.face.FaceTable;
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
    /** Extracts what a recipe asks for of the given files, either of which may be null. */
    public static ClipFeatures of(ClipRecipe recipe, @Nullable Path wav, Path face) throws IOException {
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
        return new ClipFeatures(audio, vision, failed, List.copyOf(warnings));
    }

    /**
     * Rows of audio as a model takes them: standardised, and cut to the recipe's length; null without sound.
     */
    public float[][] audioRows(@Nullable ClipRecipe recipe) {
        return rows(audio, recipe.audioScaling(), recipe.audioLength());
    }

    /** Rows of vision as a model takes them. */
    public float[][] visionRows(@Nullable ClipRecipe recipe) {
        return rows(vision, recipe.visionScaling(), recipe.visionLength());
    }

    private static float @Nullable [][] rows(FeatureTable table, Scaling scaling, int length) {
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
