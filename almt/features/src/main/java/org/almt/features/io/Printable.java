package org.almt.features.io;

import java.nio.file.Path;

/** Makes names and texts of files safe for messages. */
public final class Printable {
    private static final int LONGEST = 80;

    private Printable() {}

    /** A path without control characters, which a terminal would execute. */
    public static String path(Path path) {
        return clean(path.toString());
    }

    /** A piece of a file's text, without control characters, at most 80 characters long. */
    public static String text(String text) {
        return text.length() <= LONGEST ? clean(text) : clean(text.substring(0, LONGEST)) + "…";
    }

    /** A path, quoted for a shell. */
    public static String argument(Path path) {
        String name = path(path);
        return name.matches("[\\w./+:@%-]+") && !name.startsWith("-") ? name : "'" + name.replace("'", "'\\''") + "'";
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(
                Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c));
        return clean.toString();
    }
}
