package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsCommandTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"weights", "weights import", "weights get"})
    void everyCommandHasHelpWithExamples(String command) {
        CommandRun help = CommandRun.of((command + " --help").split(" "));
        assertEquals(0, help.exitCode());
        assertTrue(help.out().contains("Usage: almt " + command), help.out());
        assertTrue(help.out().contains("Examples:"), help.out());
        assertTrue(help.out().lines().allMatch(line -> line.length() <= 100), help.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "weights                 | a command is missing: import or get",
            "weights get             | NAME",
            "weights get bert-large  | known are bert-base-uncased, bge-small-en, bge-small-zh",
            "weights import          | FILE",
            "weights import x.jar    | --out"
    })
    void wrongUsageIsTwo(String line, String message) {
        CommandRun wrong = CommandRun.of(line.split(" "));
        assertEquals(2, wrong.exitCode(), wrong.err());
        wrong.assertOneSentence(message);
    }

    @Test
    void whatCannotBeReadIsOne() throws IOException {
        Path out = temporary.resolve("out");
        CommandRun failed = CommandRun.of("weights", "import", temporary.resolve("no.jar").toString(), "--out",
                out.toString());
        assertEquals(1, failed.exitCode());
        failed.assertOneSentence("no.jar: no such file or folder; check the path.");
        Path half = Files.write(temporary.resolve("half.jar"), new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0});
        failed = CommandRun.of("weights", "import", half.toString(), "--out", out.toString());
        assertEquals(1, failed.exitCode());
        failed.assertOneSentence("half.jar: has 10 bytes, expected a zip archive");
        assertFalse(Files.exists(out));
        // Asked before anything is fetched.
        failed = CommandRun.of("weights", "get", "bge-small-en", "--out", temporary.toString());
        assertEquals(1, failed.exitCode());
        assertTrue(failed.err().contains("is not empty; choose another folder (--out DIR)"), failed.err());
    }
}
