package org.almt.cli.command;

import java.util.Locale;
import org.almt.study.Study;
import org.almt.study.StudyFile;
import picocli.CommandLine.Command;

/** {@code almt study list}: the studies that come with the program. */
@Command(
        name = "list",
        description = "List the studies that come with the program.",
        footer = "  almt study list")
final class StudyListCommand extends AlmtCommand {
    StudyListCommand() {}

    @Override
    void execute() {
        for (String name : StudyFile.shipped()) {
            Study study = StudyFile.shipped(name);
            int variants = study.variants().size();
            int runs = study.trained().size() * study.seeds().size();
            out().printf(Locale.ROOT, "%-24s%d %s, %d runs%n", name, variants, variants == 1 ? "variant" : "variants",
                    runs);
            out().println("    " + study.description());
        }
    }
}
