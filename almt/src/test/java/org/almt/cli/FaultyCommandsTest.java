package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.almt.run.Graves;
import org.almt.testsdata.FaultyFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each change of a file by a command fails once, temporarily or permanently. The command must end with one sentence
 * that names the file, or succeed. Existing files must stay complete. The same command, or its {@code --resume}, must
 * then give the result of a run without a fault, and leave no other file.
 */
class FaultyCommandsTest {
    @TempDir
    static Path shared;

    @TempDir
    Path temporary;

    private static WritingCommands commands;

    @BeforeAll
    static void prepare() throws IOException {
        commands = new WritingCommands(Files.createDirectory(shared.resolve("prepared")));
    }

    @ParameterizedTest
    @EnumSource
    void everyFault(WritingCommands.Kind kind) throws IOException {
        Path whole = Files.createDirectory(temporary.resolve("whole"));
        commands.before(kind, whole);
        FaultyFiles counting = new FaultyFiles(0, false);
        WritingCommands.assertDone(CommandRun.of(word -> counting.path(Path.of(word)),
                commands.words(kind, whole).toArray(String[]::new)));
        counting.end();
        Map<String, String> expected = WritingCommands.content(whole);
        assertTrue(counting.changes() > 3, "changes: " + counting.changes());
        // One in five, of both kinds, or all; of those with many changes, fewer.
        int step = Boolean.getBoolean("almt.faults.all") ? 1 : counting.changes() > 140 ? 15 : 5;
        for (int i = kind.ordinal() % step; i < 2 * counting.changes(); i += step) {
            int n = i / 2 + 1;
            boolean deadly = i % 2 == 1;
            Path folder = Files.createDirectory(temporary.resolve(n + (deadly ? "deadly" : "once")));
            fail(kind, folder, new FaultyFiles(n, deadly),
                    kind + ", change " + n + " of " + counting.changes() + (deadly ? ", deadly" : ""), expected);
        }
    }

    private static void fail(WritingCommands.Kind kind, Path folder, FaultyFiles faulty, String where,
            Map<String, String> expected) throws IOException {
        commands.before(kind, folder);
        Map<String, String> before = WritingCommands.content(folder);
        CommandRun failed =
                CommandRun.of(word -> faulty.path(Path.of(word)), commands.words(kind, folder).toArray(String[]::new));
        faulty.end();
        if (failed.exitCode() == 0) {
            assertFalse(failed.err().contains("Exception"), where + ": " + failed.err());
        } else {
            String said =
                    failed.err().lines().filter(line -> line.startsWith("almt: ")).reduce("", (one, last) -> last);
            assertTrue(said.contains(folder.toString()) && said.contains(";"), where + ": " + failed.err());
            assertFalse(failed.err().contains("unexpected") || failed.err().contains("Exception"),
                    where + ": " + failed.err());
        }
        Map<String, String> after = WritingCommands.content(folder);
        before.forEach((name, text) -> assertTrue(after.containsKey(name), where + ": " + name + " is gone"));
        if (failed.exitCode() == 0) {
            expected.forEach((name, text) -> assertEquals(text, after.get(name), where + ": exit code 0, but " + name));
        }
        WritingCommands.assertWhole(kind, before, after, expected, where);
        Graves.bury(folder);
        if (!commands.isDone(kind, folder)) {
            CommandRun again = CommandRun.of(commands.again(kind, folder).toArray(String[]::new));
            assertEquals(0, again.exitCode(), where + ", after " + failed.err() + ": " + again.err());
        }
        commands.next(kind, folder);
        Map<String, String> now = WritingCommands.content(folder);
        assertEquals(expected.keySet(), now.keySet(), where + ", after " + failed.err());
        expected.forEach((name, text) -> assertEquals(text, now.get(name), where + ": " + name));
    }
}
