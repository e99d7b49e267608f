package org.almt.nn.checkpoint.numpy;

import java.util.ArrayList;
import java.util.List;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.bytes.Place;

/** Reads the few kinds of Python literals that occur in {@code .npy} headers. */
final class LiteralScanner {
    private final String text;
    private final Place place;
    private int next;

    LiteralScanner(String text, Place place) {
        this.text = text;
        this.place = place;
    }

    /** Skips spaces, then reads the character if it is the next one. */
    boolean accept(char wanted) {
        skipSpaces();
        if (next < text.length() && text.charAt(next) == wanted) {
            next++;
            return true;
        }
        return false;
    }

    void expect(char wanted) throws CheckpointException {
        if (!accept(wanted)) {
            throw unexpected("'" + wanted + "'");
        }
    }

    /** Requires that only spaces and one final newline follow. */
    void expectEnd() throws CheckpointException {
        skipSpaces();
        if (next != text.length() - 1 || text.charAt(next) != '\n') {
            throw unexpected("spaces and a newline at the end");
        }
    }

    /** A string in single or double quotes, without escapes. */
    String string() throws CheckpointException {
        char quote = accept('\'') ? '\'' : '"';
        if (quote == '"') {
            expect('"');
        }
        int end = text.indexOf(quote, next);
        String value = end < 0 ? "\\" : text.substring(next, end);
        if (value.indexOf('\\') >= 0) {
            throw unexpected("a string without escapes");
        }
        next = end + 1;
        return value;
    }

    boolean bool() throws CheckpointException {
        skipSpaces();
        for (String literal : List.of("True", "False")) {
            if (text.startsWith(literal, next)) {
                next += literal.length();
                return literal.equals("True");
            }
        }
        throw unexpected("True or False");
    }

    /** A tuple of integers from 0 on: {@code ()}, {@code (3,)} or {@code (3, 4)}. */
    List<Long> tuple() throws CheckpointException {
        List<Long> values = new ArrayList<>();
        expect('(');
        boolean comma = true;
        while (!accept(')')) {
            if (!comma) {
                throw unexpected("',' or ')'");
            }
            values.add(integer());
            comma = accept(',');
        }
        if (values.size() == 1 && !comma) {
            throw unexpected("a comma in a tuple of one");
        }
        return values;
    }

    private long integer() throws CheckpointException {
        skipSpaces();
        int start = next;
        while (next < text.length() && text.charAt(next) >= '0' && text.charAt(next) <= '9') {
            next++;
        }
        int digits = next - start;
        // Nineteen digits may overflow, and no accepted size has more than ten. In Python, the only integer that begins
        // with 0 is 0 itself.
        if (digits == 0 || digits > 18 || digits > 1 && text.charAt(start) == '0') {
            next = start;
            throw unexpected("an integer from 0 on with at most 18 digits, the first not 0");
        }
        return Long.parseLong(text, start, next, 10);
    }

    private void skipSpaces() {
        while (next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
    }

    private CheckpointException unexpected(String wanted) {
        String found = next < text.length()
                ? CheckpointException.quote(text.substring(next, Math.min(next + 12, text.length())))
                : "the end";
        return place.damaged("the .npy header has " + found + " at character " + next + ", expected " + wanted);
    }
}
