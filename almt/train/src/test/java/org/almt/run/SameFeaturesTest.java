package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.almt.clips.Alignment;
import org.almt.clips.ClipRecipe;
import org.almt.clips.Scaling;
import org.almt.features.audio.AudioProfile;
import org.almt.features.face.FaceOptions;
import org.almt.features.face.FaceProfile;
import org.almt.features.face.FailedRows;
import org.almt.features.words.WordRows;
import org.junit.jupiter.api.Test;

class SameFeaturesTest {
    private static final ClipRecipe TRAINED =
            ClipRecipe.of(AudioProfile.F0, new FaceOptions(FaceProfile.AUS, 1, FailedRows.KEEP, -1, false));

    @Test
    void everyDifferenceIsNamed() throws Exception {
        ClipRecipe there = ClipRecipe.of(AudioProfile.SIMS_2020,
                new FaceOptions(FaceProfile.OPENFACE, 5, FailedRows.HOLD, -1, false));
        assertEquals(List.of("audio has profile sims-2020, in training f0",
                "vision has profile openface, in training aus",
                "frames per row of vision: 5, in training 1",
                "frames without a face: rule HOLD, in training KEEP"), SameFeatures.differences(TRAINED, there));
        int columns = TRAINED.audioWidth();
        Scaling scaling = new Scaling(new double[columns], new double[columns]);
        assertEquals(List.of("audio is not standardised, in training it was"),
                SameFeatures.differences(TRAINED.withScaling(scaling, null), TRAINED));
        assertEquals(List.of("audio is standardised, in training it was not"),
                SameFeatures.differences(TRAINED, TRAINED.withScaling(scaling, null)));
        assertEquals(List.of("rows are of words, in training frames"),
                SameFeatures.differences(TRAINED, TRAINED.alignedTo(Alignment.of(WordRows.WORDS, null))));
    }

    @Test
    void lengthsFacesAndAbsentModalitiesMayDiffer() {
        assertEquals(List.of(), SameFeatures.differences(TRAINED, TRAINED.withLengths(7, 9)));
        assertEquals(List.of(), SameFeatures.differences(TRAINED, ClipRecipe.of(null,
                new FaceOptions(FaceProfile.AUS, 1, FailedRows.KEEP, 3, true))));
    }
}
