package org.almt.metrics;

import java.util.Locale;
import java.util.regex.Pattern;

/** Parses numbers of CSV files. Fewer forms are valid than for {@link Float#parseFloat}: no hexadecimal, no "1f". */
final class CsvNumbers {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d{1,9})?");

    private CsvNumbers() {}

    /**
     * The float nearest to a decimal number, or NaN or an infinity by name ("nan", "inf", "infinity" in any case).
     *
     * @throws NumberFormatException for anything else
     */
    static float parse(String text) {
        if (DECIMAL.matcher(text).matches()) {
            return Float.parseFloat(text);
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan", "+nan", "-nan" -> Float.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Float.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Float.NEGATIVE_INFINITY;
            default -> throw new NumberFormatException(text);
        };
    }
}
