package org.almt.features.words;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.almt.features.FeatureException;
import org.jspecify.annotations.Nullable;

/**
 * Reads SRT and WebVTT: cues of a time line and text. The words of a cue divide its time, unless WebVTT's time tags
 * give the begin of each word.
 */
final class Subtitles {
    private static final String TIME = "(?:(\\d{1,4}):)?(\\d{1,2}):(\\d{1,2})[.,](\\d{1,3})";
    private static final Pattern CUE = Pattern.compile("^\\s*" + TIME + "\\s*-->\\s*" + TIME + "(\\s.*)?$");
    private static final Pattern TAG = Pattern.compile("<" + TIME + ">");

    private Subtitles() {}

    static Transcript.Timeline read(Path file, String text) throws FeatureException {
        Transcript.Timeline line = new Transcript.Timeline(file);
        Iterator<String> lines = text.lines().iterator();
        int number = 0;
        int cues = 0;
        String current = next(lines);
        while (current != null) {
            number++;
            if (!current.contains("-->")) {
                current = next(lines);
                continue;
            }
            Matcher cue = CUE.matcher(current);
            if (!cue.matches()) {
                throw line.refuse(
                        "line " + number, "is not a time line; expected a line such as 00:00:01,000 --> 00:00:02,500");
            }
            cues++;
            int at = number;
            StringBuilder said = new StringBuilder();
            current = next(lines);
            while (current != null && !current.isBlank() && !current.contains("-->")) {
                said.append(current).append(' ');
                number++;
                current = next(lines);
            }
            cue(line, "line " + at, said.toString(), seconds(cue, 1), seconds(cue, 5));
        }
        if (cues == 0) {
            throw line.refuse("", "has no cues; expected time lines such as 00:00:01,000 --> 00:00:02,500");
        }
        return line;
    }

    private static @Nullable String next(Iterator<String> lines) {
        return lines.hasNext() ? lines.next() : null;
    }

    private static void cue(Transcript.Timeline line, String place, String said, double start, double end)
            throws FeatureException {
        Matcher tag = TAG.matcher(said);
        double from = start;
        int at = 0;
        while (tag.find()) {
            double next = seconds(tag, 1);
            line.addPhrase(place, plain(said.substring(at, tag.start())), from, Math.max(from, next));
            from = next;
            at = tag.end();
        }
        line.addPhrase(place, plain(said.substring(at)), from, end);
    }

    private static String plain(String said) {
        return withoutMarks(said).replace("&lt;", "<").replace("&gt;", ">")
                .replace("&nbsp;", " ").replace("&amp;", "&");
    }

    /** Removes {@code <…>} and {@code {\…}}. A mark that is not closed is kept. One pass over the text. */
    private static String withoutMarks(String said) {
        int lastTag = said.lastIndexOf('>');
        int lastStyle = said.lastIndexOf('}');
        StringBuilder plain = new StringBuilder(said.length());
        for (int i = 0; i < said.length(); i++) {
            char c = said.charAt(i);
            if (c == '<' && i < lastTag) {
                i = said.indexOf('>', i);
            } else if (c == '{' && said.startsWith("\\", i + 1) && i < lastStyle) {
                i = said.indexOf('}', i);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static double seconds(Matcher time, int group) {
        int hours = time.group(group) == null ? 0 : Integer.parseInt(time.group(group));
        String fraction = (time.group(group + 3) + "00").substring(0, 3);
        long millis = (hours * 3600L + Integer.parseInt(time.group(group + 1)) * 60L
                + Integer.parseInt(time.group(group + 2))) * 1000 + Integer.parseInt(fraction);
        return millis / 1000.0;
    }
}
