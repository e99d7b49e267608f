package org.almt.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.almt.input.CropRule;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/**
 * A data set whose audio and vision are cropped to a number of frames, as in the paper's experiments. The
 * {@link CropRule} applies to each sample and modality. Text is not cropped, and a modality that is short enough is not
 * changed.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class CroppedDataSet extends ForwardingDataSet {
    private final int frames;
    private final Map<SplitName, CroppedSplit> splits = new EnumMap<>(SplitName.class);

    /**
     * Crops a data set. Closing this data set closes the whole one.
     *
     * @param whole the data set
     *
     * @param frames the most frames of audio and vision to keep
     *
     * @throws IllegalArgumentException if {@code frames} is less than 1
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
