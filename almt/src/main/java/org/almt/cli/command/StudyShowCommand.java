package org.almt.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.almt.io.Json;
import org.almt.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almt study show}: prints a study as a file, from which users can make their own. */
@Command(
        name = "show",
        description = "Print a study as JSON, with all of its settings.",
        footer = {
                "  almt study show example",
                "  almt study show example > mine.json"
        })
final class StudyShowCommand extends AlmtCommand {
    @Parameters(paramLabel = "NAME|FILE.json", description = "A study of 'almt study list', or a file.")
    private String which;

    StudyShowCommand() {}

    @Override
    void execute() throws IOException {
        Study study = StudyRunCommand.study(which);
        out().print(new String(Json.write(study.toMap()), StandardCharsets.UTF_8));
    }
}
