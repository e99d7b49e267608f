package org.almt.data.language;

import java.util.Arrays;
import java.util.List;
import org.almt.data.DataException;
import org.almt.data.Split;
import org.almt.failure.Remedy;
import org.almt.input.TokenRow;
import org.almt.language.TokenTable;
import org.almt.nn.text.BertTokenizer;

/** Makes the token ids of a split's texts. */
final class SplitTokens {
    private SplitTokens() {}

    /**
     * The token ids of a split: made from its transcripts, otherwise the token ids in the data.
     *
     * @throws DataException if it has neither, or if the ids do not belong to this vocabulary
     */
    static TokenTable of(BertTokenizer tokenizer, Split split, int length) throws DataException {
        if (split.rawText(0) == null) {
            return ofIds(split, length, tokenizer.size());
        }
        String[] texts = new String[split.size()];
        Arrays.setAll(texts, split::rawText);
        return TokenTable.of(tokenizer, List.of(texts), length);
    }

    private static TokenTable ofIds(Split split, int length, int vocabulary) throws DataException {
        if (!split.hasTokenIds()) {
            throw new DataException("split " + split.name() + " has neither raw_text nor text_bert, but BERT needs one"
                    + " of them; leave the language model out, or add the transcripts to the file",
                    Remedy.NAME_NO_LANGUAGE_MODEL);
        }
        int given = split.tokenLength();
        int[] row = new int[given];
        int[] ids = new int[Math.multiplyExact(split.size(), length)];
        int[] lengths = new int[split.size()];
        for (int i = 0; i < lengths.length; i++) {
            split.tokens(TokenRow.MASK, i, row, 0);
            int real = (int) Arrays.stream(row).filter(m -> m != 0).count();
            if (real == 0 || real > length || Arrays.stream(row, 0, real).anyMatch(m -> m == 0)) {
                throw new DataException("split " + split.name() + ", sample " + split.id(i) + ": its text_bert has "
                        + real + " tokens; from 1 to " + length + " are needed, followed by padding");
            }
            split.tokens(TokenRow.IDS, i, row, 0);
            for (int t = 0; t < real; t++) {
                if (row[t] < 0 || row[t] >= vocabulary) {
                    throw new DataException("split " + split.name() + ", sample " + split.id(i) + ": token id " + row[t]
                            + " is not one of the " + vocabulary
                            + " of this BERT's vocabulary; give the BERT that made the ids of text_bert");
                }
            }
            System.arraycopy(row, 0, ids, i * length, real);
            lengths[i] = real;
        }
        return new TokenTable(length, ids, lengths);
    }
}
