package org.almt.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.data.corrupt.CorruptedDataSet;
import org.almt.failure.RemediableException;
import org.almt.failure.Remedy;
import org.almt.language.LanguageModel;
import org.almt.saved.LanguageConfig;
import org.jspecify.annotations.Nullable;

/** Resumes an existing run. */
record ResumedRun(Path directory, RunData data, RunListener listener) {
    PreparedRun prepare() throws IOException {
        RunFolder folder = RunFolder.open(directory);
        RunConfig config = folder.readConfig();
        if (!Files.exists(folder.last())) {
            throw new RemediableException(folder.last() + " is missing, but the run resumes from it; begin a new"
                    + " run", Remedy.BEGIN_ANEW_ELSEWHERE);
        }
        LanguageConfig language = config.language();
        LanguageModel bert = language == null ? null : LanguageModel.open(folder.bert());
        if (bert != null && language != null && !bert.sha256().equals(language.sha256())) {
            throw new RemediableException(folder.bert() + " is not the language model of this run's start (its hash"
                    + " differs from the one in config.json); begin a new run", Remedy.BEGIN_ANEW_ELSEWHERE);
        }
        DataSet samples = open(config, bert);
        try {
            if (!samples.sha256().equals(config.data().sha256())) {
                throw new IOException("the data are not those that the run of " + directory + " began with: SHA-256 "
                        + samples.sha256() + ", expected " + config.data().sha256());
            }
            return new PreparedRun(config, samples, stop -> Trainer.resume(
                    folder, config, config.network(bert), samples, listener, stop));
        } catch (IOException | RuntimeException | Error e) {
            samples.close();
            throw e;
        }
    }

    private DataSet open(RunConfig config, @Nullable LanguageModel bert) throws IOException {
        DataSet whole = data.reopen(
                config.data(), config.kind(), Optional.ofNullable(bert), SplitName.TRAIN, SplitName.VALID,
                SplitName.TEST);
        LanguageConfig language = config.language();
        return CorruptedDataSet.of(bert == null || language == null
                ? whole
                : RunData.withText(whole, bert, language, directory, listener),
                config.data().corruptions());
    }
}
