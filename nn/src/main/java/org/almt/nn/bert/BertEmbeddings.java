package org.almt.nn.bert;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.LayerNorm;

/**
 * What a token starts as: the sum of the vectors of its word, its segment and its position, normalised.
 *
 * <p>Parameters {@code word_embeddings.weight} [vocabulary, D], {@code position_embeddings.weight} [positions, D], {@code
 * token_type_embeddings.weight} [types, D] and {@code LayerNorm}. The word {@value #PADDING} is padding and gets no
 * gradient, as in Hugging Face's implementation.
 */
public final class BertEmbeddings extends Layer {
    /** The id of padding. */
    public static final int PADDING = 0;

    private final Tensor words;
    private final Tensor positions;
    private final Tensor types;
    private final LayerNorm norm;
    private final Dropout dropout;

    BertEmbeddings(BertConfig config) {
        Initialiser normal = BertModel.initialiser();
        words = parameter("word_embeddings.weight", normal, config.vocabulary(), config.hidden());
        positions = parameter("position_embeddings.weight", normal, config.positions(), config.hidden());
        types = parameter("token_type_embeddings.weight", normal, config.types(), config.hidden());
        norm = child("LayerNorm", new LayerNorm(config.hidden(), config.eps()));
        dropout = child("dropout", new Dropout(config.dropout()));
    }

    /** [R, D]. */
    Tensor forward(BertBatch batch) {
        Tensor word = Ops.embedding(words, batch.words(), PADDING); // [R, D]
        Tensor type = Ops.embedding(types, batch.types()); // [R, D]
        Tensor position = Ops.embedding(positions, batch.positions()); // [R, D]
        Tensor sum = Ops.add(Ops.add(word, type), position);
        return dropout.forward(norm.forward(sum), batch.rowNumbers());
    }
}
