package org.almt.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes a file a little. It changes the common elements of formats: lengths and counts in several widths, and text
 * with numbers, quotes and brackets. It repeats parts, leaves them out, or takes them from another file.
 */
final class Mutator {
    private static final long[] NUMBERS = {0, 1, -1, 2, 7, 8, 127, 128, 255, 256, 65535, 65536, 1 << 20, 1 << 24,
            Integer.MAX_VALUE, Integer.MIN_VALUE, 0xffffffffL, 1L << 32, 1L << 40, 1L << 62, Long.MAX_VALUE,
            Long.MIN_VALUE};

    private static final String[] WORDS = {"0", "-0", "01", "-1", "1e999", "1e-999", "NaN", "Infinity", "null", "true",
            "[]", "{}", "\"\"", "9223372036854775807", "9223372036854775808", "99999999999999999999", "2147483648",
            "1.5",
            "\"\\ud800\"", "\"\\u0000\"", "\u001b[31m", "\u0301", "\ufeff", "..", "/", "\\", "a,b", "\"", "'", "\n",
            "\r",
            "\t", ";", ",", ":", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":", "-->", "00:00:01,000",
            "="};

    private static final Pattern TOKEN =
            Pattern.compile("-?[0-9]+(\\.[0-9]+)?|\"[^\"\\n]{0,40}\"|[A-Za-z_]+|[\\[\\]{}:,]");

    private final SplittableRandom random;

    Mutator(SplittableRandom random) {
        this.random = random;
    }

    byte[] mutate(byte[] seed, byte[] other, boolean text) {
        byte[] bytes = seed;
        int times = 1 << random.nextInt(4);
        for (int i = 0; i < times; i++) {
            bytes = text && random.nextInt(4) != 0 ? token(bytes, other) : once(bytes, other);
        }
        return bytes.length > 1 << 20 ? java.util.Arrays.copyOf(bytes, 1 << 20) : bytes;
    }

    private byte[] once(byte[] bytes, byte[] other) {
        if (bytes.length == 0) {
            return other;
        }
        byte[] copy = bytes.clone();
        int at = place(copy.length);
        switch (random.nextInt(9)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> copy[at] = (byte) random.nextInt();
            case 2 -> number(copy, at);
            case 3 -> {
                return java.util.Arrays.copyOf(copy, at);
            }
            case 4 -> {
                return splice(copy, at, copy, place(copy.length), random.nextInt(64), 0);
            }
            case 5 -> {
                return splice(copy, at, new byte[0], 0, 0, random.nextInt(64));
            }
            case 6 -> {
                return splice(copy, at, other, place(other.length), random.nextInt(256), random.nextInt(256));
            }
            case 7 -> copy[at] += (byte) (random.nextBoolean() ? 1 : -1);
            default -> {
                byte[] word = WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8);
                return splice(copy, at, word, 0, word.length, random.nextInt(4));
            }
        }
        return copy;
    }

    /** Headers are where lengths are: half of the places are among the first bytes. */
    private int place(int length) {
        return length == 0 ? 0 : random.nextInt(random.nextBoolean() ? length : Math.min(length, 256));
    }

    private void number(byte[] bytes, int at) {
        int width = 1 << random.nextInt(4);
        long value = NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1;
        boolean big = random.nextInt(8) == 0;
        for (int i = 0; i < width && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >> 8 * (big ? width - 1 - i : i));
        }
    }

    private static byte[] splice(byte[] bytes, int at, byte[] from, int start, int count, int removed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.write(from, start, Math.max(0, Math.min(count, from.length - start)));
        int rest = Math.min(bytes.length, at + removed);
        out.write(bytes, rest, bytes.length - rest);
        return out.toByteArray();
    }

    /** Exchanges, repeats or leaves out a token of a text. */
    private byte[] token(byte[] bytes, byte[] other) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.length() > 1 << 16) {
            return once(bytes, other);
        }
        List<int[]> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(new int[] {matcher.start(), matcher.end()});
        }
        if (tokens.isEmpty()) {
            return once(bytes, other);
        }
        int[] one = tokens.get(random.nextInt(tokens.size()));
        int[] two = tokens.get(random.nextInt(tokens.size()));
        String with = switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> text.substring(two[0], two[1]);
            case 2 ->
                text.substring(one[0], one[1]) + text.substring(Math.min(two[0], one[0]), Math.min(two[1], one[1]));
            case 3 -> "x".repeat(random.nextInt(2000));
            default -> WORDS[random.nextInt(WORDS.length)];
        };
        return (text.substring(0, one[0]) + with + text.substring(one[1])).getBytes(StandardCharsets.UTF_8);
    }
}
