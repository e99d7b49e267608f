package org.almt.nn.layer;

/**
 * The sizes of a Transformer block.
 *
 * @param width D, numbers a row
 * @param heads H
 * @param headWidth E; the inner width of attention is H*E
 * @param hidden inner width of the feed-forward layer
 * @param dropout share of the numbers dropped in training, after each projection back to D and inside the
 *     feed-forward layer; 0 for none
 */
public record BlockSizes(int width, int heads, int headWidth, int hidden, float dropout) {
    /** Without dropout. */
    public BlockSizes(int width, int heads, int headWidth, int hidden) {
        this(width, heads, headWidth, hidden, 0);
    }
}
