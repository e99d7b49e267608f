package org.almt.clips;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.almt.features.FeatureException;
import org.almt.features.audio.AudioProfile;
import org.almt.features.face.FaceOptions;
import org.almt.features.face.FaceProfile;
import org.almt.features.face.FailedRows;
import org.almt.io.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The recipe for computing features of clips: everything that affects their values. A data set keeps its recipe. So
 * does a run that was trained on it, and a prediction of a new clip follows it.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param audio the profile of sound; null if absent
 * @param vision the options of the face; null if absent
 * @param audioLength the frames of audio of a sample; 0 if not known yet
 * @param visionLength the rows of vision of a sample; 0 if not known yet
 * @param audioScaling the standardisation of audio; null without standardisation
 * @param visionScaling the standardisation of vision; null without standardisation
 * @param alignment the alignment to words; null if rows are frames
 */
public record ClipRecipe(@Nullable AudioProfile audio, @Nullable FaceOptions vision, int audioLength, int visionLength,
        @Nullable Scaling audioScaling, @Nullable Scaling visionScaling, @Nullable Alignment alignment) {
    private static final Set<String> KEYS = Set.of("audio", "vision", "pool", "failed", "face", "allowNoFace",
            "audioLength", "visionLength", "audioScaling", "visionScaling", "align", "vocabulary");

    /** Checks that the features can be aligned. */
    public ClipRecipe {
        if (vision != null) {
            Alignment.require(alignment, vision.failed());
        }
    }

    /** A recipe whose lengths are not known yet. */
    public static ClipRecipe of(@Nullable AudioProfile audio, @Nullable FaceOptions vision) {
        return new ClipRecipe(audio, vision, 0, 0, null, null, null);
    }

    /** The default: the profiles of CH-SIMS. */
    public static ClipRecipe usual() {
        return of(AudioProfile.SIMS_2020, FaceOptions.of(FaceProfile.SIMS_2020));
    }

    /** The same recipe with lengths. */
    public ClipRecipe withLengths(int audioFrames, int visionRows) {
        return new ClipRecipe(audio, vision, audioFrames, visionRows, audioScaling, visionScaling, alignment);
    }

    /** The same recipe with standardisation. */
    public ClipRecipe withScaling(@Nullable Scaling ofAudio, @Nullable Scaling ofVision) {
        return new ClipRecipe(audio, vision, audioLength, visionLength, ofAudio, ofVision, alignment);
    }

    /** The same recipe aligned to words, or with frames as rows if {@code rows} is null. */
    public ClipRecipe alignedTo(@Nullable Alignment rows) {
        return new ClipRecipe(audio, vision, audioLength, visionLength, audioScaling, visionScaling, rows);
    }

    /** Whether short sequences are padded in front, not at the end. */
    boolean padsLeft() {
        return alignment != null && alignment.rows().padsLeft();
    }

    /** The number of rows of zeros at each end of a sequence that belong to no word. */
    int marks() {
        return alignment == null ? 0 : alignment.rows().marks();
    }

    /** The profile of sound. The recipe must have sound. */
    public AudioProfile soundProfile() {
        return Objects.requireNonNull(audio, "a recipe with sound");
    }

    /** The options of the face. The recipe must have a face. */
    public FaceOptions faceOptions() {
        return Objects.requireNonNull(vision, "a recipe with a face");
    }

    /** The number of columns of audio. */
    public int audioWidth() {
        return audio == null ? 1 : audio.columns().size();
    }

    /** The number of columns of vision. */
    public int visionWidth() {
        return vision == null ? 1 : vision.profile().columns().size();
    }

    /** Whether another recipe computes the same features of a clip, apart from lengths and standardisation. */
    public boolean isMadeAs(ClipRecipe other) {
        return bare().equals(other.bare());
    }

    private Map<String, Object> bare() {
        return withLengths(0, 0).withScaling(null, null).toMap();
    }

    /** A description, such as {@code audio sims-2020, vision sims-2020}. */
    public String text() {
        return "audio " + (audio == null ? "none" : audio.profileName()) + ", vision "
                + (vision == null ? "none" : vision.profile().profileName())
                + (alignment == null ? "" : ", aligned to " + alignment.rows().key());
    }

    /** The values by name, in order; {@link #of(Map)} is the inverse. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        if (audio != null) {
            map.put("audio", audio.profileName());
            map.put("audioLength", audioLength);
        }
        if (vision != null) {
            map.put("vision", vision.profile().profileName());
            map.put("pool", vision.frames());
            map.put("failed", vision.failed().name().toLowerCase(Locale.ROOT));
            map.put("face", vision.face());
            map.put("allowNoFace", vision.allowNoFace());
            map.put("visionLength", visionLength);
        }
        if (audioScaling != null) {
            map.put("audioScaling", audioScaling.toMap());
        }
        if (visionScaling != null) {
            map.put("visionScaling", visionScaling.toMap());
        }
        if (alignment != null) {
            alignment.addTo(map);
        }
        return map;
    }

    /**
     * Reads a recipe.
     *
     * @throws IllegalArgumentException naming the entry that is missing or unknown
     */
    public static ClipRecipe of(Map<String, ?> values) {
        JsonObject map = new JsonObject("recipe.", values);
        map.allIn(KEYS);
        try {
            AudioProfile audio = map.has("audio") ? AudioProfile.of(map.text("audio")) : null;
            FaceOptions vision = !map.has("vision")
                    ? null
                    : new FaceOptions(FaceProfile.of(map.text("vision")), (int) map.number("pool"),
                            FailedRows.valueOf(map.text("failed").toUpperCase(Locale.ROOT)), (int) map.number("face"),
                            map.truth("allowNoFace"));
            ClipRecipe recipe = new ClipRecipe(audio, vision, audio == null ? 0 : length(map, "audioLength"),
                    vision == null ? 0 : length(map, "visionLength"),
                    map.has("audioScaling") ? Scaling.of(map.object("audioScaling").map()) : null,
                    map.has("visionScaling") ? Scaling.of(map.object("visionScaling").map()) : null,
                    Alignment.of(map));
            requireWidth(recipe.audioScaling, recipe.audioWidth(), "audio");
            requireWidth(recipe.visionScaling, recipe.visionWidth(), "vision");
            return recipe;
        } catch (FeatureException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static int length(JsonObject map, String key) {
        double length = map.number(key);
        if (!(length >= 0 && length <= 1 << 20) || length != Math.rint(length)) {
            throw new IllegalArgumentException("'" + map.where() + key + "' is " + length
                    + "; expected a number of frames");
        }
        return (int) length;
    }

    private static void requireWidth(@Nullable Scaling scaling, int width, String modality) {
        if (scaling != null && scaling.means().length != width) {
            throw new IllegalArgumentException("the standardisation of " + modality + " has " + scaling.means().length
                    + " columns, the profile " + width);
        }
    }

    /** Reads the recipe of a provenance file. */
    static ClipRecipe ofProvenance(JsonObject provenance) throws IOException {
        return of(provenance.object("recipe").map());
    }
}
