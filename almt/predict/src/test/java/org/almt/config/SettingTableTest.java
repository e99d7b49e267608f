package org.almt.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values go in and out of a table, and what cannot be is said in one sentence. */
class SettingTableTest {
    private enum Colour {
        RED, BLUE;

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final SettingTable TABLE = new SettingTable();
    private static final Setting<Integer> COUNT = TABLE.add("count", Domain.whole(1, 9), 3, "how many");
    private static final Setting<Double> RATE = TABLE.addOptional("rate", Domain.belowOne(), 0.5, "how fast");
    private static final Setting<Colour> COLOUR =
            TABLE.addOptional("colour", Domain.oneOf(Colour.values(), Colour::label), Colour.RED, "which");
    private static final Setting<Long> SEED = TABLE.addOptional("seed", Domain.whole(), 1L, "what else");

    @Test
    void mapsGoThereAndBack() {
        SettingValues values = TABLE.of(Map.of("count", "4", "rate", 0.25, "colour", "blue", "other", 1));
        assertEquals(4, values.get(COUNT));
        assertEquals(0.25, values.get(RATE));
        assertEquals(Colour.BLUE, values.get(COLOUR));
        assertEquals(1L, values.get(SEED));
        assertEquals(Map.of("count", 4, "rate", 0.25, "colour", "blue", "seed", 1L), values.toMap());
        assertEquals(values, TABLE.of(values.toMap()));
        assertNotEquals(values, values.with("seed", Long.MIN_VALUE));
        assertEquals(Map.of("count", 3, "rate", 0.5, "colour", "red", "seed", 1L), TABLE.standard().toMap());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "count  | 0     | config: count is 0; a whole number from 1 to 9 is needed",
            "count  | 10    | config: count is 10; a whole number from 1 to 9 is needed",
            "count  | 1.5   | config: count is 1.5; a whole number from 1 to 9 is needed",
            "count  | many  | config: count is 'many'; a whole number from 1 to 9 is needed",
            "rate   | 1     | config: rate is 1; a number from 0 to below 1 is needed",
            "rate   | NaN   | config: rate is NaN; a number from 0 to below 1 is needed",
            "colour | green | config: colour is 'green'; known are red, blue",
            "size   | 1     | config: there is no 'size'; known names are count, rate, colour, seed"
    })
    void whatCannotBeIsSaidInOneSentence(String name, String value, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class,
                () -> TABLE.standard().with(name, value)).getMessage());
    }

    @Test
    void aFileMustGiveWhatEveryVersionHad() {
        assertEquals("config: 'count' is missing",
                assertThrows(IllegalArgumentException.class, () -> TABLE.of(Map.of("rate", 0.1))).getMessage());
        assertThrows(IllegalStateException.class, () -> TABLE.add(COUNT));
    }

    @ParameterizedTest
    @CsvSource({"1.0E-4,1e-4", "0.0,0", "0.999,0.999", "2.5E-10,2.5e-10", "100.0,100"})
    void numbersAreWrittenAsPeopleDo(double value, String text) {
        assertEquals(text, Setting.text(value));
    }
}
