package org.almt.model.variant;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.mean;
import static org.almt.core.op.Ops.reshape;

import org.almt.core.Tensor;
import org.almt.nn.layer.Gru;
import org.almt.nn.layer.LowRankFusion;
import org.almt.nn.layer.TensorFusion;

/**
 * Fusions other than the Transformer (paper, Tables 4 and 7). With h the mean row of the hyper-modality and l that of
 * language, both of width D:
 *
 * <table>
 *   <caption>The fused row</caption>
 *   <tr><th>kind</th><th>row</th><th>width</th><th>children</th></tr>
 *   <tr><td>none</td><td>h</td><td>D</td><td></td></tr>
 *   <tr><td>add</td><td>h + l</td><td>D</td><td></td></tr>
 *   <tr><td>concat</td><td>(h | l)</td><td>2 D</td><td></td></tr>
 *   <tr><td>tensor</td><td>(1; h) ⊗ (1; l)</td><td>(D + 1)²</td><td></td></tr>
 *   <tr><td>low-rank</td><td>a map of rank 4 of the same product</td><td>D</td><td>{@code lmf}</td></tr>
 *   <tr><td>gru</td><td>the last state after the rows of language, then those of the hyper-modality</td><td>D</td>
 *     <td>{@code gru}</td></tr>
 * </table>
 *
 * <p>The paper does not state the input of its other fusions. The mean is used here: it needs no parameters and works
 * for any number of rows. The head, which is linear, is as wide as the fused row.
 */
public final class Fusions {
    /** The rank: MMSA's for CMU-MOSEI and CH-SIMS; MMSA has 3 for CMU-MOSI. The paper does not state it. */
    private static final int RANK = 4;

    private Fusions() {}

    /** The fusion of a kind, for rows of {@code width} elements. */
    public static FusionStage of(FusionKind kind, int width) {
        return switch (kind) {
            case NONE -> new None(width);
            case ADD -> new Add(width);
            case CONCAT -> new Concat(width);
            case TENSOR -> new OuterProduct(width);
            case LOW_RANK -> new LowRank(width);
            case GRU -> new Recurrent(width);
            case TRANSFORMER -> throw new IllegalArgumentException("fusions: the Transformer is none of these");
        };
    }

    /** A fused vector [B, W] as the only fused row, [B, 1, W]. */
    private static Tensor row(Tensor vector) {
        return reshape(vector, vector.shape().size(0), 1, vector.shape().size(1));
    }

    /**
     * The head reads the hyper-modality, which language has only guided. This variant is in no table of the paper: its
     * "w/o fusion transformer" (Table 4) has the numbers of concatenation (Table 7).
     */
    private static final class None extends FusionStage {
        None(int width) {
            super(width);
        }

        @Override
        public Tensor forward(Tensor hyper, Tensor language) {
            return row(mean(hyper, 1)); // [B, 1, D]
        }
    }

    /** Table 7, add. */
    private static final class Add extends FusionStage {
        Add(int width) {
            super(width);
        }

        @Override
        public Tensor forward(Tensor hyper, Tensor language) {
            return row(add(mean(hyper, 1), mean(language, 1))); // [B, 1, D]
        }
    }

    /** Table 7, concat; also Table 4's "w/o fusion transformer", whose numbers are the same. */
    private static final class Concat extends FusionStage {
        Concat(int width) {
            super(2 * width);
        }

        @Override
        public Tensor forward(Tensor hyper, Tensor language) {
            return row(concat(1, mean(hyper, 1), mean(language, 1))); // [B, 1, 2D]
        }
    }

    /** Table 7, TFN. TFN's own layers between product and head are left out, so that all fusions have the same head. */
    private static final class OuterProduct extends FusionStage {
        OuterProduct(int width) {
            super(TensorFusion.width(width, width));
        }

        @Override
        public Tensor forward(Tensor hyper, Tensor language) {
            return row(TensorFusion.of(mean(hyper, 1), mean(language, 1))); // [B, 1, (D+1)²]
        }
    }

    /** Table 7, LMF. The product is never computed. */
    private static final class LowRank extends FusionStage {
        private final LowRankFusion fusion;

        LowRank(int width) {
            super(width);
            fusion = child("lmf", new LowRankFusion(
                    RANK, width, new LowRankFusion.Part("hyper", width), new LowRankFusion.Part("language", width)));
        }

        @Override
        public Tensor forward(Tensor hyper, Tensor language) {
            return row(fusion.forward(mean(hyper, 1), mean(language, 1))); // [B, 1, D]
        }
    }

    /**
     * Table 7, GRU. The paper gives no order. The hyper-modality comes last, because it is meant to complete language.
     */
    private static final class Recurrent extends FusionStage {
        private final Gru gru;

        Recurrent(int width) {
            super(width);
            gru = child("gru", new Gru(width, width));
        }

        @Override
        public Tensor forward(Tensor hyper, Tensor language) {
            return row(gru.forward(concat(1, language, hyper))); // [B, 1, D]
        }
    }
}
