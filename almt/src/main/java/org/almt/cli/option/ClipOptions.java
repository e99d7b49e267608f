package org.almt.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.almt.clips.Alignment;
import org.almt.clips.ClipRecipe;
import org.almt.clips.Manifest;
import org.almt.features.audio.AudioProfile;
import org.almt.features.face.FaceOptions;
import org.almt.features.face.FaceProfile;
import org.almt.features.face.FailedRows;
import org.almt.features.words.WordRows;
import org.almt.language.LanguageModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for computing features of clips. */
public final class ClipOptions {
    private static final String USUAL = "sims-2020";

    @Option(
            names = "--audio-profile",
            paramLabel = "P",
            description = "The features of sound: sims-2020, librosa-0.11, fet-0.3, fet, f0 (default: that of"
                    + " the run; without a run, sims-2020).")
    private @Nullable String audio;

    @Option(
            names = "--vision-profile",
            paramLabel = "P",
            description = "The columns of OpenFace: sims-2020, sims-2021, openface, fet, fet-aligned, aus (default:"
                    + " that of the run; without a run, sims-2020).")
    private @Nullable String vision;

    @Option(
            names = "--pool",
            paramLabel = "N",
            description = "Frames of OpenFace per row (default: the profile's).")
    private int pool;

    @Option(
            names = "--failed",
            paramLabel = "HOW",
            description = "Handling of frames without a face: keep, drop, hold (repeat the last face) or zero"
                    + " (default: keep).")
    private @Nullable String failed;

    @Option(
            names = "--face",
            paramLabel = "N",
            description = "The face_id to read if a video has several (default: the largest and most confident face).")
    private int face = -1;

    @Option(names = "--allow-no-face", description = "Read a video in which no frame has a face.")
    private boolean allowNoFace;

    @Option(
            names = "--align",
            paramLabel = "HOW",
            description = "Make one row per word or token instead of per frame: words; tokens (of --bert, as"
                    + " MMSA-FET); cmu-sdk (words, with zeros in front). Needs words with times (default: rows are"
                    + " frames).")
    private @Nullable String align;

    /** Whether any of these options is given. */
    public boolean isGiven() {
        return align != null || audio != null || vision != null || pool != 0 || failed != null || face != -1
                || allowNoFace;
    }

    /** Whether the command line names a profile of sound or of vision. */
    public boolean namesProfile() {
        return audio != null || vision != null;
    }

    /**
     * Refuses options that a table cannot follow, for example a profile of sound if no sample has sound. Otherwise the
     * option would have no effect, and the user would not notice.
     */
    public void requireClips(Manifest table) {
        require(audio != null, "--audio-profile " + audio, table, Manifest.Row::audio, "sound", "audio");
        require(vision != null, "--vision-profile " + vision, table, Manifest.Row::vision, "a face", "vision");
        require(pool != 0 || failed != null || face != -1 || allowNoFace,
                "--pool, --failed, --face and --allow-no-face", table, Manifest.Row::vision, "a face", "vision");
        require(align != null, "--align " + align, table, Manifest.Row::words, "words with times", "words");
    }

    private static void require(boolean asked, String option, Manifest table, Function<Manifest.Row, Path> file,
            String what, String column) {
        if (asked && table.rows().stream().allMatch(row -> file.apply(row) == null)) {
            throw new UsageError(option + ": no sample of " + table.file() + " has " + what
                    + "; name its files in a column '" + column + "', or leave the option out");
        }
    }

    /** Whether features are to be aligned to words. */
    public boolean aligns() {
        return align != null;
    }

    /** Whether features are to be aligned to the tokens of a language model. */
    public boolean alignsToTokens() {
        return WordRows.TOKENS.key().equals(align);
    }

    /**
     * The recipe that the options ask for, without lengths.
     *
     * @param language the model whose tokens the rows may stand for
     */
    public ClipRecipe recipe(@Nullable LanguageModel language) throws IOException {
        return aligned(ClipRecipe.of(AudioProfile.of(audio == null ? USUAL : audio), faceOptions(vision)), language);
    }

    private ClipRecipe aligned(ClipRecipe recipe, @Nullable LanguageModel language) throws IOException {
        if (align == null) {
            return recipe;
        }
        WordRows rows = WordRows.of(align);
        if (rows == WordRows.TOKENS && language == null) {
            throw new UsageError("--align tokens needs the language model that makes the tokens, as in 'almt dataset"
                    + " build TABLE --align tokens --bert DIR'; name the language model, or use --align words");
        }
        Alignment alignment = Alignment.of(rows, language);
        return UsageError.check(() -> recipe.alignedTo(alignment));
    }

    /** The same recipe, with one default profile for sound and vision: the features command has one option for both. */
    public ClipRecipe recipe(
            @Nullable String profile, boolean hasAudio, boolean hasVision, @Nullable LanguageModel language)
            throws IOException {
        String sound = audio != null ? audio : profile != null ? profile : USUAL;
        String sight = vision != null ? vision : profile != null ? profile : USUAL;
        return aligned(ClipRecipe.of(hasAudio ? AudioProfile.of(sound) : null,
                hasVision ? faceOptions(sight) : null), language);
    }

    private FaceOptions faceOptions(@Nullable String profile) throws IOException {
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
