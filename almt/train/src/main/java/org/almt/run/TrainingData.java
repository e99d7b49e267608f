package org.almt.run;

import java.util.EnumSet;
import java.util.Set;
import org.almt.data.DataException;
import org.almt.data.DataSet;
import org.almt.data.LabelRange;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.failure.Remedy;
import org.almt.input.Modality;
import org.almt.io.PrintableText;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;

/**
 * The requirements of training on a data set.
 *
 * <p>Threads: safe for many at once.
 */
public final class TrainingData {
    private TrainingData() {}

    /**
     * Checks that every sample has a label, and that the data contain the modalities that the model reads. A test split
     * may have no labels: it is then predicted but not scored.
     *
     * @param missing modalities that may be absent; the model reads zeros instead
     * @param language whether a language model makes the text features
     */
    public static void require(DataSet data, ModelConfig config, Set<Modality> missing, boolean language)
            throws DataException {
        for (SplitName name : data.splits()) {
            Split split = data.split(name);
            if (name == SplitName.TEST && !isScored(split)) {
                continue;
            }
            for (int i = 0; i < split.size(); i++) {
                if (Float.isNaN(split.label(i))) {
                    throw new DataException(data.description() + ": split " + name + ", sample '" + split.id(i)
                            + "' (" + split.place(i)
                            + ") has no label; training needs one for every sample: the column 'label'"
                            + " of a table, 'regression_labels' of a feature file; give it one, or leave the sample"
                            + " out");
                }
            }
        }
        for (Modality modality : reads(config)) {
            boolean made = modality == Modality.TEXT && language;
            if (!data.has(modality) && !made && !missing.contains(modality)) {
                throw new DataException(data.description() + " has no '" + modality.key() + "', which the model reads; "
                        + (modality == Modality.TEXT ? "let a language model make it" : "choose a model without it")
                        + ", or use zeros instead", switch (modality) {
                            case TEXT -> Remedy.TRAIN_WITHOUT_TEXT;
                            case AUDIO -> Remedy.TRAIN_WITHOUT_AUDIO;
                            case VISION -> Remedy.TRAIN_WITHOUT_VISION;
                        });
            }
        }
    }

    /**
     * Makes sure that labels lie on a preset's scale. Those of a file were looked at when it was opened.
     *
     * @throws DataException naming the first that does not
     */
    static void requireScale(DataSet data, Preset preset) throws DataException {
        LabelRange scale = LabelRange.of(preset.kind());
        for (SplitName name : data.splits()) {
            Split split = data.split(name);
            for (int i = 0; i < split.size(); i++) {
                float label = split.label(i);
                if (!Float.isNaN(label) && !scale.contains(label)) {
                    throw new DataException(data.description() + ": split " + name + ", sample '"
                            + PrintableText.text(split.id(i)) + "' (" + split.place(i) + ") has the label " + label
                            + ", outside " + scale + ", the scale of preset " + preset.label()
                            + "; bring the labels onto this scale, or choose a preset of another (mosi and mosei have"
                            + " labels from -3 to 3, sims from -1 to 1)", Remedy.OTHER_PRESET);
                }
            }
        }
    }

    /** Whether a split has labels. A split without labels is predicted but not scored. */
    static boolean isScored(Split split) {
        for (int i = 0; i < split.size(); i++) {
            if (!Float.isNaN(split.label(i))) {
                return true;
            }
        }
        return false;
    }

    /** The modalities that a model with these sizes reads. */
    public static Set<Modality> reads(ModelConfig config) {
        Set<Modality> read = EnumSet.allOf(Modality.class);
        if (config.toMap().get("modalities") instanceof String modalities) {
            read.removeIf(modality -> !modalities.contains(modality == Modality.TEXT ? "language" : modality.key()));
        }
        return read;
    }
}
