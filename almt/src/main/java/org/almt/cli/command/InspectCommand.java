package org.almt.cli.command;

import java.nio.file.Path;
import org.almt.data.inspect.FileReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almt inspect}: the contents of a file. */
@Command(
        name = "inspect",
        description = "Describe a pickle, npz, npy or safetensors file: keys, types, shapes, splits, labels,"
                + " lengths, unusable"
                + " values, SHA-256. Nothing in it is executed.",
        footer = {
                "  almt inspect mosi.pkl",
                "  almt inspect runs/mosi-seed1/best.safetensors"
        })
public final class InspectCommand extends AlmtCommand {
    @Parameters(paramLabel = "FILE", description = "The file.")
    private Path file;

    public InspectCommand() {}

    @Override
    void execute() throws Exception {
        FileReport.of(file).lines().forEach(out()::println);
    }
}
