package org.almt.cli.option;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.almt.clips.ClipRecipe;
import org.almt.features.audio.AudioProfile;
import org.almt.features.face.FaceOptions;
import org.almt.features.face.FaceProfile;
import org.almt.features.face.FailedRows;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How features are made of clips. */
public final class ClipOptions {
    private static final String USUAL = "sims-2020";

    @Option(
            names = "--audio-profile",
            paramLabel = "P",
            description = "Features of sound: sims-2020, librosa-0.11, fet-0.3, fet, f0 (default: the run's, else"
                    + " sims-2020).")
    private @Nullable String audio;

    @Option(
            names = "--vision-profile",
            paramLabel = "P",
            description = "Columns of OpenFace: sims-2020, sims-2021, openface, fet, fet-aligned, aus (default:"
                    + " the run's,"
                    + " else sims-2020).")
    private @Nullable String vision;

    @Option(
            names = "--pool",
            paramLabel = "N",
            description = "Frames of OpenFace that make a row (default: the profile's).")
    private int pool;

    @Option(
            names = "--failed",
            paramLabel = "HOW",
            description = "Frames without a face: keep, drop, hold (the last face) or zero (default: keep).")
    private @Nullable String failed;

    @Option(
            names = "--face",
            paramLabel = "N",
            description = "The face_id to take, where a video has several (default: the largest and surest).")
    private int face = -1;

    @Option(names = "--allow-no-face", description = "Read a video in which no frame has a face.")
    private boolean allowNoFace;

    /** Whether any of these options is given. */
    public boolean isGiven() {
        return audio != null || vision != null || pool != 0 || failed != null || face != -1 || allowNoFace;
    }

    /** Whether the command line names a profile of sound or of vision. */
    public boolean namesProfile() {
        return audio != null || vision != null;
    }

    /** The profile of sound that the command line names; null if none. */
    public @Nullable String audioProfile() {
        return audio;
    }

    /** The profile of vision that the command line names; null if none. */
    public @Nullable String visionProfile() {
        return vision;
    }

    /** What the options ask for, lengths to be found. */
    public ClipRecipe recipe() throws IOException {
        return ClipRecipe.of(AudioProfile.of(audio == null ? USUAL : audio), faceOptions(vision));
    }

    /**
     * The same with a profile for both, where the options name none: the features command has one option for the two.
     */
    public ClipRecipe recipe(String profile, boolean hasAudio, boolean hasVision) throws IOException {
        String sound = audio != null ? audio : profile != null ? profile : USUAL;
        String sight = vision != null ? vision : profile != null ? profile : USUAL;
        return ClipRecipe.of(hasAudio ? AudioProfile.of(sound) : null, hasVision ? faceOptions(sight) : null);
    }

    private FaceOptions faceOptions(String profile) throws IOException {
        FailedRows rule = FailedRows.KEEP;
        if (failed != null) {
            List<String> names =
                    Arrays.stream(FailedRows.values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
            if (!names.contains(failed)) {
                throw new UsageError("--failed " + failed + ": expected " + String.join(", ", names));
            }
            rule = FailedRows.values()[names.indexOf(failed)];
        }
        FailedRows chosen = rule;
        FaceProfile named = FaceProfile.of(profile == null ? USUAL : profile);
        return UsageError.check(() -> new FaceOptions(named, pool, chosen, face, allowNoFace));
    }
}
