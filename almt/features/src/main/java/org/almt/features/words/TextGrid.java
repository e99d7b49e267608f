package org.almt.features.words;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.almt.features.FeatureException;
import org.almt.features.io.Printable;

/**
 * Reads Praat's TextGrid, in its long and its short form. Both are the same sequence of numbers and quoted texts, with
 * or without names around them. The words are those of the interval tier named "words", "word" or "transcript",
 * otherwise those of the first interval tier.
 */
final class TextGrid {
    private static final Set<String> NAMES = Set.of("words", "word", "transcript", "字", "词");
    private static final Set<String> SILENCE =
            Set.of("", "sil", "sp", "spn", "<sil>", "<eps>", "<p:>", "#", "pau", "<unk>", "{sl}");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");

    /** The most tokens: three per interval. They take 60 bytes each. */
    private static final int MOST_TOKENS = 1_000_000;

    private final Transcript.Timeline line;
    /** The tokens: strings, and numbers as Double. */
    private final List<Object> tokens = new ArrayList<>();
    private int at;

    private TextGrid(Path file) {
        line = new Transcript.Timeline(file);
    }

    static Transcript.Timeline read(Path file, String text) throws FeatureException {
        TextGrid grid = new TextGrid(file);
        grid.scan(text);
        grid.parse();
        return grid.line;
    }

    /** Splits the text into tokens: free-standing numbers, quoted texts and flags. Everything else is ignored. */
    private void scan(String text) throws FeatureException {
        int i = 0;
        int n = text.length();
        while (i < n) {
            if (tokens.size() > MOST_TOKENS) {
                throw line.refuse("", "has more than " + MOST_TOKENS
                        + " numbers and texts; keep the tier of words alone, or cut it into utterances");
            }
            char c = text.charAt(i);
            if (c == '"') {
                StringBuilder value = new StringBuilder();
                for (i++;; i++) {
                    if (i >= n) {
                        throw line.refuse("", "ends inside a quoted text; the file is cut off");
                    }
                    if (text.charAt(i) != '"') {
                        value.append(text.charAt(i));
                    } else if (i + 1 < n && text.charAt(i + 1) == '"') {
                        value.append('"');
                        i++;
                    } else {
                        i++;
                        break;
                    }
                }
                tokens.add(value.toString());
            } else if (c == '!') {
                while (i < n && text.charAt(i) != '\n') {
                    i++;
                }
            } else if (Character.isWhitespace(c)) {
                i++;
            } else {
                int from = i;
                while (i < n && !Character.isWhitespace(text.charAt(i)) && text.charAt(i) != '"') {
                    i++;
                }
                String word = text.substring(from, i);
                if ((c == '-' || c >= '0' && c <= '9') && NUMBER.matcher(word).matches()) {
                    tokens.add(Double.parseDouble(word));
                } else if (word.equals("<exists>")) {
                    tokens.add(Boolean.TRUE);
                }
            }
        }
    }

    private void parse() throws FeatureException {
        if (tokens.size() < 6 || !"ooTextFile".equals(tokens.get(0)) || !"TextGrid".equals(tokens.get(1))) {
            throw line.refuse("", "is not a TextGrid in text form; save it in Praat with 'Save as text file'");
        }
        at = 2;
        number();
        number();
        if (tokens.get(at) == Boolean.TRUE) {
            at++;
        }
        int tiers = size("tiers");
        Tier best = null;
        boolean named = false;
        for (int tier = 0; tier < tiers; tier++) {
            String kind = string();
            String name = string();
            number();
            number();
            int count = size("intervals of tier '" + Printable.text(name) + "'");
            boolean intervals = kind.equals("IntervalTier");
            List<double[]> times = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                double start = number();
                double end = intervals ? number() : start;
                times.add(new double[] {start, end});
                texts.add(string());
            }
            boolean words = NAMES.contains(name.strip().toLowerCase(Locale.ROOT));
            if (intervals && (best == null || words && !named)) {
                best = new Tier(times, texts);
                named = words;
            }
        }
        if (best == null) {
            throw line.refuse("", "has no interval tier; expected one named 'words'");
        }
        for (int i = 0; i < best.times.size(); i++) {
            double[] time = best.times.get(i);
            String text = best.texts.get(i);
            if (!SILENCE.contains(text.strip().toLowerCase(Locale.ROOT))) {
                line.addPhrase("interval " + (i + 1), text, time[0], time[1]);
            }
        }
    }

    /** A tier: its intervals, [start, end] each, and their texts. */
    private record Tier(List<double[]> times, List<String> texts) {}

    private Object token() throws FeatureException {
        if (at >= tokens.size()) {
            throw line.refuse("", "ends in the middle; the file is cut off");
        }
        return tokens.get(at++);
    }

    private double number() throws FeatureException {
        if (token() instanceof Double number) {
            return number;
        }
        throw line.refuse("", "has the text '" + Printable.text(String.valueOf(tokens.get(at - 1)))
                + "' where a number is expected");
    }

    private String string() throws FeatureException {
        if (token() instanceof String text) {
            return text;
        }
        throw line.refuse("", "has the number " + tokens.get(at - 1) + " where a quoted text is expected");
    }

    private int size(String of) throws FeatureException {
        double size = number();
        if (!(size >= 0) || size != Math.rint(size) || size > tokens.size()) {
            throw line.refuse("", "states " + size + " " + of + ", more than the file holds");
        }
        return (int) size;
    }
}
