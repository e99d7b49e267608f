package org.almt.data.language;

import java.util.HashMap;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.input.RecordedProgram;
import org.almt.language.LanguageModel;
import org.almt.language.TextPadding;
import org.almt.language.TokenTable;
import org.almt.nn.bert.BertBatch;
import org.almt.nn.bert.BertModel;

/** Computes BERT's last hidden states of the texts of a table, some texts at a time. No bit depends on their number. */
final class HiddenStates {
    /** The texts computed at a time: some 300 rows of real sentences, at which matrix products reach full speed. */
    private static final int TEXTS = 16;

    /** The number of rows of a batch is rounded up to a multiple of this, so that few programs serve all batches. */
    private static final int ROWS_STEP = 64;

    private final BertModel bert;
    private final TokenTable tokens;
    private final TextPadding padding;
    private final Workspace workspace = new Workspace();
    private final Map<Size, RecordedProgram<BertBatch>> bySize = new HashMap<>();

    private record Size(int texts, int rows) {}

    /** Receives the rows of a text: {@code array} from {@code at} on, {@link TokenTable#rows} rows. */
    interface Sink<E extends Exception> {
        void accept(int text, int rows, float[] array, int at) throws E;
    }

    HiddenStates(BertModel bert, TokenTable tokens, TextPadding padding) {
        this.bert = bert;
        this.tokens = tokens;
        this.padding = padding;
    }

    /**
     * Computes texts {@code from} to {@code to - 1} and passes on their rows in order.
     *
     * @throws IllegalStateException if a number is not finite
     */
    <E extends Exception> void compute(int from, int to, Sink<E> sink) throws E {
        int width = bert.config().hidden();
        for (int first = from; first < to; first += TEXTS) {
            int texts = Math.min(TEXTS, to - first);
            int[] mask = tokens.mask(first, texts);
            int rows = padding == TextPadding.MASKED
                    ? Math.ceilDiv(BertBatch.tokens(mask), ROWS_STEP) * ROWS_STEP
                    : texts * tokens.length();
            RecordedProgram<BertBatch> model = bySize.computeIfAbsent(new Size(texts, rows), this::record);
            model.inputs().set(tokens.ids(first, texts), mask);
            Tensor states = model.program().forward(); // [R, D]
            int at = states.offset();
            for (int text = first; text < first + texts; text++) {
                int count = tokens.rows(text, padding);
                LanguageModel.requireFinite(states.array(), at, count * width, width);
                sink.accept(text, count, states.array(), at);
                at += count * width;
            }
        }
    }

    private RecordedProgram<BertBatch> record(Size size) {
        BertBatch batch = padding == TextPadding.MASKED
                ? BertBatch.packed(size.texts, tokens.length(), size.rows)
                : BertBatch.padded(size.texts, tokens.length());
        bert.train(false);
        return RecordedProgram.withoutGradients(batch, workspace, bert::rows);
    }
}
