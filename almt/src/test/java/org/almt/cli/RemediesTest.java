package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.almt.cli.option.Remedies;
import org.almt.failure.Remedy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The advice that the command line adds to messages of libraries names options that there are. */
class RemediesTest {
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");

    @ParameterizedTest
    @EnumSource(Remedy.class)
    void everyRemedyIsAnOption(Remedy remedy) {
        String advice = Remedies.with("no", remedy);
        Matcher option = OPTION.matcher(advice);
        Set<String> unknown = new TreeSet<>();
        int options = 0;
        for (Set<String> known = options(Main.commandLine(), new TreeSet<>()); option.find(); options++) {
            if (!known.contains(option.group())) {
                unknown.add(option.group());
            }
        }
        assertEquals(Set.of(), unknown, advice);
        assertTrue(options > 0, advice);
    }

    private static Set<String> options(CommandLine command, Set<String> into) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            into.addAll(Set.of(option.names()));
        }
        command.getSubcommands().values().forEach(child -> options(child, into));
        return into;
    }
}
