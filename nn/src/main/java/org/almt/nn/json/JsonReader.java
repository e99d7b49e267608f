package org.almt.nn.json;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) token by token. It accepts nothing beyond the standard, and refuses a name that an object has
 * twice. It keeps one token in memory, and the names of all open objects.
 *
 * <p>{@link #next} gives the values. In an object, call {@link #nextField} before each.
 */
public final class JsonReader implements Closeable {
    /** What {@link #next} finds. */
    public enum Token {
        /** An opening brace. */
        START_OBJECT,
        /** A closing brace. */
        END_OBJECT,
        /** An opening bracket. */
        START_ARRAY,
        /** A closing bracket. */
        END_ARRAY,
        /** Text: {@link JsonReader#text}. */
        STRING,
        /** A number without fraction and exponent: {@link JsonReader#integer}. */
        INTEGER,
        /** A number with fraction or exponent: {@link JsonReader#number}. */
        FRACTION,
        /** Truth. */
        TRUE,
        /** Falsehood. */
        FALSE,
        /** Nothing. */
        NULL
    }

    /**
     * The limits of a text. A text that exceeds one is refused.
     *
     * @param depth levels of objects and arrays inside one another
     * @param name UTF-16 units of a name
     * @param text UTF-16 units of a string
     * @param number characters of a number
     */
    public record Limits(int depth, int name, int text, int number) {}

    private static final int BUFFER = 8192;
    private static final int END = -1;
    private static final int NONE = -2;
    /** The most characters of a name that a message shows. */
    private static final int SHOWN = 40;

    private final Reader in;
    private final Limits limits;
    private final char[] buffer = new char[BUFFER];
    private int at;
    private int filled;
    private long before;
    private int line = 1;
    private boolean afterReturn;
    private int unread = NONE;

    private final StringBuilder word = new StringBuilder();
    /** The names of each open object; null for an array. */
    private final List<@Nullable Set<String>> open = new ArrayList<>();
    private @Nullable Token token;
    /** Whether the innermost object or array is still empty. */
    private boolean first = true;
    private boolean named;

    /** Reads from a source of characters. {@link #close} closes it. */
    public JsonReader(Reader in, Limits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** The last token that was found. Null before the first and at the end. */
    public @Nullable Token token() {
        return token;
    }

    /** The line that is being read, counted from 1. */
    public int line() {
        return line;
    }

    /** The text of the last string, or the digits of the last number. */
    public String text() {
        return word.toString();
    }

    /**
     * The last number.
     *
     * @throws JsonException if it has more than 64 bits
     */
    public long integer() throws JsonException {
        try {
            return Long.parseLong(text());
        } catch (NumberFormatException e) {
            throw error("the number " + text() + " is outside of 64 bits");
        }
    }

    /** The last number, rounded to a double. */
    public double number() {
        return Double.parseDouble(text());
    }

    /** The next value, or the end of an array. Null at the end of the text. */
    public @Nullable Token next() throws IOException {
        int c = spaces();
        if (open.isEmpty()) {
            token = c == END ? null : value(c);
            return token;
        }
        if (isObject()) {
            if (!named) {
                throw new IllegalStateException("a value of an object is read before its name");
            }
            named = false;
        } else if (c == ']') {
            return close(Token.END_ARRAY);
        } else if (first) {
            first = false;
        } else {
            require(c, ',', "a comma or the end of the array");
            c = spaces();
        }
        token = value(c);
        return token;
    }

    /** The name of the next field. Null at the end of the object. */
    public @Nullable String nextField() throws IOException {
        Set<String> names = open.isEmpty() ? null : open.get(open.size() - 1);
        if (names == null || named) {
            throw new IllegalStateException("a name is read outside of an object, or instead of a value");
        }
        int c = spaces();
        if (c == '}') {
            close(Token.END_OBJECT);
            return null;
        }
        if (!first) {
            require(c, ',', "a comma or the end of the object");
            c = spaces();
        }
        first = false;
        require(c, '"', "a name in quotes");
        string(limits.name);
        String name = text();
        if (!names.add(name)) {
            throw error("the name " + JsonText.shown(name, SHOWN) + " is there twice");
        }
        require(spaces(), ':', "a colon");
        named = true;
        return name;
    }

    /** Skips the object or array that was just begun. Other values have already been read. */
    public void skip() throws IOException {
        if (token != Token.START_OBJECT && token != Token.START_ARRAY) {
            return;
        }
        int around = open.size() - 1;
        while (open.size() > around) {
            if (!isObject() || nextField() != null) {
                next();
            }
        }
    }

    /** Whether only spaces follow, without line breaks. */
    public boolean onlySpacesFollow() throws IOException {
        int c = read();
        while (c == ' ') {
            c = read();
        }
        return c == END;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean isObject() {
        return open.get(open.size() - 1) != null;
    }

    private Token close(Token end) {
        open.remove(open.size() - 1);
        first = false;
        token = end;
        return end;
    }

    private Token value(int c) throws IOException {
        return switch (c) {
            case '{' -> begin(Token.START_OBJECT, new HashSet<>());
            case '[' -> begin(Token.START_ARRAY, null);
            case '"' -> {
                string(limits.text);
                yield Token.STRING;
            }
            case 't' -> literal("true", Token.TRUE);
            case 'f' -> literal("false", Token.FALSE);
            case 'n' -> literal("null", Token.NULL);
            default -> number(c);
        };
    }

    private Token begin(Token start, @Nullable Set<String> names) throws JsonException {
        if (open.size() == limits.depth) {
            throw error("more than " + limits.depth + " objects and arrays are inside of one another");
        }
        open.add(names);
        first = true;
        return start;
    }

    private Token literal(String name, Token literal) throws IOException {
        for (int i = 1; i < name.length(); i++) {
            require(read(), name.charAt(i), name);
        }
        return literal;
    }

    // ------------------------------------------------------------------ numbers

    private Token number(int start) throws IOException {
        word.setLength(0);
        int c = start;
        if (c == '-') {
            c = append(c);
        }
        if (c == '0') {
            c = append(c);
        } else {
            c = digits(c, "a value");
        }
        Token kind = Token.INTEGER;
        if (c == '.') {
            kind = Token.FRACTION;
            c = digits(append(c), "a digit");
        }
        if (c == 'e' || c == 'E') {
            kind = Token.FRACTION;
            c = append(c);
            c = digits(c == '+' || c == '-' ? append(c) : c, "a digit");
        }
        if (isDigit(c)) {
            throw error("a number begins with 0");
        }
        unread = c;
        return kind;
    }

    private int digits(int start, String what) throws IOException {
        if (!isDigit(start)) {
            throw unexpected(start, what);
        }
        int c = start;
        while (isDigit(c)) {
            c = append(c);
        }
        return c;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private int append(int c) throws IOException {
        if (word.length() == limits.number) {
            throw error("a number has more than " + limits.number + " characters");
        }
        word.append((char) c);
        return read();
    }

    // ------------------------------------------------------------------ strings

    private void string(int longest) throws IOException {
        word.setLength(0);
        for (int c = read(); c != '"'; c = read()) {
            if (c < ' ') {
                throw unexpected(c, "the end of a string");
            }
            if (word.length() == longest) {
                throw error("a string or name has more than " + longest + " characters");
            }
            word.append((char) (c == '\\' ? escaped() : c));
        }
    }

    private int escaped() throws IOException {
        int c = read();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int unit = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = read();
                    int value = digit < 128 ? Character.digit(digit, 16) : -1;
                    if (value < 0) {
                        throw unexpected(digit, "a hexadecimal digit");
                    }
                    unit = 16 * unit + value;
                }
                yield unit;
            }
            default -> throw unexpected(c, "an escape of JSON");
        };
    }

    // ------------------------------------------------------------------ characters

    private int spaces() throws IOException {
        int c = read();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            c = read();
        }
        return c;
    }

    private int read() throws IOException {
        if (unread != NONE) {
            int c = unread;
            unread = NONE;
            return c;
        }
        if (at == filled) {
            before += filled;
            filled = Math.max(0, in.read(buffer));
            at = 0;
            if (filled == 0) {
                return END;
            }
        }
        char c = buffer[at++];
        if (c == '\r' || c == '\n' && !afterReturn) {
            line++;
        }
        afterReturn = c == '\r';
        return c;
    }

    private void require(int found, char wanted, String what) throws JsonException {
        if (found != wanted) {
            throw unexpected(found, what);
        }
    }

    private JsonException unexpected(int c, String instead) {
        String found = c == END ? "the end of the text"
                : c < ' ' ? "a control character"
                : JsonText.shown(String.valueOf((char) c), 1);
        return error(found + " is found where " + instead + " is expected");
    }

    /** An error at the current place, which the caller of the reader has found. */
    public JsonException error(String problem) {
        return new JsonException(problem, before + at, line);
    }
}
