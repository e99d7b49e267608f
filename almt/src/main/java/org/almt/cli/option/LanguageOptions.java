package org.almt.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import org.almt.language.LanguageMode;
import org.almt.language.TextPadding;
import org.almt.saved.LanguageUse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A language model that makes text features, and how it is used. */
public final class LanguageOptions {
    @Option(
            names = "--bert",
            paramLabel = "DIR|JAR",
            description = "Make text features of the transcripts in the data (raw_text, else text_bert) with this"
                    + " language model: what 'almt weights' made, or anything that it reads.")
    private @Nullable Path bert;

    @Option(
            names = "--bert-mode",
            paramLabel = "MODE",
            description = "Beside --bert: frozen (features are computed once) or finetune (it learns with the rest)"
                    + " (default: frozen).")
    private @Nullable LanguageMode mode;

    @Option(
            names = "--bert-lr",
            paramLabel = "X",
            description = "Beside finetune: the language model's learning rate (default: as --lr).")
    private @Nullable Double lr;

    @Option(
            names = "--bert-layer-decay",
            paramLabel = "X",
            description = "Beside finetune: each layer of the language model learns at X times the rate of the layer"
                    + " above it (default: 1).")
    private @Nullable Double layerDecay;

    @Option(
            names = "--bert-freeze",
            paramLabel = "N",
            description = "Beside finetune: the lowest N parts of the language model do not learn, which saves time:"
                    + " the embeddings first, then the layers from the lowest (default: 0).")
    private @Nullable Integer freeze;

    @Option(
            names = "--recompute",
            description = "Beside finetune: hold of each layer of the language model its result alone, and compute the"
                    + " rest again in the backward pass: less memory, more time, the same bits.")
    private boolean recompute;

    @Option(
            names = "--padding",
            paramLabel = "HOW",
            description = "Beside --bert, behind the end of a sentence: masked (zeros; default of frozen) or faithful"
                    + " (the language model's hidden states at padding positions, as in the reference; default of"
                    + " finetune).")
    private @Nullable TextPadding padding;

    /** Whether any of these options is given. */
    public boolean isGiven() {
        return bert != null || mode != null || padding != null || tunes();
    }

    /** Where the language model is; null if the data bring text features. */
    public @Nullable Path source() {
        return bert;
    }

    /** How it is used; empty if the data bring text features. */
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
                            + " frozen language model does not learn");
        }
        return Optional.of(new LanguageUse(
                use, padding == null ? use.usualPadding() : padding, lr, layerDecay == null ? 1 : layerDecay,
                freeze == null ? 0 : freeze, recompute));
    }

    /** Whether an option is there that makes sense for a language model that learns alone. */
    private boolean tunes() {
        return lr != null || layerDecay != null || freeze != null || recompute;
    }
}
