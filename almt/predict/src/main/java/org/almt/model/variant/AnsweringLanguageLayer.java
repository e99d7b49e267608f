package org.almt.model.variant;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.attention;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.nn.Layer;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.Linear;

/**
 * A hyper-modality layer with the roles of {@code AHL} exchanged: audio and vision ask, and language answers, so that
 * the values of language, not those of audio and vision, fill the hyper-modality,
 *
 * <pre>
 * Z_j = LN(Z_(j-1)) + W_o (softmax(Q_a K_l^T / sqrt E) V_la + softmax(Q_v K_l^T / sqrt E) V_lv)
 * </pre>
 *
 * In no table of the paper (Table 5 exchanges roles in the fusion Transformer, see {@link FusionQuery}). One key
 * projection where the full layer has one query projection, and two of queries where it has two of keys: as many
 * parameters. Row i of audio and of vision are added into row i of the hyper-modality.
 *
 * <p>Children {@code norm1} (language), {@code norm4} (hyper-modality), {@code to_k}, {@code audio} and {@code vision},
 * each with {@code norm}, {@code to_q} and {@code to_v}, and {@code to_out}. B batch, T tokens, D width, H heads, E
 * width of a head.
 */
public final class AnsweringLanguageLayer extends HyperLayer {
    private final int heads;
    private final float scale;
    private final LayerNorm normLanguage;
    private final LayerNorm normHyper;
    private final Linear toK;
    private final List<Asking> asking = new ArrayList<>();
    private final Linear toOut;

    /** For the modalities that are read, one at least. */
    public AnsweringLanguageLayer(Modalities modalities, int width, int heads, int headSize) {
        this.heads = heads;
        scale = (float) (1 / Math.sqrt(headSize));
        int inner = heads * headSize;
        normLanguage = child("norm1", new LayerNorm(width));
        normHyper = child("norm4", new LayerNorm(width));
        toK = child("to_k", Linear.withoutBias(width, inner));
        if (modalities.audio()) {
            asking.add(child("audio", new Asking(true, width, inner)));
        }
        if (modalities.vision()) {
            asking.add(child("vision", new Asking(false, width, inner)));
        }
        toOut = child("to_out", new Linear(inner, width));
    }

    @Override
    public Tensor forward(Tensor language, Tensor audio, Tensor vision, Tensor hyper) {
        Tensor l = normLanguage.forward(language); // [B, T, D]
        Tensor k = toK.forward(l); // [B, T, H*E]
        Tensor answers = answer(asking.get(0), audio, vision, k, l); // [B, T, H*E]
        for (Asking other : asking.subList(1, asking.size())) {
            answers = add(answers, answer(other, audio, vision, k, l)); // [B, T, H*E]
        }
        return add(normHyper.forward(hyper), toOut.forward(answers)); // [B, T, D]
    }

    private Tensor answer(Asking asker, Tensor audio, Tensor vision, Tensor k, Tensor language) {
        Tensor q = asker.toQ.forward(asker.norm.forward(asker.audio ? audio : vision)); // [B, T, H*E]
        return attention(q, k, asker.toV.forward(language), heads, scale); // [B, T, H*E]
    }

    /** The queries of one modality, and the values of language that answer it. */
    private static final class Asking extends Layer {
        /** Whether it is audio, else vision. */
        private final boolean audio;
        private final LayerNorm norm;
        private final Linear toQ;
        private final Linear toV;

        Asking(boolean audio, int width, int inner) {
            this.audio = audio;
            norm = child("norm", new LayerNorm(width));
            toQ = child("to_q", Linear.withoutBias(width, inner));
            toV = child("to_v", Linear.withoutBias(width, inner));
        }
    }
}
