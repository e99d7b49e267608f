package org.almt.nn.text;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds added tokens in a text: the leftmost, and of several at one place the longest, like Hugging Face's tokenizers.
 * The search narrows a sorted list character by character. It needs no memory beside the list.
 */
final class TokenSearch {
    private final String[] patterns;
    private final Entry[] entries;

    /** A token, and whether it is treated as ordinary text when it is found. */
    record Entry(AddedToken token, boolean text) {}

    /**
     * A token, the {@code [start, end)} of the text that it covers, and the place where the search for the next one
     * starts.
     */
    record Match(int id, int start, int end, int next) {}

    /** A search for patterns. Each pattern is given with its token. If patterns are equal, the first is used. */
    TokenSearch(Map<String, Entry> tokens) {
        patterns = tokens.keySet().toArray(String[]::new);
        Arrays.sort(patterns, Comparator.naturalOrder());
        entries = Arrays.stream(patterns).map(tokens::get).toArray(Entry[]::new);
    }

    /** The map that the constructor takes. */
    static Map<String, Entry> patterns(List<Entry> entries, Function<String, String> form) {
        Map<String, Entry> patterns = new LinkedHashMap<>();
        for (Entry entry : entries) {
            String pattern = form.apply(entry.token().content());
            if (!pattern.isEmpty()) {
                patterns.putIfAbsent(pattern, entry);
            }
        }
        return patterns;
    }

    boolean isEmpty() {
        return patterns.length == 0;
    }

    /** The first token of a text, or null. */
    @Nullable
    Match first(CharSequence text) {
        return find(text, 0, 0);
    }

    /** The next token after another one, or null. */
    @Nullable
    Match next(CharSequence text, Match before) {
        return find(text, before.next(), before.end());
    }

    /** The first token from {@code from} on. White space before {@code taken} belongs to the token before it. */
    private @Nullable Match find(CharSequence text, int from, int taken) {
        int end = text.length();
        for (int at = from; at < end;) {
            int found = longestAt(text, at, end);
            if (found < 0) {
                at++;
                continue;
            }
            AddedToken token = entries[found].token();
            int stop = at + patterns[found].length();
            boolean torn = token.singleWord() && (wordEndsBefore(text, at) || wordStartsAt(text, stop, end));
            if (!entries[found].text() && !torn) {
                return match(token, text, taken, at, stop);
            }
            at = stop;
        }
        return null;
    }

    private static Match match(AddedToken token, CharSequence text, int taken, int at, int stop) {
        int start = Math.max(at, taken);
        while (token.stripLeft() && start > taken && Characters.isSpace(text.charAt(start - 1))) {
            start--;
        }
        int behind = stop;
        while (token.stripRight() && behind < text.length() && Characters.isSpace(text.charAt(behind))) {
            behind++;
        }
        // The white space after it may begin another token, as in Hugging Face's tokenizers.
        return new Match(token.id(), start, Math.max(start, behind), stop);
    }

    /** Index of the longest pattern that matches the text at a place, or -1. */
    private int longestAt(CharSequence text, int at, int end) {
        int low = 0;
        int high = patterns.length;
        int longest = -1;
        for (int depth = 0; low < high && at + depth < end; depth++) {
            char c = text.charAt(at + depth);
            low = firstFrom(low, high, depth, c);
            high = c == Character.MAX_VALUE ? high : firstFrom(low, high, depth, (char) (c + 1));
            if (low < high && patterns[low].length() == depth + 1) {
                longest = low++; // of patterns with the same start, the shortest comes first
            }
        }
        return longest;
    }

    /** The first pattern of {@code [low, high)} whose character at {@code depth} is {@code c} or greater. */
    private int firstFrom(int low, int high, int depth, char c) {
        int from = low;
        int to = high;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (patterns[middle].charAt(depth) < c) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private static boolean wordEndsBefore(CharSequence text, int at) {
        return at > 0 && Characters.isWord(Character.codePointBefore(text, at));
    }

    private static boolean wordStartsAt(CharSequence text, int at, int end) {
        return at < end && Characters.isWord(Character.codePointAt(text, at));
    }
}
