package org.almt.explain;

import java.util.List;
import org.almt.core.Tensor;

/**
 * Attention traced back through the layers to the frames: attention rollout (Abnar and Zuidema, "Quantifying Attention
 * Flow in Transformers", ACL 2020).
 *
 * <pre>
 * A        mean over heads of a layer's attention; rows sum to 1
 * Ê_b = ½ (A_b + I)                        a block of an embedding, with its residual
 * Ê   = (Ê_D … Ê_1)[first T rows]          [T, T+L], over T learned tokens and L frames
 * R_j = A_j Ê                              [T, T+L], A_j the attention of hyper-modality layer j over the T tokens
 * S_j = Ŝ_(j-1) … Ŝ_1 Ê                    [T, T+L], the same for scale j of language, Ŝ_b = ½ (A_b + I) its blocks
 * </pre>
 *
 * All rows of Ê, R_j and S_j sum to 1. The part on the frames is divided by its sum and shown. The part on learned
 * tokens is left out, because these contain no information about the sample.
 *
 * <p>Threads: safe for many at once.
 */
public final class Rollout {
    private Rollout() {}

    /** The mean over heads for one sample of weights [B, H, N, M]: [N, M]. */
    public static double[][] meanOfHeads(Tensor weights, int sample) {
        int heads = weights.shape().size(1);
        int rows = weights.shape().size(2);
        int columns = weights.shape().size(3);
        double[][] mean = new double[rows][columns];
        int at = weights.offset() + sample * heads * rows * columns;
        for (int h = 0; h < heads; h++) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    mean[i][j] += weights.array()[at++] / (double) heads;
                }
            }
        }
        return mean;
    }

    /** Ê [T, T+L] of the blocks of an embedding, first to last, for one sample; I [L, L] without blocks. */
    public static double[][] embedding(List<Tensor> blocks, int sample, int frames) {
        if (blocks.isEmpty()) {
            return identity(frames);
        }
        double[][] rolled = withResidual(meanOfHeads(blocks.get(0), sample));
        for (Tensor block : blocks.subList(1, blocks.size())) {
            rolled = multiply(withResidual(meanOfHeads(block, sample)), rolled);
        }
        return rolled;
    }

    private static double[][] identity(int size) {
        double[][] identity = new double[size][size];
        for (int i = 0; i < size; i++) {
            identity[i][i] = 1;
        }
        return identity;
    }

    /** ½ (A + I). The residual adds the identity: row i of A also passes on column i. */
    public static double[][] withResidual(double[][] attention) {
        double[][] result = new double[attention.length][];
        for (int i = 0; i < result.length; i++) {
            result[i] = attention[i].clone();
            for (int j = 0; j < result[i].length; j++) {
                result[i][j] = (result[i][j] + (i == j ? 1 : 0)) / 2;
            }
        }
        return result;
    }

    /** The matrix product. */
    public static double[][] multiply(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[k].length; j++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    /**
     * The mean over rows of the part on real frames, divided by its sum.
     *
     * @param rows [T, T+L], or [T, L] without tokens
     * @param real [L]
     * @return [L], 0 where a frame is not real
     */
    public static double[] onFrames(double[][] rows, boolean[] real) {
        int tokens = rows[0].length - real.length;
        double[] frames = new double[real.length];
        double sum = 0;
        for (int t = 0; t < frames.length; t++) {
            for (double[] row : rows) {
                frames[t] += real[t] ? row[tokens + t] : 0;
            }
            sum += frames[t];
        }
        for (int t = 0; t < frames.length && sum > 0; t++) {
            frames[t] /= sum;
        }
        return frames;
    }
}
