package org.almt.nn.bert;

import static org.almt.core.op.Ops.add;

import org.almt.core.Tensor;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.Embedding;
import org.almt.nn.layer.LayerNorm;

/**
 * The first rows of BERT. The row of a token is the normalised sum of three vectors: those of its word, its segment and
 * its position.
 *
 * <p>Children {@code word_embeddings} [vocabulary, D], {@code position_embeddings} [positions, D], {@code
 * token_type_embeddings} [types, D] and {@code LayerNorm}. The word with id {@value #PADDING} is padding and gets no
 * gradient, as in Hugging Face's implementation.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class BertEmbeddings extends Layer {
    /** The id of padding. */
    public static final int PADDING = 0;

    private final Embedding words;
    private final Embedding positions;
    private final Embedding types;
    private final LayerNorm norm;
    private final Dropout dropout;

    BertEmbeddings(BertConfig config) {
        Initialiser normal = BertModel.initialiser();
        int width = config.hidden();
        words = child("word_embeddings", Embedding.withPadding(config.vocabulary(), width, normal, PADDING));
        positions = child("position_embeddings", new Embedding(config.positions(), width, normal));
        types = child("token_type_embeddings", new Embedding(config.types(), width, normal));
        norm = child("LayerNorm", new LayerNorm(width, config.eps()));
        dropout = child("dropout", new Dropout(config.dropout()));
    }

    /** The tokens of a batch give [R, D]. */
    Tensor forward(BertBatch batch) {
        Tensor word = words.forward(batch.words()); // [R, D]
        Tensor type = types.forward(batch.types()); // [R, D]
        Tensor position = positions.forward(batch.positions()); // [R, D]
        Tensor sum = add(add(word, type), position); // [R, D]
        return dropout.forward(norm.forward(sum), batch.rowNumbers());
    }
}
