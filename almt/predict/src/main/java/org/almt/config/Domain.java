package org.almt.config;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a setting may be: which texts are values, and how they are written.
 *
 * @param <T> the type of the values
 */
public final class Domain<T> {
    /** Larger sizes could only be slips, and products of two sizes fit an int. */
    public static final int MOST_SIZE = 1 << 15;

    /** Parts of a few bytes each must not exhaust the memory of who reads a configuration. */
    private static final int MOST_PARTS = 1_000;

    private final String expected;
    private final String rule;
    private final Function<String, @Nullable T> read;
    private final Function<T, Object> written;

    private Domain(
            String expected, String rule, Function<String, @Nullable T> read, Function<T, Object> written) {
        this.expected = expected;
        this.rule = rule;
        this.read = read;
        this.written = written;
    }

    private static <T> Domain<T> of(String expected, Function<String, T> parse, Predicate<T> fits) {
        return new Domain<>(expected, expected + " is needed", text -> {
            T value = parse.apply(text);
            return fits.test(value) ? value : null;
        }, value -> value);
    }

    /** Any whole number of 64 bits. */
    public static Domain<Long> whole() {
        return of("a whole number", Long::parseLong, value -> true);
    }

    /** Whole numbers from one to another, both included. */
    public static Domain<Integer> whole(int least, int most) {
        String range = most == Integer.MAX_VALUE ? "of " + least + " or more" : "from " + least + " to " + most;
        return of("a whole number " + range, Integer::parseInt, value -> value >= least && value <= most);
    }

    /** Sizes: whole numbers from 1 to {@value #MOST_SIZE}. */
    public static Domain<Integer> size() {
        return whole(1, MOST_SIZE);
    }

    /** How many equal parts stand one behind another: whole numbers from 1 to {@value #MOST_PARTS}. */
    public static Domain<Integer> depth() {
        return whole(1, MOST_PARTS);
    }

    /** Numbers from 0 to {@code most}, both included; never NaN. */
    public static Domain<Double> upTo(int most) {
        return of("a number from 0 to " + most, Double::parseDouble, value -> value >= 0 && value <= most);
    }

    /** The same up to a number that is not whole. */
    public static Domain<Double> upTo(double most) {
        return of("a number from 0 to " + most, Double::parseDouble, value -> value >= 0 && value <= most);
    }

    /** Numbers from 0, included, to 1, excluded: probabilities and decays. */
    public static Domain<Double> belowOne() {
        return of("a number from 0 to below 1", Double::parseDouble, value -> value >= 0 && value < 1);
    }

    /** Numbers from 0, excluded, to 1, included. */
    public static Domain<Double> positiveUpToOne() {
        return of("a number above 0, at most 1", Double::parseDouble, value -> value > 0 && value <= 1);
    }

    /** True and false. */
    public static Domain<Boolean> truth() {
        return of("true or false", text -> text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : null,
                value -> value != null);
    }

    /** Values that have names. */
    public static <T> Domain<T> oneOf(T[] values, Function<T, String> label) {
        String known = Arrays.stream(values).map(label).collect(Collectors.joining(", "));
        return new Domain<>(known, "known are " + known, text -> Arrays.stream(values)
                .filter(value -> label.apply(value).equals(text)).findFirst().orElse(null), label::apply);
    }

    /**
     * Values that a text describes.
     *
     * @param expected what the texts are, in words
     * @param read the value of a text; null if it is none
     * @param written the text of a value
     */
    public static <T> Domain<T> described(
            String expected, Function<String, @Nullable T> read, Function<T, String> written) {
        return new Domain<>(expected, "known are " + expected, read, written::apply);
    }

    /** What the values are, in words: {@code a whole number from 1 to 32768}, or {@code none, mean}. */
    public String expected() {
        return expected;
    }

    /** What a message says to a text that is no value. */
    String rule() {
        return rule;
    }

    /** The value of a text; null if it is none. */
    @Nullable
    T read(String text) {
        try {
            return read.apply(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A value as JSON files have it: a number, a truth value or a name. */
    Object written(T value) {
        return written.apply(value);
    }
}
