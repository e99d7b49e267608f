package org.almt.report;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.almt.Sentiment;
import org.almt.features.FeatureTable;
import org.almt.features.audio.SoundPicture;
import org.almt.features.words.TimedWord;
import org.almt.saved.Version;
import org.jspecify.annotations.Nullable;

/** A page of one clip, with seconds on the axes: sound, face, words, and their influence on the prediction. */
public final class ClipPage {
    private static final List<String> SCRIPTS = List.of("data.js", "page.js", "clip.js");
    /** The most action units in one chart. */
    private static final int SERIES = 5;
    /** The intensity of an action unit. */
    private static final String UNIT = "AU\\d+_r";

    private final Map<String, Object> map = new LinkedHashMap<>();
    private final String title;

    /** A page with a title, and a sentence on the origin of the clip and the model. */
    public ClipPage(String title, String about) {
        this.title = title;
        map.put("about", about);
        map.put("version", Version.NUMBER);
    }

    /**
     * A title that names the files of the clip.
     *
     * @param what the kind of page
     * @param files some of which may be null
     */
    public static String title(String what, @Nullable Path... files) {
        String names = Arrays.stream(files).filter(Objects::nonNull).map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? what : what + ": " + names;
    }

    /**
     * A piece of the sentence.
     *
     * @param text the text
     *
     * @param score its effect on the prediction; NaN for text between words
     *
     * @param isMark whether it is not a word but a special token that the language model puts around the text
     */
    public record Piece(String text, double score, boolean isMark) {
        /** A piece of the spoken words. */
        public Piece(String text, double score) {
            this(text, score, false);
        }
    }

    /** Adds the model's prediction. */
    public ClipPage prediction(Sentiment sentiment) {
        map.put("prediction", sentiment.value());
        map.put("predictionWords", sentiment.words());
        map.put("limit", sentiment.limit());
        return this;
    }

    /** Adds the sentence, with the times of its words if they are known. */
    public ClipPage words(List<Piece> pieces, List<TimedWord> words) {
        map.put("pieces", pieces.stream().map(piece -> {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("text", piece.text);
            each.put("score", piece.score);
            each.put("mark", piece.isMark);
            return each;
        }).toList());
        map.put("words", words.stream().map(word -> {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("text", word.text());
            each.put("start", word.start());
            each.put("end", word.end());
            return each;
        }).toList());
        return this;
    }

    /** Adds the sound. */
    public ClipPage sound(SoundPicture picture, int rate) {
        Map<String, Object> sound = new LinkedHashMap<>();
        sound.put("seconds", picture.seconds());
        sound.put("low", PackedNumbers.of8(picture.low()));
        sound.put("high", PackedNumbers.of8(picture.high()));
        sound.put("step", picture.step());
        sound.put("columns", picture.decibels().size());
        sound.put("decibels", PackedNumbers.of8(picture.decibels().stream().flatMapToDouble(Arrays::stream).toArray()));
        sound.put("highest", rate / 2.0);
        sound.put("hertz", IntStream.range(0, SoundPicture.BANDS).mapToObj(b -> SoundPicture.hertz(b, rate)).toList());
        map.put("sound", sound);
        return this;
    }

    /** Adds the face: the action units that vary most, row by row. */
    public ClipPage face(FeatureTable table) {
        List<Integer> columns = IntStream.range(0, table.columns().size())
                .filter(c -> table.columns().get(c).matches(UNIT)).boxed()
                .sorted((a, b) -> Double.compare(deviation(table, b), deviation(table, a))).limit(SERIES).sorted()
                .toList();
        Map<String, Object> face = new LinkedHashMap<>();
        face.put("times", HtmlPage.list(
                IntStream.range(0, table.frames()).mapToDouble(t -> (table.from(t) + table.to(t)) / 2).toArray()));
        face.put("end", table.frames() == 0 ? 0 : table.to(table.frames() - 1));
        Map<String, Object> series = new LinkedHashMap<>();
        for (int column : columns) {
            series.put(table.columns().get(column), PackedNumbers.of16(
                    IntStream.range(0, table.frames()).mapToDouble(t -> table.value(t, column)).toArray()));
        }
        face.put("series", series);
        face.put("units", table.columns().stream().filter(name -> name.matches(UNIT)).count());
        map.put("face", face);
        return this;
    }

    /**
     * Adds the effect of each row of a modality on the prediction, by two methods.
     *
     * @param modality audio or vision
     *
     * @param table the table of the rows
     *
     * @param first the row of the table to which the first score belongs
     *
     * @param together the number of neighbouring rows that were made neutral together
     *
     * @param occlusion one score per row
     *
     * @param gradient one score per row, of gradient × input
     */
    public ClipPage influence(
            String modality, FeatureTable table, int first, int together, double[] occlusion, double[] gradient) {
        Map<String, Object> influence = new LinkedHashMap<>();
        int end = Math.min(table.frames(), first + occlusion.length);
        influence.put("rows", table.frames());
        influence.put("together", together);
        influence.put("starts", HtmlPage.list(IntStream.range(first, end).mapToDouble(table::from).toArray()));
        influence.put("ends", HtmlPage.list(IntStream.range(first, end).mapToDouble(table::to).toArray()));
        influence.put("occlusion", PackedNumbers.of16(occlusion));
        influence.put("gradient", PackedNumbers.of16(gradient));
        map.put(modality, influence);
        return this;
    }

    private static double deviation(FeatureTable table, int column) {
        double mean = IntStream.range(0, table.frames()).mapToDouble(t -> table.value(t, column)).average().orElse(0);
        return IntStream.range(0, table.frames()).mapToDouble(t -> table.value(t, column) - mean).map(d -> d * d).sum();
    }

    /** The HTML file, in UTF-8. */
    public byte[] html() {
        return HtmlPage.of(title, map, SCRIPTS);
    }
}
