package org.almt.clips;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.almt.features.wav.WavFile;

/** Remedies for clips whose files are missing, each as a part of a sentence. */
final class MissingClip {
    private static final List<String> RECORDINGS =
            List.of(".mp4", ".avi", ".mkv", ".mov", ".webm", ".flv", ".wmv", ".mp3", ".m4a", ".flac", ".ogg");
    /** The number of video endings, which come first in the list. */
    private static final int VIDEOS = 7;

    private MissingClip() {}

    /** The command that makes a missing file from the recording beside it; empty if there is no recording. */
    static String remedy(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        boolean sound = dot >= 0 && name.substring(dot).toLowerCase(Locale.ROOT).equals(".wav");
        String base = dot < 0 ? name : name.substring(0, dot);
        for (String suffix : sound ? RECORDINGS : RECORDINGS.subList(0, VIDEOS)) {
            Path recording = file.resolveSibling(base + suffix);
            if (Files.isRegularFile(recording)) {
                return sound
                        ? "; make it: " + WavFile.ffmpeg(recording)
                        : "; make it of " + recording.getFileName() + " with OpenFace's FeatureExtraction";
            }
        }
        return "";
    }

    /** The advice for a table without sound or without faces, if none of its files exists; otherwise empty. */
    static String allMissing(List<Manifest.Row> rows) {
        return allMissing(rows, Manifest.Row::audio, "sound", "audio")
                + allMissing(rows, Manifest.Row::vision, "face", "vision");
    }

    private static String allMissing(List<Manifest.Row> rows, Function<Manifest.Row, Path> file, String what,
            String column) {
        List<Path> files = rows.stream().map(file).filter(Objects::nonNull).toList();
        return files.isEmpty() || files.stream().anyMatch(Files::exists)
                ? ""
                : "\nnot one file of " + what + " exists; to build without them, give the table a column '" + column
                        + "' and leave it empty";
    }
}
