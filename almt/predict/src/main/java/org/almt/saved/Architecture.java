package org.almt.saved;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.almt.baseline.Cenet;
import org.almt.baseline.Chfn;
import org.almt.baseline.Fdmer;
import org.almt.baseline.Imder;
import org.almt.baseline.Lmf;
import org.almt.baseline.Lnln;
import org.almt.baseline.Misa;
import org.almt.baseline.Mmim;
import org.almt.baseline.Mult;
import org.almt.baseline.SelfMm;
import org.almt.baseline.Tfn;
import org.almt.config.SettingTable;
import org.almt.core.Shape;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.nn.bert.BertModel;
import org.almt.saved.BaselineArchitecture.TextUse;
import org.jspecify.annotations.Nullable;

/**
 * A kind of model that a run can train. It joins a model, its sizes, its default settings and its {@link Network}. To
 * add a kind, add it to {@link #ALL}: {@code config.json} and all commands then accept it.
 *
 * <p>Threads: safe for many at once.
 */
public interface Architecture {
    /** The Adaptive Language-guided Multimodal Transformer. */
    Architecture ALMT = new AlmtArchitecture();

    /** All architectures, ALMT first. */
    List<Architecture> ALL = List.of(
            ALMT,
            new BaselineArchitecture("TFN", Tfn.SCHEMA, TextUse.FEATURES, false, Tfn::new),
            new BaselineArchitecture("LMF", Lmf.SCHEMA, TextUse.FEATURES, false, Lmf::new),
            new BaselineArchitecture("MulT", Mult.SCHEMA, TextUse.FEATURES, true, Mult::new),
            new BaselineArchitecture("MISA", Misa.SCHEMA, TextUse.EITHER, false, Misa::new),
            new BaselineArchitecture("Self-MM", SelfMm.SCHEMA, TextUse.EITHER, false, SelfMm::new),
            new BaselineArchitecture("MMIM", Mmim.SCHEMA, TextUse.EITHER, false, Mmim::new),
            new BaselineArchitecture("CENET", Cenet.SCHEMA, TextUse.INSIDE, false, Cenet::new),
            new BaselineArchitecture("IMDer", Imder.SCHEMA, TextUse.FEATURES, true, Imder::new),
            new BaselineArchitecture("LNLN", Lnln.SCHEMA, TextUse.FEATURES, false, Lnln::new),
            new BaselineArchitecture("CHFN (reconstruction)", Chfn.SCHEMA, TextUse.EITHER, true, Chfn::new),
            new BaselineArchitecture("FDMER (reconstruction)", Fdmer.SCHEMA, TextUse.EITHER, false, Fdmer::new));

    /** The name on the command line and in {@code config.json}. */
    String label();

    /** The name as written in papers. */
    String title();

    /** The sizes and options of its models. */
    SettingTable settings();

    /** Reads sizes and options under {@link ModelConfig#toMap}'s names. Values may be numbers or text. */
    ModelConfig config(Map<String, ?> map);

    /** The default sizes for a data set. */
    ModelConfig sizes(Preset preset);

    /**
     * The sizes of the model with parameters of the given shapes. Sizes that do not follow from shapes are those of
     * {@code base}.
     */
    ModelConfig sizes(Map<String, Shape> weights, ModelConfig base);

    /**
     * The default training settings for a data set, by their names in {@code config.json}, as far as they differ from
     * the reference's.
     */
    Map<String, Object> usualTraining(Preset preset);

    /** Whether a text encoder can be trained as part of the model. */
    boolean finetunes();

    /** Whether the model needs a text encoder that is trained as part of it. */
    default boolean needsTextEncoder() {
        return false;
    }

    /** Whether micro-batches give the gradients of the full batch; false for models with batch normalisation. */
    boolean takesBatchesInParts();

    /** The smallest batch for which its losses are defined. */
    default int leastBatch() {
        return 1;
    }

    /** A network whose parameters are not loaded yet. It contains the text encoder if one is given. */
    Network network(ModelConfig config, @Nullable BertModel bert);

    /** The same with parameters drawn from a seed, except those of the text encoder, which are kept. */
    Network network(ModelConfig config, @Nullable BertModel bert, long seed);

    /** The architecture with a name. */
    static Architecture of(String label) {
        return ALL.stream().filter(one -> one.label().equals(label)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("model: there is no '" + label + "'; known are "
                        + ALL.stream().map(Architecture::label).collect(Collectors.joining(", "))));
    }

    /** The architecture to which the sizes belong. */
    static Architecture of(ModelConfig config) {
        return of(config.architecture());
    }
}
