package org.almt.cli.output;

import java.io.PrintWriter;

/**
 * Makes text from files safe to print. Characters that could move a terminal's cursor, change its title or colours, or
 * reorder a line are written as a backslash, u and four digits.
 */
public final class HarmlessWriter extends PrintWriter {
    private HarmlessWriter(PrintWriter out) {
        super(out, true);
    }

    /** A writer in front of another one. */
    public static HarmlessWriter of(PrintWriter out) {
        return out instanceof HarmlessWriter already ? already : new HarmlessWriter(out);
    }

    /** Writes the program's own control characters. */
    static void control(PrintWriter out, String sequence) {
        if (out instanceof HarmlessWriter harmless) {
            harmless.pass(sequence);
        } else {
            out.print(sequence);
        }
    }

    private void pass(String text) {
        super.write(text, 0, text.length());
    }

    @Override
    public void write(int c) {
        write(new char[] {(char) c}, 0, 1);
    }

    @Override
    public void write(char[] buffer, int from, int length) {
        pass(harmless(new String(buffer, from, length)));
    }

    @Override
    public void write(String text, int from, int length) {
        pass(harmless(text.substring(from, from + length)));
    }

    private static String harmless(String text) {
        if (text.chars().noneMatch(HarmlessWriter::isHarmful) || text.equals(System.lineSeparator())) {
            return text;
        }
        StringBuilder safe = new StringBuilder();
        text.chars().forEach(c -> safe.append(isHarmful(c) ? String.format("\\u%04x", c) : Character.toString(c)));
        return safe.toString();
    }

    /** Whether a character is a control character other than line feed and tab, or changes the direction of a line. */
    private static boolean isHarmful(int c) {
        return c != '\n' && c != '\t' && Character.isISOControl(c) || c >= 0x202a && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069 || c == 0x2028 || c == 0x2029;
    }
}
