package org.almt.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.almt.io.Json;
import org.almt.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almt study show}: what is in a study, as a file to begin one's own with. */
@Command(
        name = "show",
        description = "Print a study as JSON, all of its settings written out.",
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
