package org.almt.nn.bert;

import java.util.Arrays;
import org.almt.core.random.RandomStream;

/** Token ids of made-up texts of different lengths, padded. */
record TokenTexts(int samples, int length, int[] ids, int[] mask, int[] types) {
    /** Texts over {@code vocabulary} words. The first word is padding. */
    static TokenTexts random(long seed, int samples, int length, int vocabulary) {
        RandomStream random = new RandomStream(seed, 7);
        int[] ids = new int[samples * length];
        int[] mask = new int[samples * length];
        int[] types = new int[samples * length];
        for (int b = 0; b < samples; b++) {
            int tokens = 1 + random.nextInt(length);
            for (int i = 0; i < tokens; i++) {
                ids[b * length + i] = 1 + random.nextInt(vocabulary - 1);
                mask[b * length + i] = 1;
                types[b * length + i] = i > tokens / 2 ? 1 : 0;
            }
        }
        return new TokenTexts(samples, length, ids, mask, types);
    }

    TokenTexts part(int from, int count) {
        return new TokenTexts(count, length, cut(ids, from, count), cut(mask, from, count), cut(types, from, count));
    }

    private int[] cut(int[] all, int from, int count) {
        return Arrays.copyOfRange(all, from * length, (from + count) * length);
    }

    int tokens() {
        return BertBatch.tokens(mask);
    }

    void into(BertBatch batch) {
        batch.set(ids, mask, types, 0);
    }

    BertBatch padded() {
        BertBatch batch = BertBatch.padded(samples, length);
        into(batch);
        return batch;
    }

    BertBatch packed(int spareRows) {
        BertBatch batch = BertBatch.packed(samples, length, tokens() + spareRows);
        into(batch);
        return batch;
    }
}
