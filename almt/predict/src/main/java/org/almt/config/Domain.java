package org.almt.config;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The allowed values of a setting: which texts are values, and how values are written.
 *
 * @param <T> the type of the values
 */
public final class Domain<T> {
    /** The largest size. A larger one could only be a mistake, and the product of two sizes fits an int. */
    public static final int MOST_SIZE = 1 << 15;

    /**
     * The largest number of equal parts. Reading a configuration must not exhaust memory, even with parts of a few
     * bytes each.
     */
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

    /** All whole numbers of 64 bits. */
    public static Domain<Long> whole() {
        return of("a whole number", Long::parseLong, value -> true);
    }

    /** Whole numbers from {@code least} to {@code most}, both included. */
    public static Domain<Integer> whole(int least, int most) {
        String range = most == Integer.MAX_VALUE ? "of " + least + " or more" : "from " + least + " to " + most;
        return of("a whole number " + range, Integer::parseInt, value -> value >= least && value <= most);
    }

    /** Sizes: whole numbers from 1 to {@value #MOST_SIZE}. */
    public static Domain<Integer> size() {
        return whole(1, MOST_SIZE);
    }

    /** The number of equal parts in sequence: whole numbers from 1 to {@value #MOST_PARTS}. */
    public static Domain<Integer> depth() {
        return whole(1, MOST_PARTS);
    }

    /** Numbers from 0 to {@code most}, both included; never NaN. */
    public static Domain<Double> upTo(int most) {
        return of("a number from 0 to " + most, Double::parseDouble, value -> value >= 0 && value <= most);
    }

    /** Numbers from 0 to {@code most}, which need not be whole, both included; never NaN. */
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
     * @param expected a description of the texts
     * @param read the value of a text; null if the text is not a value
     * @param written the text of a value
     */
    public static <T> Domain<T> described(
            String expected, Function<String, @Nullable T> read, Function<T, String> written) {
        return new Domain<>(expected, "known are " + expected, read, written::apply);
    }

    /** A description of the values: {@code a whole number from 1 to 32768}, or {@code none, mean}. */
    public String expected() {
        return expected;
    }

    /** The advice in the message for a text that is not a value. */
    String rule() {
        return rule;
    }

    /** The value of a text; null if the text is not a value. */
    @Nullable
    T read(String text) {
        try {
            return read.apply(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A value in the form of JSON files: a number, a truth value or a name. */
    Object written(T value) {
        return written.apply(value);
    }
}
