package org.almt.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.almt.cli.option.DataOptions;
import org.almt.cli.output.RunSession;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.data.corrupt.CorruptedDataSet;
import org.almt.language.LanguageModel;
import org.almt.run.RunConfig;
import org.almt.run.RunFolder;
import org.almt.run.Trainer;
import org.almt.saved.Network;

/** {@code almt train --resume DIR}. */
record ResumedRun(Path directory, DataOptions options) {
    void run(RunSession session) throws IOException {
        RunFolder folder = RunFolder.open(directory);
        RunConfig config = folder.readConfig();
        if (folder.isFinished()) {
            session.finishedBefore(folder);
            return;
        }
        if (!Files.exists(folder.last())) {
            throw new IOException(folder.last() + " is missing, from which the run would go on; begin a new run with"
                    + " --out DIR");
        }
        LanguageModel bert = config.language() == null ? null : LanguageModel.open(folder.bert());
        if (bert != null && !bert.sha256().equals(config.language().sha256())) {
            throw new IOException(folder.bert() + " is not the language model that the run began with (its hash is not"
                    + " the one in config.json); begin a new run with --out DIR");
        }
        try (DataSet data = open(config, bert)) {
            if (!data.sha256().equals(config.data().sha256())) {
                throw new IOException("the data are not those that the run of " + directory + " began with: SHA-256 "
                        + data.sha256() + ", expected " + config.data().sha256());
            }
            Network network = config.network(bert);
            session.train(folder, (listener, stop) -> Trainer.resume(folder, config, network, data, listener, stop));
        }
    }

    private DataSet open(RunConfig config, LanguageModel bert) throws IOException {
        DataSet data = options.openAgain(
                config.data(), config.kind(), SplitName.TRAIN, SplitName.VALID, SplitName.TEST);
        return CorruptedDataSet.of(
                options.withTextFor(data, bert, config.language(), directory), config.data().corruptions());
    }
}
