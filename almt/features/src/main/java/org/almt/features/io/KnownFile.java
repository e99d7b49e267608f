package org.almt.features.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Recognises the kind of a file by its first bytes, for messages about files of the wrong kind. */
public final class KnownFile {
    private static final int BYTES = 64;

    private KnownFile() {}

    /** The kind of a file in words, such as {@code "a FLAC file"}; null if it is unknown. */
    public static @Nullable String kind(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(BYTES);
        }
        return kind(head);
    }

    /** The kind of a text file, such as {@code "a table of OpenFace"}; null if it is not text. */
    public static @Nullable String textKind(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(BYTES);
        }
        for (byte each : head) {
            if (each >= 0 && each < ' ' && !Character.isWhitespace(each)) {
                return null;
            }
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return head.length == 0 ? null : text.startsWith("frame,") ? "a table of OpenFace" : "a text";
    }

    private static @Nullable String kind(byte[] head) {
        if (head.length == 0) {
            return "an empty file";
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        String media = media(head, text);
        if (media != null) {
            return media;
        }
        String lower = text.stripLeading().toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            return "a web page (HTML)";
        }
        if (text.startsWith("version https://git-lfs")) {
            return "a Git LFS pointer, which replaces a file that was not downloaded";
        }
        if (text.startsWith("PK\3\4")) {
            return "a zip archive";
        }
        if (text.startsWith("\u0089HDF")) {
            return "an HDF5 file";
        }
        return text.startsWith("\u0093NUMPY") ? "a NumPy array" : null;
    }

    private static @Nullable String media(byte[] head, String text) {
        if (text.startsWith("fLaC")) {
            return "a FLAC file";
        }
        if (text.startsWith("OggS")) {
            return "an Ogg file";
        }
        if (text.startsWith("ID3") || head.length > 1 && (head[0] & 0xFF) == 0xFF && (head[1] & 0xE0) == 0xE0
                && (head[1] & 0xFF) < 0xFE) {
            return "an MP3 or AAC file";
        }
        if (text.startsWith("FORM") && text.startsWith("AIF", 8)) {
            return "an AIFF file";
        }
        if ((text.startsWith("RIFF") || text.startsWith("RF64")) && text.startsWith("WAVE", 8)) {
            return "a WAV file, which is sound";
        }
        if (text.startsWith("RIFX")) {
            return "a WAV file with big-endian numbers (RIFX)";
        }
        if (text.startsWith("riff") && head.length > 8) {
            return "a Wave64 file";
        }
        if (text.startsWith(".snd")) {
            return "an AU file";
        }
        if (text.startsWith("caff")) {
            return "a CAF file";
        }
        if (text.startsWith("ftyp", 4)) {
            return "an MP4 file";
        }
        if (Arrays.equals(Arrays.copyOf(head, 4), new byte[] {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3})) {
            return "a Matroska or WebM file";
        }
        return text.startsWith("RIFF") && text.startsWith("AVI ", 8) ? "an AVI file" : null;
    }
}
