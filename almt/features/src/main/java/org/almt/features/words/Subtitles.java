package org.almt.features.words;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.almt.features.FeatureException;

/**
 * SRT and WebVTT: cues of a time line and text. Words inside a cue share its time, unless WebVTT's time tags say when
 * each begins.
 */
final class Subtitles {
    private static final String TIME = "(?:(\\d{1,4}):)?(\\d{1,2}):(\\d{1,2})[.,](\\d{1,3})";
    private static final Pattern CUE = Pattern.compile("^\\s*" + TIME + "\\s*-->\\s*" + TIME + "(\\s.*)?$");
    private static final Pattern TAG = Pattern.compile("<" + TIME + ">");

    private Subtitles() {}

    static Transcript.Timeline read(Path file, String text) throws FeatureException {
        Transcript.Timeline line = new Transcript.Timeline(file);
        String[] lines = text.split("\r\n|\r|\n", -1);
        int cues = 0;
        for (int i = 0; i < lines.length; i++) {
            Matcher cue = CUE.matcher(lines[i]);
            if (!cue.matches()) {
                if (lines[i].contains("-->")) {
                    throw line.refuse("line " + (i + 1),
                            "is no time line; expected such as 00:00:01,000 --> 00:00:02,500");
                }
                continue;
            }
            cues++;
            int at = i + 1;
            StringBuilder said = new StringBuilder();
            for (; i + 1 < lines.length && !lines[i + 1].isBlank() && !lines[i + 1].contains("-->"); i++) {
                said.append(lines[i + 1]).append(' ');
            }
            cue(line, "line " + at, said.toString(), seconds(cue, 1), seconds(cue, 5));
        }
        if (cues == 0) {
            throw line.refuse("", "has no cues; expected time lines such as 00:00:01,000 --> 00:00:02,500");
        }
        return line;
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
        return said.replaceAll("<[^>]*>|\\{\\\\[^}]*\\}", "").replace("&lt;", "<").replace("&gt;", ">")
                .replace("&nbsp;", " ").replace("&amp;", "&");
    }

    private static double seconds(Matcher time, int group) {
        int hours = time.group(group) == null ? 0 : Integer.parseInt(time.group(group));
        String fraction = (time.group(group + 3) + "00").substring(0, 3);
        long millis = (hours * 3600L + Integer.parseInt(time.group(group + 1)) * 60L
                + Integer.parseInt(time.group(group + 2))) * 1000 + Integer.parseInt(fraction);
        return millis / 1000.0;
    }
}
