package org.almt.explain.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.almt.data.DataSet;
import org.almt.explain.Neutral;
import org.almt.explain.Rows;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/**
 * The parts of the input to make neutral: {@code audio=neutral}, {@code vision.3=neutral} (feature 3, counted from 0),
 * {@code audio@10-20=neutral} (frames 10 to 20, both included), {@code vision.3@0-9=neutral}. Several are separated by
 * commas.
 *
 * @param text the text of the question
 *
 * @param parts the parts that it names
 */
public record Question(String text, List<Part> parts) {
    private static final Pattern PART =
            Pattern.compile("(text|audio|vision)(?:\\.(\\d{1,6}))?(?:@(\\d{1,6})-(\\d{1,6}))?=neutral");

    /**
     * A modality, or a part of it.
     *
     * @param modality the modality
     *
     * @param feature the index of a feature, counted from 0; -1 for all
     *
     * @param from the first frame
     *
     * @param to the last frame
     */
    public record Part(Modality modality, int feature, int from, int to) {
        void neutralise(Rows features, boolean[] filled, Neutral neutral) {
            for (int t = from; t <= Math.min(to, filled.length - 1); t++) {
                if (filled[t] && feature < 0) {
                    features.neutralise(modality, t, neutral);
                } else if (filled[t]) {
                    features.neutralise(modality, t, feature, neutral);
                }
            }
        }
    }

    /**
     * Reads a question about a data set.
     *
     * @throws IllegalArgumentException if it is not valid, or names a part that does not exist
     */
    public static Question of(String text, DataSet data) {
        List<Part> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            parts.add(part(part.strip().toLowerCase(Locale.ROOT), data));
        }
        return new Question(text, parts);
    }

    private static Part part(String text, DataSet data) {
        Matcher matcher = PART.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("what-if: '" + text + "' is not a question; ask for example"
                    + " audio=neutral, vision.3=neutral (one feature) or audio@10-20=neutral (frames 10 to 20)");
        }
        Modality modality = Modality.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
        FeatureShape shape = data.shape(modality);
        int feature = matcher.group(2) == null ? -1 : Integer.parseInt(matcher.group(2));
        int from = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        int to = matcher.group(4) == null ? shape.length() - 1 : Integer.parseInt(matcher.group(4));
        if (feature >= shape.width()) {
            throw new IllegalArgumentException("what-if: " + text + " names feature " + feature + "; " + modality
                    + " has features 0 to " + (shape.width() - 1));
        }
        if (from > to || to >= shape.length()) {
            throw new IllegalArgumentException("what-if: " + text + " names frames " + from + " to " + to + "; "
                    + modality + " has frames 0 to " + (shape.length() - 1));
        }
        return new Part(modality, feature, from, to);
    }
}
