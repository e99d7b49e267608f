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
 * A hyper-modality layer with the roles of {@code AHL} exchanged: audio and vision give the queries, language gives
 * keys and values. So the hyper-modality contains the values of language, not those of audio and vision:
 *
 * <pre>
 * Z_j = LN(Z_(j-1)) + W_o (softmax(Q_a K_l^T / sqrt E) V_la + softmax(Q_v K_l^T / sqrt E) V_lv)
 * </pre>
 *
 * This variant is in no table of the paper (Table 5 exchanges roles in the fusion Transformer, see
 * {@link FusionQuery}). It has one key projection and two query projections; the full layer has one query projection
 * and two key projections. So the number of parameters is the same. Row i of audio and row i of vision are added to row
 * i of the hyper-modality.
 *
 * <p>Children: {@code norm1} (language), {@code norm4} (hyper-modality), {@code to_k}, {@code audio} and
 * {@code vision}, each with {@code norm}, {@code to_q} and {@code to_v}, and {@code to_out}. B batch, T tokens, D
 * width, H heads, E width of a head.
 */
public final class AnsweringLanguageLayer extends HyperLayer {
    private final int heads;
    private final float scale;
    private final LayerNorm normLanguage;
    private final LayerNorm normHyper;
    private final Linear toK;
    private final List<ModalityQueries> queries = new ArrayList<>();
    private final Linear toOut;

    /** A layer for the modalities that are read, at least one. */
    public AnsweringLanguageLayer(Modalities modalities, int width, int heads, int headSize) {
        this.heads = heads;
        scale = (float) (1 / Math.sqrt(headSize));
        int inner = heads * headSize;
        normLanguage = child("norm1", new LayerNorm(width));
        normHyper = child("norm4", new LayerNorm(width));
        toK = child("to_k", Linear.withoutBias(width, inner));
        if (modalities.audio()) {
            queries.add(child("audio", new ModalityQueries(true, width, inner)));
        }
        if (modalities.vision()) {
            queries.add(child("vision", new ModalityQueries(false, width, inner)));
        }
        toOut = child("to_out", new Linear(inner, width));
    }

    @Override
    public Tensor forward(Tensor language, Tensor audio, Tensor vision, Tensor hyper) {
        Tensor l = normLanguage.forward(language); // [B, T, D]
        Tensor k = toK.forward(l); // [B, T, H*E]
        Tensor answers = answer(queries.get(0), audio, vision, k, l); // [B, T, H*E]
        for (ModalityQueries other : queries.subList(1, queries.size())) {
            answers = add(answers, answer(other, audio, vision, k, l)); // [B, T, H*E]
        }
        return add(normHyper.forward(hyper), toOut.forward(answers)); // [B, T, D]
    }

    private Tensor answer(ModalityQueries from, Tensor audio, Tensor vision, Tensor k, Tensor language) {
        Tensor q = from.toQ.forward(from.norm.forward(from.audio ? audio : vision)); // [B, T, H*E]
        return attention(q, k, from.toV.forward(language), heads, scale); // [B, T, H*E]
    }

    /** The queries of one modality, and the projection of language to values for it. */
    private static final class ModalityQueries extends Layer {
        /** True for audio, false for vision. */
        private final boolean audio;
        private final LayerNorm norm;
        private final Linear toQ;
        private final Linear toV;

        ModalityQueries(boolean audio, int width, int inner) {
            this.audio = audio;
            norm = child("norm", new LayerNorm(width));
            toQ = child("to_q", Linear.withoutBias(width, inner));
            toV = child("to_v", Linear.withoutBias(width, inner));
        }
    }
}
