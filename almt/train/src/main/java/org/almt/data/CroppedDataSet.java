package org.almt.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.almt.input.CropRule;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/**
 * A data set whose audio and vision are cut to a number of frames, as the paper's experiments did: per sample and
 * modality, by the {@link CropRule}. Text is not cut, and a modality that is not longer than the cut stays as it is.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class CroppedDataSet extends ForwardingDataSet {
    private final int frames;
    private final Map<SplitName, CroppedSplit> splits = new EnumMap<>(SplitName.class);

    /**
     * Cuts a data set; closing this closes it.
     *
     * @param whole the data set
     * @param frames how many frames of audio and vision remain at most
     * @throws IllegalArgumentException where {@code frames} is less than 1
     */
    public CroppedDataSet(DataSet whole, int frames) {
        super(whole);
        if (frames < 1) {
            throw new IllegalArgumentException("a crop keeps at least 1 frame; got " + frames);
        }
        this.frames = frames;
        for (SplitName name : whole.splits()) {
            splits.put(name, new CroppedSplit(whole.split(name), whole.shape(Modality.AUDIO),
                    whole.shape(Modality.VISION), whole.shape(Modality.TEXT), frames));
        }
    }

    @Override
    public String description() {
        List<String> cut = new ArrayList<>();
        for (Modality modality : List.of(Modality.AUDIO, Modality.VISION)) {
            if (super.shape(modality).length() > frames) {
                cut.add(modality.key());
            }
        }
        return super.description()
                + (cut.isEmpty() ? "" : ", " + String.join(" and ", cut) + " cut to " + frames + " frames");
    }

    @Override
    public FeatureShape shape(Modality modality) {
        FeatureShape full = super.shape(modality);
        return modality == Modality.TEXT ? full : new FeatureShape(Math.min(frames, full.length()), full.width());
    }

    @Override
    public Split split(SplitName name) {
        CroppedSplit split = splits.get(name);
        return split != null ? split : super.split(name);
    }
}
