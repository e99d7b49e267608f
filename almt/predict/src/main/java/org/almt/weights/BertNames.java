package org.almt.weights;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.RenamedCheckpoint.Source;

/**
 * Maps the parameter names in files of a BERT to the names of Hugging Face's {@code BertModel}.
 *
 * <table>
 *   <caption>One part, three names</caption>
 *   <tr><th>BertModel</th><th>with a head, or old</th><th>TensorFlow</th></tr>
 *   <tr><td>{@code encoder.layer.3.output.dense.weight}</td><td>{@code bert.} before it</td>
 *       <td>{@code bert/encoder/layer_3/output/dense/kernel}, {@code [in, out]}</td></tr>
 *   <tr><td>{@code embeddings.LayerNorm.weight}</td><td>{@code bert.embeddings.LayerNorm.gamma}</td>
 *       <td>{@code bert/embeddings/LayerNorm/gamma}</td></tr>
 *   <tr><td>{@code embeddings.word_embeddings.weight}</td><td>{@code bert.} before it</td>
 *       <td>{@code bert/embeddings/word_embeddings}</td></tr>
 * </table>
 *
 * <p>Heads, optimiser states and buffers are left out.
 */
final class BertNames {
    private static final Pattern OURS = Pattern.compile("(embeddings|encoder|pooler)\\..*");
    private static final Pattern TF_LAYER = Pattern.compile("/layer_(\\d+)/");
    private static final Pattern TF_OPTIMISER = Pattern.compile(".*/(adam|lamb)_[mv](_\\d+)?");
    private static final String TF_WORDS = "embeddings/word_embeddings";

    private BertNames() {}

    /** The parameters of a checkpoint with PyTorch's names. */
    static Map<String, Source> pyTorch(Checkpoint file) throws CheckpointException {
        Map<String, Source> identity = new LinkedHashMap<>();
        file.tensors().keySet().forEach(name -> identity.put(name, new Source(name, false)));
        return pyTorch(file, identity);
    }

    /** The same for names that replace others, such as those recovered from an ONNX file. */
    static Map<String, Source> pyTorch(Checkpoint file, Map<String, Source> names) throws CheckpointException {
        String prefix = prefix(file, names.keySet(), BertConfigFile.WORDS);
        Map<String, Source> sources = new LinkedHashMap<>();
        for (Map.Entry<String, Source> entry : names.entrySet()) {
            if (entry.getKey().startsWith(prefix)) {
                String name = entry.getKey().substring(prefix.length())
                        .replaceFirst("LayerNorm\\.gamma$", "LayerNorm.weight")
                        .replaceFirst("LayerNorm\\.beta$", "LayerNorm.bias");
                if (OURS.matcher(name).matches() && !name.equals("embeddings.position_ids")) {
                    put(file, sources, name, entry.getValue());
                }
            }
        }
        return sources;
    }

    /** The parameters of a checkpoint with the names of BERT's first code. */
    static Map<String, Source> tensorFlow(Checkpoint file) throws CheckpointException {
        String prefix = prefix(file, file.tensors().keySet(), TF_WORDS);
        Map<String, Source> sources = new LinkedHashMap<>();
        for (String theirs : file.tensors().keySet()) {
            if (theirs.startsWith(prefix) && !TF_OPTIMISER.matcher(theirs).matches()) {
                boolean kernel = theirs.endsWith("/kernel");
                String name = TF_LAYER.matcher(theirs.substring(prefix.length())).replaceFirst("/layer.$1/")
                        .replaceFirst("/(kernel|gamma)$", "/weight")
                        .replaceFirst("/beta$", "/bias")
                        .replaceFirst("_embeddings$", "_embeddings/weight")
                        .replace('/', '.');
                if (OURS.matcher(name).matches()) {
                    put(file, sources, name, new Source(theirs, kernel));
                }
            }
        }
        return sources;
    }

    /** The prefix of the name that every BERT has. */
    private static String prefix(Checkpoint file, Collection<String> names, String words) throws CheckpointException {
        String prefix = null;
        for (String name : names) {
            if (name.equals(words) || name.endsWith("." + words) || name.endsWith("/" + words)) {
                if (prefix != null) {
                    throw new CheckpointException(file.path(), "holds more than one BERT", "give a file with one");
                }
                prefix = name.substring(0, name.length() - words.length());
            }
        }
        if (prefix == null) {
            throw new CheckpointException(file.path(), "has no tensor " + words + " among its " + names.size()
                    + ", so it is not a BERT", "give a model of the BERT family");
        }
        return prefix;
    }

    private static void put(Checkpoint file, Map<String, Source> sources, String name, Source source)
            throws CheckpointException {
        if (sources.put(name, source) != null) {
            throw new CheckpointException(file.path(), "has two tensors that are both " + name,
                    "give a file that holds each parameter once");
        }
    }
}
