package org.almt.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetCellsTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n@x", " =1", "\u00a0-1",
            "\0=1", "\uff1d1", "\uff20x", "="})
    void aFormulaBecomesText(String formula) {
        assertEquals("'" + formula, SpreadsheetCells.safe(formula));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a", "a=1", "test$_$3", "video-1", "'=1", "3", "\u597d", "(-1)"})
    void otherTextsStayAsTheyAre(String text) {
        assertEquals(text, SpreadsheetCells.safe(text));
    }
}
