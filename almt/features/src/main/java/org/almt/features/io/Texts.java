package org.almt.features.io;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.almt.features.FeatureException;

/** Texts as streams of characters. */
public final class Texts {
    private Texts() {}

    /** Opens a text: UTF-8, or UTF-16 with a byte order mark. The mark is skipped. */
    public static BufferedReader open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new FeatureException(Printable.path(file) + ": there is no such file");
        }
        if (Files.isDirectory(file)) {
            throw new FeatureException(Printable.path(file) + ": is a folder; expected a text file");
        }
        if (!Files.isRegularFile(file)) {
            throw new FeatureException(Printable.path(file)
                    + ": is not a regular file; a text is opened twice, so save it as a file first");
        }
        String kind = KnownFile.kind(file);
        if (kind != null) {
            throw new FeatureException(Printable.path(file) + ": is " + kind + "; expected a text file");
        }
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        in.mark(4);
        byte[] head = in.readNBytes(3);
        in.reset();
        Charset charset = StandardCharsets.UTF_8;
        int mark = 0;
        if (starts(head, 0xEF, 0xBB, 0xBF)) {
            mark = 3;
        } else if (starts(head, 0xFF, 0xFE) || starts(head, 0xFE, 0xFF)) {
            charset = starts(head, 0xFF, 0xFE) ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
            mark = 2;
        }
        in.skipNBytes(mark);
        return new BufferedReader(new InputStreamReader(in, charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    private static boolean starts(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** The refusal of a file that is not UTF-8. */
    public static FeatureException notText(Path file, Exception cause) {
        return new FeatureException(Printable.path(file)
                + ": is not UTF-8; save it with that encoding (in spreadsheets: \"CSV UTF-8\")", cause);
    }
}
