package org.almt.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import org.almt.language.LanguageMode;
import org.almt.language.TextPadding;
import org.almt.saved.LanguageUse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for a language model that makes text features. */
public final class LanguageOptions {
    @Option(
            names = "--bert",
            paramLabel = "DIR|JAR",
            description = "Make text features from the transcripts in the data (raw_text, otherwise text_bert) with"
                    + " this language model: a folder made by 'almt weights', or any form that it reads.")
    private @Nullable Path bert;

    @Option(
            names = "--bert-mode",
            paramLabel = "MODE",
            description = "With --bert: frozen (features are computed once) or finetune (the language model is trained"
                    + " too) (default: frozen).")
    private @Nullable LanguageMode mode;

    @Option(
            names = "--bert-lr",
            paramLabel = "X",
            description = "With finetune: the language model's learning rate (default: as --lr).")
    private @Nullable Double lr;

    @Option(
            names = "--bert-layer-decay",
            paramLabel = "X",
            description = "With finetune: the learning rate of each layer of the language model is X times that of the"
                    + " layer above it (default: 1).")
    private @Nullable Double layerDecay;

    @Option(
            names = "--bert-freeze",
            paramLabel = "N",
            description = "With finetune: freeze the lowest N parts of the language model, which saves time. The first"
                    + " part is the embeddings, then come the layers from the lowest (default: 0).")
    private @Nullable Integer freeze;

    @Option(
            names = "--recompute",
            description = "With finetune: keep only the result of each layer of the language model, and recompute the"
                    + " rest in the backward pass. This takes less memory and more time. Results have the same bits.")
    private boolean recompute;

    @Option(
            names = "--padding",
            paramLabel = "HOW",
            description = "With --bert: the rows after the end of a sentence. masked: zeros (default of frozen)."
                    + " faithful: the language model's hidden states at padding positions, as in the reference"
                    + " (default of finetune).")
    private @Nullable TextPadding padding;

    /** Whether any of these options is given. */
    public boolean isGiven() {
        return bert != null || mode != null || padding != null || tunes();
    }

    /** The path of the language model; null if the data contain text features. */
    public @Nullable Path source() {
        return bert;
    }

    /** The use of the language model; empty if the data contain text features. */
    public Optional<LanguageUse> use() {
        if (bert == null) {
            if (isGiven()) {
                throw new UsageError(
                        "--bert-mode, --bert-lr, --bert-layer-decay, --bert-freeze, --recompute and --padding go with"
                                + " --bert DIR");
            }
            return Optional.empty();
        }
        LanguageMode use = mode == null ? LanguageMode.FROZEN : mode;
        if (tunes() && use == LanguageMode.FROZEN) {
            throw new UsageError(
                    "--bert-lr, --bert-layer-decay, --bert-freeze and --recompute go with --bert-mode finetune; a"
                            + " frozen language model is not trained");
        }
        return Optional.of(new LanguageUse(
                use, padding == null ? use.usualPadding() : padding, lr, layerDecay == null ? 1 : layerDecay,
                freeze == null ? 0 : freeze, recompute));
    }

    /** Whether an option is given that only a trained language model can use. */
    private boolean tunes() {
        return lr != null || layerDecay != null || freeze != null || recompute;
    }
}
