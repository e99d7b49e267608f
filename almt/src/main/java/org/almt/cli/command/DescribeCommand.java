package org.almt.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.almt.cli.option.Settings;
import org.almt.cli.option.UsageError;
import org.almt.config.Setting;
import org.almt.config.SettingTable;
import org.almt.model.ModelConfig;
import org.almt.model.ModelTable;
import org.almt.model.Preset;
import org.almt.run.RunFolder;
import org.almt.saved.Architecture;
import org.almt.train.TrainingConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almt describe}: the parts of a model. */
@Command(
        name = "describe",
        description = "Print a table of a model's layers, shapes and parameter counts, or all settings.",
        footer = {
                "  almt describe --preset mosi",
                "  almt describe --preset mosi-paper --set textWidth=384",
                "  almt describe --run runs/embedded-seed1",
                "  almt describe --settings                the names that --set knows"
        })
public final class DescribeCommand extends AlmtCommand {
    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "With --preset: almt, or another model of train --model (default: almt).")
    private @Nullable Architecture architecture;

    @Option(
            names = "--preset",
            paramLabel = "P",
            description = "mosi, mosei, sims (full lengths), mosi-paper, mosei-paper, sims-paper (50 frames), or"
                    + " embedded (the embedded data).")
    private @Nullable Preset preset;

    @Option(names = "--run", paramLabel = "DIR", description = "The model of a run folder.")
    private @Nullable Path run;

    @Option(names = "--set", paramLabel = "NAME=VALUE",
            description = "Set a size or option, by its name.")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--settings",
            description = "Print every setting of --set: its values, its default and its meaning.")
    private boolean settings;

    public DescribeCommand() {}

    @Override
    void execute() throws IOException {
        if (settings) {
            if (preset != null || run != null) {
                throw new UsageError("--settings goes with --model alone; leave --preset and --run out");
            }
            Architecture one = architecture == null ? Architecture.ALMT : architecture;
            out().println("Training");
            print(TrainingConfig.TABLE);
            out().println();
            out().println(one.title());
            print(one.settings());
            return;
        }
        if ((preset == null) == (run == null)) {
            throw new UsageError("which model? Give --preset P or --run DIR, and not both");
        }
        if (run != null && architecture != null) {
            throw new UsageError("--model goes with --preset; a run states its own model, so leave --model out");
        }
        Architecture chosen = architecture == null ? Architecture.ALMT : architecture;
        ModelConfig base = preset != null
                ? chosen.sizes(preset)
                : RunFolder.open(run).readConfig().model();
        ModelConfig config = UsageError.check(() -> changed(base));
        PrintWriter out = out();
        config.toMap().forEach((name, value) -> out.printf("%-18s%s%n", name, value));
        out.println();
        ModelTable.of(Architecture.of(config).network(config, null).root()).forEach(out::println);
    }

    private void print(SettingTable table) {
        for (Setting<?> setting : table.settings().values()) {
            out().printf("  %-22s%s%n", setting.name(), setting.meaning());
            out().printf("  %-22s%s%s%n", "", setting.domain().expected(),
                    setting.standard() == null ? "" : "; default: " + setting.standardText());
        }
    }

    private ModelConfig changed(ModelConfig base) {
        ModelConfig config = base;
        for (Map.Entry<String, String> setting : Settings.of(sets).entrySet()) {
            config = config.with(setting.getKey(), setting.getValue());
        }
        return config.checked();
    }
}
