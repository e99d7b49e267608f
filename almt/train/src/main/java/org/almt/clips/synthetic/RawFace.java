package org.almt.clips.synthetic;

import java.util.List;
import java.util.Locale;
import org.almt.core.random.RandomStream;
import org.almt.features.face.FaceProfile;

/**
 * The face of a clip in the form of OpenFace 2.2's action units, with 25 frames per second. Smile and frown rise and
 * fall once over the clip, with the mean of the true intensity. The other units are small. In one clip of eight the
 * face is lost for three frames.
 */
final class RawFace {
    private static final int RATE = 25;
    private static final int LOST_EVERY = 8;
    private static final int LOST = 3;

    private RawFace() {}

    static String of(RawClip clip, long seed) {
        RandomStream random = new RandomStream(seed, 0xFACE + Integer.parseInt(clip.id()));
        List<String> columns = FaceProfile.AUS.columns();
        StringBuilder text =
                new StringBuilder("frame,face_id,timestamp,confidence,success," + String.join(",", columns) + "\n");
        int frames = (int) Math.round(clip.seconds() * RATE);
        boolean loses = Integer.parseInt(clip.id()) % LOST_EVERY == 0;
        for (int i = 0; i < frames; i++) {
            boolean lost = loses && i >= frames / 2 && i < frames / 2 + LOST;
            text.append(String.format(Locale.ROOT, "%d,0,%.3f,%.2f,%d", i + 1, (double) i / RATE, lost ? 0.02 : 0.98,
                    lost ? 0 : 1));
            // A rise and fall of mean 1: 1 - cos over the clip.
            double swell = 1 - StrictMath.cos(2 * StrictMath.PI * (i + 0.5) / frames);
            for (String column : columns) {
                double strength =
                        column.startsWith("AU12") ? clip.smile() : column.startsWith("AU04") ? clip.frown() : 0.1;
                double value = lost
                        ? 0
                        : Math.max(0, Math.min(5, strength * (0.75 + 0.25 * swell) + 0.05 * random.nextGaussian()));
                text.append(column.endsWith("_r")
                        ? String.format(Locale.ROOT, ",%.2f", value)
                        : value > 1 ? ",1.0"
                        : ",0.0");
            }
            text.append('\n');
        }
        return text.toString();
    }
}
