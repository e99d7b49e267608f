package org.almt.features.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;
import org.almt.features.FeatureTable;

/**
 * Features averaged over the time of each word.
 *
 * @param features one row per word, with the word's times; or one row per token
 * @param words the word of each row; empty for the rows of zeros around tokens
 * @param estimated the number of words so short that no frame falls on them: they get the nearest frame (MMSA-FET's
 *         rule) or zeros (the CMU SDK's rule)
 */
public record WordAlignment(FeatureTable features, List<TimedWord> words, int estimated) {
    private static final double EPSILON = 1e-5;

    /**
     * MMSA-FET's rule. Frame i is at t = {@code i * step} seconds. A word from s to e has the frames with
     * s &lt;= t &lt; e. For a word without a frame, the original gives NaN; here the nearest frame is used.
     */
    public static WordAlignment byFrameTimes(FeatureTable table, List<TimedWord> words) {
        int columns = table.columns().size();
        double[] values = new double[words.size() * columns];
        int estimated = 0;
        for (int w = 0; w < words.size(); w++) {
            int from = firstAt(table, words.get(w).start());
            int to = firstAt(table, words.get(w).end());
            if (from >= to) {
                estimated++;
                from = nearest(table, words.get(w));
                to = from + 1;
            }
            mean(table, from, to, values, w * columns);
        }
        return of(table, words, values, estimated);
    }

    /**
     * The CMU Multimodal SDK's rule. Frame [a, b] belongs to word [s, e] if they overlap by more than 1e-5 seconds.
     * Words without frames get zeros. Words shorter than 1e-5 seconds are left out.
     */
    public static WordAlignment byOverlap(FeatureTable table, List<TimedWord> words) {
        List<TimedWord> kept = new ArrayList<>(words);
        kept.removeIf(word -> word.end() - word.start() < EPSILON);
        int columns = table.columns().size();
        double[] values = new double[kept.size() * columns];
        int without = 0;
        for (int w = 0; w < kept.size(); w++) {
            TimedWord word = kept.get(w);
            int count = 0;
            for (int t = 0; t < table.frames() && table.from(t) < word.end(); t++) {
                if (Math.min(word.end(), table.to(t)) - Math.max(word.start(), table.from(t)) > EPSILON) {
                    for (int c = 0; c < columns; c++) {
                        values[w * columns + c] += table.value(t, c);
                    }
                    count++;
                }
            }
            for (int c = 0; c < columns && count > 0; c++) {
                values[w * columns + c] /= count;
            }
            without += count == 0 ? 1 : 0;
        }
        return of(table, kept, values, without);
    }

    /**
     * The same with one row per token. Each piece of a word has the word's row. A row of zeros is put before all words
     * and another after them.
     *
     * @param pieces the number of tokens of a word
     */
    WordAlignment ofPieces(ToIntFunction<String> pieces) {
        int columns = features.columns().size();
        List<Integer> rows = new ArrayList<>();
        for (int w = 0; w < words.size(); w++) {
            rows.addAll(Collections.nCopies(pieces.applyAsInt(words.get(w).text()), w));
        }
        double[] values = new double[(rows.size() + 2) * columns];
        double[] times = new double[2 * (rows.size() + 2)];
        for (int t = 0; t < rows.size(); t++) {
            int word = rows.get(t);
            for (int c = 0; c < columns; c++) {
                values[(t + 1) * columns + c] = features.value(word, c);
            }
            times[2 * t + 2] = features.from(word);
            times[2 * t + 3] = features.to(word);
        }
        double begin = words.get(0).start();
        double end = words.get(words.size() - 1).end();
        Arrays.fill(times, 0, 2, begin);
        Arrays.fill(times, times.length - 2, times.length, end);
        List<TimedWord> each = new ArrayList<>();
        each.add(new TimedWord("", begin, begin));
        rows.forEach(word -> each.add(words.get(word)));
        each.add(new TimedWord("", end, end));
        return new WordAlignment(new FeatureTable(features.columns(), values, times, features.step(),
                features.warnings()), List.copyOf(each), estimated);
    }

    private static WordAlignment of(FeatureTable table, List<TimedWord> words, double[] values, int estimated) {
        double[] times = new double[2 * words.size()];
        for (int w = 0; w < words.size(); w++) {
            times[2 * w] = words.get(w).start();
            times[2 * w + 1] = words.get(w).end();
        }
        return new WordAlignment(new FeatureTable(table.columns(), values, times, table.step(), table.warnings()),
                List.copyOf(words), estimated);
    }

    /** The number of frames before {@code seconds}. */
    static int firstAt(FeatureTable table, double seconds) {
        int frame = (int) Math.max(0, Math.min(table.frames(), Math.floor(seconds / table.step())));
        while (frame > 0 && (frame - 1) * table.step() >= seconds) {
            frame--;
        }
        while (frame < table.frames() && frame * table.step() < seconds) {
            frame++;
        }
        return frame;
    }

    private static int nearest(FeatureTable table, TimedWord word) {
        double middle = (word.start() + word.end()) / 2;
        return (int) Math.max(0, Math.min(table.frames() - 1, Math.rint(middle / table.step())));
    }

    private static void mean(FeatureTable table, int from, int to, double[] into, int at) {
        int columns = table.columns().size();
        Arrays.fill(into, at, at + columns, 0);
        for (int t = from; t < to; t++) {
            for (int c = 0; c < columns; c++) {
                into[at + c] += table.value(t, c);
            }
        }
        for (int c = 0; c < columns; c++) {
            into[at + c] /= to - from;
        }
    }
}
