package org.almt.nn.json;

import java.io.IOException;

/** A text is no JSON, or exceeds the limits of its reader. */
public final class JsonException extends IOException {
    private static final long serialVersionUID = 1;

    private final long character;
    private final int line;

    JsonException(String problem, long character, int line) {
        super(problem);
        this.character = character;
        this.line = line;
    }

    /** The number of UTF-16 units before the fault, or before the end of the token that is too long. */
    public long character() {
        return character;
    }

    /** The line of the fault, counted from 1. */
    public int line() {
        return line;
    }
}
