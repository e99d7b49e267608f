package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.almt.config.Setting;
import org.almt.config.SettingTable;
import org.almt.saved.Architecture;
import org.almt.train.TrainingConfig;
import org.junit.jupiter.api.Test;

/** The page of settings, the help and the command {@code describe} agree with the tables of settings. */
class SettingsPageTest {
    private static final Path PAGE = Path.of("docs/settings.md");
    private static final String BEGIN = "<!-- settings: begin -->\n";
    private static final String END = "<!-- settings: end -->\n";

    /** With {@code -Dalmt.update=true} the test writes the page's tables. */
    @Test
    void thePageHasEverySetting() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        String expected = page.substring(0, from) + tables() + page.substring(to);
        if (Boolean.getBoolean("almt.update")) {
            Files.writeString(PAGE, expected);
        } else {
            assertEquals(expected, page, PAGE + " is not what the tables say; -Dalmt.update=true writes it");
        }
    }

    private static String tables() {
        StringBuilder text = new StringBuilder(table("Training", TrainingConfig.TABLE));
        for (Architecture architecture : Architecture.ALL) {
            text.append(table(architecture.title(), architecture.settings()));
        }
        return text.toString();
    }

    private static String table(String title, SettingTable table) {
        StringBuilder text =
                new StringBuilder("\n### " + title + "\n\n| name | values | default | meaning"
                        + " |\n|---|---|---|---|\n");
        for (Setting<?> setting : table.settings().values()) {
            text.append("| `").append(setting.name()).append("` | ").append(setting.domain().expected()).append(" | ")
                    .append(setting.standardText()).append(" | ").append(setting.meaning()).append(" |\n");
        }
        return text.append('\n').toString();
    }

    @Test
    void helpAndDescribeReadTheTables() {
        String help = CommandRun.of("train", "--help").out().replaceAll("\\s+", " ");
        assertTrue(help.contains("The most passes over the training split (a whole number from 1 to 1000000; default:"
                + " 200; embedded data: 30)."), help);
        assertTrue(help.contains("Learning rate at the top of the schedule (a number from 0 to 1000; default: 1e-4;"
                + " embedded data: 6e-4)."), help);
        CommandRun described = CommandRun.of("describe", "--settings", "--model", "mult");
        assertEquals(0, described.exitCode(), described.err());
        for (SettingTable table : new SettingTable[] {
                TrainingConfig.TABLE, Architecture.of("mult").settings()}) {
            for (Setting<?> setting : table.settings().values()) {
                assertTrue(described.out().contains(setting.name()) && described.out().contains(setting.meaning()),
                        setting.name());
            }
        }
        CommandRun.of("describe", "--settings", "--preset", "mosi").assertOneSentence("leave --preset and --run out");
    }
}
