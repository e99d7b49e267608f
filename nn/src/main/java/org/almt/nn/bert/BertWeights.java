package org.almt.nn.bert;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.almt.core.op.Checks;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.LoadReport;
import org.almt.nn.checkpoint.Weights;

/**
 * Loads a checkpoint with Hugging Face's names into a {@link BertModel}. The names may have the prefix {@code bert.},
 * as in models with a head, or {@code bertmodel.model.}, as in ALMT's reference implementation. The rest of such a file
 * is ignored.
 *
 * <p>Threads: one at a time for each model.
 */
public final class BertWeights {
    private static final List<String> PREFIXES = List.of("", "bert.", "bertmodel.model.");

    private static final String FIRST = "embeddings.word_embeddings.weight";

    /** The tensors of a model's file that the encoder does not use: the pooler, heads, and positions as a buffer. */
    private static final Pattern UNUSED = Pattern.compile("pooler\\..*|cls\\..*|embeddings\\.position_ids");

    private BertWeights() {}

    /**
     * Loads all parameters, tensor by tensor.
     *
     * @throws CheckpointException if a tensor is missing, unexpected or of another shape; the message lists them, and
     *     the model is unchanged. Also if a value cannot be read, or is NaN or infinite; some parameters have then
     *     changed
     */
    public static LoadReport load(Checkpoint checkpoint, BertModel model) throws CheckpointException {
        Checks.given("BertWeights.load", "checkpoint", checkpoint);
        Checks.given("BertWeights.load", "model", model);
        String prefix = prefix(checkpoint);
        LoadReport report = Weights.load(checkpoint, model.parameters(), name -> name.startsWith(prefix)
                ? Optional.of(name.substring(prefix.length())).filter(part -> !UNUSED.matcher(part).matches())
                : Optional.empty());
        Weights.requireFinite(checkpoint.path(), model.parameters());
        return report;
    }

    private static String prefix(Checkpoint checkpoint) throws CheckpointException {
        for (String prefix : PREFIXES) {
            if (checkpoint.tensors().containsKey(prefix + FIRST)) {
                return prefix;
            }
        }
        return "";
    }
}
