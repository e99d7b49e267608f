package org.almt.cli;

import java.nio.file.Path;
import org.almt.data.FileReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almt inspect}: what is in a file. */
@Command(
        name = "inspect",
        description = "Describe a pickle, npz, npy or safetensors file: keys, types, shapes, splits, labels, lengths, unusable"
                + " values, SHA-256. Nothing in it is executed.",
        footer = {
                "  almt inspect mosi.pkl",
                "  almt inspect runs/mosi-seed1/best.safetensors"
        })
final class InspectCommand extends AlmtCommand {
    @Parameters(paramLabel = "FILE", description = "The file.")
    private Path file;

    InspectCommand() {}

    @Override
    void execute() throws Exception {
        FileReport.of(file).lines().forEach(out()::println);
    }
}
