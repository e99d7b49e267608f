package org.almt.clips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.almt.features.audio.AudioProfile;
import org.almt.features.wav.WavFile;
import org.jspecify.annotations.Nullable;

/**
 * Computes how many clips can be processed at the same time in the available memory. An hour in profile {@code fet}
 * takes 840 MB, which is 1.35 KB for each of its 620,157 frames. A table of a face takes about twice the size of its
 * file.
 */
final class JobMemory {
    /** The memory for stored samples and buffers. */
    private static final long FIXED = 64L << 20;
    private static final double BYTES_PER_FRAME = 1400;
    private static final int FACE = 2;
    private static final int RATE = 22_050;
    private static final int HOP = 512;
    private static final int SHORT_HOP = 128;
    /** The fraction of the heap that may be used, since other code uses it too. */
    private static final double SHARE = 0.7;

    private JobMemory() {}

    /** The most jobs, at least 1, for clips as large as the largest. */
    static int most(ClipRecipe recipe, List<Manifest.Row> rows, long heap) {
        double largest = 0;
        for (Manifest.Row row : rows) {
            largest = Math.max(largest, bytes(recipe, row));
        }
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, SHARE * heap / (FIXED + largest)));
    }

    private static double bytes(ClipRecipe recipe, Manifest.Row row) {
        double bytes = 0;
        if (recipe.audio() != null) {
            bytes += frames(recipe.audio(), row.audio()) * BYTES_PER_FRAME;
        }
        if (recipe.vision() != null && row.vision() != null && Files.isRegularFile(row.vision())) {
            try {
                bytes += FACE * (double) Files.size(row.vision());
            } catch (IOException e) {
                return bytes; // reported when the clip is read
            }
        }
        return bytes;
    }

    /** The frames of a sound; 0 if it cannot be read. The error is reported when the clip is read. */
    private static double frames(AudioProfile profile, @Nullable Path wav) {
        if (wav == null) {
            return 0;
        }
        try {
            WavFile file = WavFile.open(wav);
            double seconds = (double) file.samples() / file.rate();
            int rate = profile == AudioProfile.FET_0_3 ? file.rate() : RATE;
            return seconds * rate / (profile == AudioProfile.FET ? SHORT_HOP : HOP);
        } catch (IOException e) {
            return 0; // an unknown form of sound, or a file that was deleted
        }
    }
}
