package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine;

/**
 * One command line, executed in this process.
 *
 * @param exitCode 0 done, 1 failed, 2 wrong usage
 * @param out what it printed
 * @param err its error messages
 */
public record CommandRun(int exitCode, String out, String err) {
    /** Executes it. */
    public static CommandRun of(String... words) {
        return of(Main.commandLine(), words);
    }

    /** Executes it; {@code paths} converts the options that are paths. */
    static CommandRun of(ITypeConverter<Path> paths, String... words) {
        return of(Main.commandLine().registerConverter(Path.class, paths), words);
    }

    private static CommandRun of(CommandLine line, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        int exitCode = command.execute(words);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /**
     * Checks that the first line of the error contains the words. There is no stack trace, and at most a hint follows.
     */
    void assertOneSentence(String words) {
        String first = err.lines().findFirst().orElse("");
        assertTrue(first.startsWith("almt: "), err);
        assertTrue(first.contains(words), err);
        assertFalse(err.contains("\tat ") || err.contains("Exception"), err);
        assertTrue(err.lines().count() <= 2, err);
    }
}
