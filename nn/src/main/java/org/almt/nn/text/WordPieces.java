package org.almt.nn.text;

import java.util.Arrays;

/**
 * The second half of BERT's tokeniser. A word is split from its start into the longest pieces that the vocabulary has.
 * A word that cannot be split to its end, or is too long, is one unknown piece. This class collects the pieces of one
 * text.
 */
final class WordPieces implements BasicTokenizer.Sink {
    private final Vocabulary vocabulary;
    private final int unknown;
    private final int maxWordLength;
    private final int limit;

    private int[] ids = new int[64];
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int count;

    /** Collects pieces, and accepts no more words after more than {@code limit} pieces. */
    WordPieces(Vocabulary vocabulary, int unknown, int maxWordLength, int limit) {
        this.vocabulary = vocabulary;
        this.unknown = unknown;
        this.maxWordLength = maxWordLength;
        this.limit = limit;
    }

    @Override
    public boolean accept(Word word) {
        int before = count;
        boolean known = word.characters() <= maxWordLength;
        for (int from = 0; from < word.length() && known;) {
            int to = Math.min(word.length(), from + vocabulary.longest());
            int id = -1;
            while (to > from && (id = id(word.substring(from, to), from)) < 0) {
                to--;
            }
            known = id >= 0;
            if (known) {
                add(id, word.start(from), word.end(to));
                from = to;
            }
        }
        if (!known) {
            count = before;
            add(unknown, word.start(0), word.end(word.length()));
        }
        return count <= limit;
    }

    /** Receives an added token. Returns whether more are wanted. */
    boolean token(int id, int start, int end) {
        add(id, start, end);
        return count <= limit;
    }

    private int id(String piece, int from) {
        return from == 0 ? vocabulary.id(piece) : vocabulary.continuation(piece);
    }

    private void add(int id, int start, int end) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ids[count] = id;
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    /** The collected pieces, up to the limit, between the two special tokens. */
    Encoding between(int first, int last) {
        int kept = Math.min(count, limit);
        int[] tokens = new int[kept + Encoding.SPECIAL];
        int[] from = new int[tokens.length];
        int[] to = new int[tokens.length];
        System.arraycopy(ids, 0, tokens, 1, kept);
        System.arraycopy(starts, 0, from, 1, kept);
        System.arraycopy(ends, 0, to, 1, kept);
        tokens[0] = first;
        tokens[kept + 1] = last;
        from[0] = kept == 0 ? 0 : from[1];
        to[0] = from[0];
        from[kept + 1] = kept == 0 ? 0 : to[kept];
        to[kept + 1] = from[kept + 1];
        return new Encoding(tokens, from, to, count > limit);
    }
}
