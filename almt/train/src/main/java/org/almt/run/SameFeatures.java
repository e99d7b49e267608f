package org.almt.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.almt.clips.Alignment;
import org.almt.clips.ClipRecipe;
import org.almt.clips.Scaling;
import org.almt.data.DataException;
import org.almt.data.DataSet;
import org.almt.features.face.FaceOptions;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.saved.SavedModel;
import org.jspecify.annotations.Nullable;

/** Refuses features of another kind than those that a model was trained on. */
final class SameFeatures {
    private SameFeatures() {}

    /**
     * Checks that data have the columns that the model reads, made from clips by the same recipe. Lengths, the chosen
     * face, and modalities that one of both lacks may differ.
     *
     * @param trained the recipe of the features that the model was trained on; empty if it is not known
     *
     * @param there the recipe of the features of the data
     */
    static void require(SavedModel saved, DataSet data, Optional<ClipRecipe> trained, Optional<ClipRecipe> there)
            throws IOException {
        for (Modality modality : List.of(Modality.AUDIO, Modality.VISION)) {
            FeatureShape takes = saved.sizes().shape(modality);
            FeatureShape shape = data.shape(modality);
            if (!takes.isAbsent() && data.has(modality) && shape.width() != takes.width()) {
                throw new DataException(saved.origin() + " reads " + takes.length() + " x " + takes.width()
                        + " numbers of " + modality.key() + profile(modality, trained) + ", but " + data.description()
                        + " has " + shape.length() + " x " + shape.width() + profile(modality, there)
                        + "; it was trained on features of another kind and cannot read these");
            }
        }
        List<String> differences =
                trained.isEmpty() || there.isEmpty() ? List.of() : differences(trained.get(), there.get());
        if (!differences.isEmpty()) {
            throw new DataException(data.description() + " has features of another kind than those that "
                    + saved.origin() + " was trained on: " + String.join("; ", differences)
                    + "; name the table of the clips instead, so that features are made as in training");
        }
    }

    private static String profile(Modality modality, Optional<ClipRecipe> recipe) {
        return recipe.map(made -> modality == Modality.AUDIO
                ? made.audio() == null ? "" : " (profile " + made.audio().profileName() + ")"
                : made.vision() == null ? ""
                : " (profile " + made.vision().profile().profileName() + ")").orElse("");
    }

    /** The differences between two recipes, in the modalities that both have. */
    static List<String> differences(ClipRecipe trained, ClipRecipe there) {
        List<String> all = new ArrayList<>();
        if (trained.audio() != null && there.audio() != null) {
            differ(all, "audio has profile", there.audio().profileName(), trained.audio().profileName());
            scaled(all, "audio", trained.audioScaling(), there.audioScaling());
        }
        FaceOptions face = there.vision();
        FaceOptions known = trained.vision();
        if (known != null && face != null) {
            differ(all, "vision has profile", face.profile().profileName(), known.profile().profileName());
            differ(all, "frames per row of vision:", face.frames(), known.frames());
            differ(all, "frames without a face: rule", face.failed(), known.failed());
            scaled(all, "vision", trained.visionScaling(), there.visionScaling());
        }
        differ(all, "rows are of", rows(there.alignment()), rows(trained.alignment()));
        return all;
    }

    private static String rows(@Nullable Alignment alignment) {
        return alignment == null ? "frames" : alignment.rows().key();
    }

    private static void differ(List<String> all, String what, Object there, Object trained) {
        if (!there.equals(trained)) {
            all.add(what + " " + there + ", in training " + trained);
        }
    }

    private static void scaled(List<String> all, String modality, @Nullable Scaling trained, @Nullable Scaling there) {
        if (trained == null != (there == null)) {
            all.add(modality + (trained == null
                    ? " is standardised, in training it was not"
                    : " is not standardised, in training it was"));
        }
    }
}
