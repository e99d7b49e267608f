package org.almt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.ModelTable;
import org.almt.model.Preset;
import org.almt.train.EmbeddedRun;
import org.almt.train.RunConfig;
import org.almt.train.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code almt describe}: what a model is made of. */
@Command(
        name = "describe",
        description = "Print a table of a model's modules, shapes and parameter counts.",
        footer = {
                "  almt describe --preset mosi",
                "  almt describe --preset mosi-paper --set textWidth=384",
                "  almt describe --run runs/embedded-seed1"
        })
final class DescribeCommand extends AlmtCommand {
    @Option(
            names = "--preset",
            paramLabel = "P",
            converter = Sizes.class,
            description = "mosi, mosei, sims (full lengths), mosi-paper, mosei-paper, sims-paper (50 frames), or"
                    + " embedded (the built-in data).")
    private AlmtConfig preset;

    @Option(names = "--run", paramLabel = "DIR", description = "The model of a run folder.")
    private Path run;

    @Option(names = "--set", paramLabel = "NAME=VALUE",
            description = "Another value for a size or option, by its name.")
    private List<String> sets = new ArrayList<>();

    DescribeCommand() {}

    @Override
    void execute() throws IOException {
        if ((preset == null) == (run == null)) {
            throw new UsageError("which model? Give --preset P or --run DIR, and not both");
        }
        AlmtConfig base = preset != null ? preset : RunFolder.open(run).readConfig().model();
        AlmtConfig config = UsageError.check(() -> changed(base));
        PrintWriter out = out();
        config.toMap().forEach((name, value) -> out.printf("%-18s%s%n", name, value));
        out.println();
        ModelTable.of(new AlmtModel(config)).forEach(out::println);
    }

    private AlmtConfig changed(AlmtConfig base) {
        AlmtConfig config = base;
        for (Assignment assignment : Assignment.all(sets)) {
            config = config.with(assignment.name(), assignment.value());
        }
        return config.checked();
    }

    /** The sizes of a preset, or of the model for the built-in data, which {@code config.json} names like one. */
    private static final class Sizes implements ITypeConverter<AlmtConfig> {
        @Override
        public AlmtConfig convert(String word) {
            String name = word.toLowerCase(Locale.ROOT);
            try {
                return name.equals(RunConfig.EMBEDDED) ? EmbeddedRun.MODEL : Preset.of(name).config();
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage() + ", " + RunConfig.EMBEDDED);
            }
        }
    }
}
