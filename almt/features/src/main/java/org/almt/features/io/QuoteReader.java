package org.almt.features.io;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import org.almt.features.FeatureException;

/**
 * Passes a table on without changes. It refuses a table that ends inside a quoted field: that field would contain all
 * rows after it.
 */
public final class QuoteReader extends FilterReader {
    /** The position of a character in a field. */
    private enum Place {
        START, PLAIN, QUOTED, QUOTE
    }

    private final char separator;
    private final Path file;
    private Place place = Place.START;
    private boolean carriage;
    private long line = 1;
    private long opened;

    /**
     * Reads a table.
     *
     * @param in its characters
     * @param separator between fields
     * @param file for messages
     */
    public QuoteReader(Reader in, char separator, Path file) {
        super(in);
        this.separator = separator;
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        int count = super.read(into, from, length);
        for (int i = from; i < from + count; i++) {
            follow(into[i]);
        }
        if (count < 0 && place == Place.QUOTED) {
            throw new FeatureException(Printable.path(file) + ", line " + opened
                    + ": the quote that is opened here is not closed before the end of the file; close it, and write a"
                    + " quote within a quoted text twice");
        }
        return count;
    }

    private void follow(char c) {
        boolean end = c == '\n' || c == '\r';
        if (end && !(c == '\n' && carriage)) {
            line++;
        }
        carriage = c == '\r';
        if (place == Place.QUOTED) {
            place = c == '"' ? Place.QUOTE : Place.QUOTED;
        } else if (end || c == separator) {
            place = Place.START;
        } else if (c == '"' && place != Place.PLAIN) {
            opened = place == Place.START ? line : opened;
            place = Place.QUOTED;
        } else if (place == Place.QUOTE || c > ' ') {
            place = Place.PLAIN;
        }
    }
}
