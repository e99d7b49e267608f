package org.almt.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.ModelTable;
import org.almt.model.Preset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almt describe}: what a model is made of. */
@Command(
        name = "describe",
        description = "Print a table of a model's modules, shapes and parameter counts.",
        footer = {
                "  almt describe --preset mosi",
                "  almt describe --preset mosi-paper --set textWidth=384"
        })
final class DescribeCommand extends AlmtCommand {
    @Option(
            names = "--preset",
            required = true,
            paramLabel = "P",
            description = "mosi, mosei, sims (full lengths), mosi-paper, mosei-paper or sims-paper (50 frames).")
    private String preset;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Another value for a size, by its name.")
    private List<String> sets = new ArrayList<>();

    DescribeCommand() {}

    @Override
    void execute() {
        AlmtConfig config = UsageError.check(() -> sizes(Preset.of(preset).config()));
        PrintWriter out = out();
        config.toMap().forEach((name, value) -> out.printf("%-16s%s%n", name, value));
        out.println();
        ModelTable.of(new AlmtModel(config)).forEach(out::println);
    }

    private AlmtConfig sizes(AlmtConfig base) {
        AlmtConfig config = base;
        for (Assignment assignment : Assignment.all(sets)) {
            config = config.with(assignment.name(), assignment.value());
        }
        return config;
    }
}
