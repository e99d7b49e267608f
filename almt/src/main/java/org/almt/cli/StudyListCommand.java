package org.almt.cli;

import java.util.Locale;
import org.almt.study.Study;
import org.almt.study.StudyFile;
import picocli.CommandLine.Command;

/** {@code almt study list}: the studies that the program brings. */
@Command(
        name = "list",
        description = "List the studies that the program brings.",
        footer = "  almt study list")
final class StudyListCommand extends AlmtCommand {
    StudyListCommand() {}

    @Override
    void execute() {
        for (String name : StudyFile.shipped()) {
            Study study = StudyFile.shipped(name);
            out().printf(Locale.ROOT, "%-16s%s%n", name, study.description());
            out().printf(Locale.ROOT, "%-16s%d variants, %d seeds: %d runs%n", "", study.variants().size(),
                    study.seeds().size(), study.trained().size() * study.seeds().size());
        }
    }
}
