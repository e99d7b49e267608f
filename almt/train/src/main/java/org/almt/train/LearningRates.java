package org.almt.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.nn.Parameters;
import org.almt.nn.optim.AdamW;
import org.almt.saved.LanguageUse;
import org.almt.saved.Network;
import org.jspecify.annotations.Nullable;

/**
 * The learning rates of parameters. A text encoder may have its own rate, which decreases from layer to layer downwards
 * (Howard and Ruder, "Universal language model fine-tuning for text classification", 2018). With n layers, layer i = 0
 * … n - 1 has the encoder's rate times decay^(n - 1 - i), and the embeddings below have the factor decay^n.
 *
 * <p>Threads: one at a time.
 */
public final class LearningRates {
    private static final String BERT = "bertmodel.";
    private static final String LAYER = "bertmodel.model.encoder.layer.";

    private final Network network;
    private final double lr;
    private final double decay;
    private final double bertLr;
    private final double layerDecay;
    /** The factors of the rate of groups of the network, filled while parameters are assigned to groups. */
    private final Map<String, Double> shares = new LinkedHashMap<>();
    /** In the same way, the weight decays that differ from the run's. */
    private final Map<String, Double> decays = new LinkedHashMap<>();

    /**
     * The rates of a run.
     *
     * @param language the text encoder's settings, if one is trained
     */
    public LearningRates(TrainingConfig training, @Nullable LanguageUse language, Network network) {
        this.network = network;
        lr = training.lr();
        decay = training.weightDecay();
        LanguageUse finetuned = language != null && language.finetunes() ? language : null;
        bertLr = finetuned == null || finetuned.lr() == null ? lr : finetuned.lr();
        layerDecay = finetuned == null ? 1 : finetuned.layerDecay();
    }

    /** Whether a parameter belongs to a text encoder. */
    static boolean isOfBert(String parameter) {
        return parameter.startsWith(BERT);
    }

    /** The optimiser's group of a parameter. */
    String group(String parameter) {
        if (!isOfBert(parameter)) {
            double share = network.rate(parameter);
            double own = network.decay(parameter, decay);
            String group = share == 1 ? Parameters.ALL : "rate " + share;
            if (own != decay) {
                group += " decay " + own;
                decays.put(group, own);
            }
            shares.put(group, share);
            return group;
        }
        if (layerDecay == 1) {
            return BERT;
        }
        return parameter.startsWith(LAYER)
                ? parameter.substring(0, parameter.indexOf('.', LAYER.length()))
                : BERT;
    }

    /** Sets the weight decays of groups that have their own. */
    void setDecays(AdamW optimiser) {
        decays.forEach(optimiser::weightDecay);
    }

    /** The rate of all parameters outside a text encoder, at a factor of the schedule. */
    double lr(double factor) {
        return lr * factor;
    }

    /** Sets all rates, at a factor of the schedule. */
    void set(AdamW optimiser, double factor) {
        shares.forEach((group, share) -> optimiser.learningRate(group, lr(factor) * share));
        List<String> encoder =
                optimiser.parameters().groups().stream().map(Parameters.Group::name)
                        .filter(name -> name.startsWith(BERT)).toList();
        for (int depth = 0; depth < encoder.size(); depth++) { // embeddings come first, then the layers in order
            double share = StrictMath.pow(layerDecay, encoder.size() - 1 - depth);
            optimiser.learningRate(encoder.get(depth), bertLr * factor * share);
        }
    }
}
