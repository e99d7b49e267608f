package org.almt.baseline;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.expand;
import static org.almt.core.op.Ops.slice;

import org.almt.core.Tensor;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.TransformerBlock;
import org.almt.nn.layer.TransformerStack;
import org.jspecify.annotations.Nullable;

/**
 * A Transformer over learned tokens followed by the given rows, or over the given rows alone:
 *
 * <pre>
 * x = concat(token, rows) + positions      [B, T+L, D]
 * y = blocks(x)                            [B, T+L, D]
 * </pre>
 *
 * <p>Parameters: {@code pos_embedding} [1, T+L, D], drawn from N(0,1), and, if there are tokens, {@code extra_token}
 * [1, T, D], zeros. Child: {@code encoder}. B batch, T tokens, L rows, D width.
 */
final class TokenEncoder extends Layer {
    private final int tokens;
    private final int width;
    private final Tensor positions;
    private final @Nullable Tensor token;
    private final TransformerStack encoder;

    TokenEncoder(int tokens, int rows, int depth, BlockConfig config) {
        this.tokens = tokens;
        width = config.width();
        positions = parameter("pos_embedding", Initialiser.normal(1), 1, tokens + rows, width);
        token = tokens > 0 ? parameter("extra_token", Initialiser.zeros(), 1, tokens, width) : null;
        encoder = child("encoder", new TransformerStack(depth, config));
    }

    /** All rows of the last block for rows [B, L, D]: [B, T+L, D]. */
    Tensor forward(Tensor rows) {
        return encoder.forward(input(rows));
    }

    /** The rows of the tokens in the last block, for rows [B, L, D]: [B, T, D]. */
    Tensor tokenRows(Tensor rows) {
        return slice(forward(rows), 1, 0, tokens);
    }

    /** Like {@link #tokenRows}, but the last block computes the rows of the tokens only. The values are the same. */
    Tensor tokenRowsAlone(Tensor rows) {
        Tensor x = input(rows); // [B, T+L, D]
        for (TransformerBlock block : encoder.blocks().subList(0, encoder.blocks().size() - 1)) {
            x = block.forward(x);
        }
        return encoder.last().forward(slice(x, 1, 0, tokens), x); // [B, T, D]
    }

    private Tensor input(Tensor rows) {
        Tensor all = token == null ? rows : concat(1, expand(token, rows.shape().size(0), tokens, width), rows);
        return add(all, positions); // [B, T+L, D]
    }
}
