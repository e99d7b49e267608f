/**
 * BERT (Devlin et al., "BERT: pre-training of deep bidirectional Transformers for language understanding", 2019): it
 * maps token ids to a hidden state for each token. The pooler and the heads of pre-training are left out.
 *
 * <p>Start with {@link org.almt.nn.bert.BertModel}, then {@link org.almt.nn.layer.TransformerBlock}; {@link
 * org.almt.nn.bert.BertBatch} states which rows are computed. Parameter names are those of Hugging Face's {@code
 * BertModel}; {@link org.almt.nn.bert.BertWeights} loads them from a checkpoint.
 *
 * <p>Letters in shapes: B samples, L tokens of a sample including padding, R rows that are computed, D width of a
 * hidden state.
 *
 * <p>Threads: any number of threads may encode with a {@code BertModel} that no thread trains or loads. Each thread
 * needs its own {@code BertBatch}.
 */
package org.almt.nn.bert;
