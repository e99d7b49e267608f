package org.almt.explain.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.almt.data.Split;
import org.almt.data.synthetic.SyntheticSplit;
import org.almt.explain.Frames;
import org.almt.explain.split.TextPiece.Kind;
import org.almt.input.TokenRow;
import org.almt.language.LanguageModel;
import org.almt.nn.text.BertTokenizer;
import org.almt.nn.text.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * Assigns rows of text features to words. With a language model, its tokeniser gives the position of each token in the
 * text, and the pieces of a word are joined. Without one, rows are assigned to the words of the transcript if their
 * numbers are equal, or differ by the two special tokens around the text. The sentence must be complete: a sentence
 * that fills all rows may have lost its end, and the number of its words could then match by chance. Otherwise only
 * positions are known.
 */
public final class TextPieces {
    private static final String CONTINUES = "##";
    private static final String FIRST = "[CLS]";
    private static final String LAST = "[SEP]";

    private TextPieces() {}

    /**
     * The pieces of one sample.
     *
     * @param real whether each row is not padding
     *
     * @param language the model that made the rows, or null
     */
    public static List<TextPiece> of(Split split, int sample, boolean[] real, @Nullable LanguageModel language) {
        int[] rows = Frames.positions(real);
        String text = split.rawText(sample);
        if (language != null && text != null) {
            return ofText(text, language.tokenizer(), real.length);
        }
        if (language != null && split.hasTokenIds()) {
            return ofIds(split, sample, language.tokenizer(), rows);
        }
        return ofWords(text == null ? "" : text, isWhole(split, sample, real.length, rows), rows);
    }

    /** Whether the rows are certainly the complete sentence, without gaps. */
    private static boolean isWhole(Split split, int sample, int length, int... rows) {
        if (rows.length == 0 || rows[rows.length - 1] - rows[0] + 1 != rows.length) {
            return false;
        }
        return rows.length < length || split instanceof SyntheticSplit // sentences of the embedded data always fit
                || split.hasTokenIds() && rows.length < split.tokenLength() && tokens(split, sample) == rows.length;
    }

    /** The number of tokens of a sentence, without padding. */
    private static int tokens(Split split, int sample) {
        int[] mask = new int[split.tokenLength()];
        split.tokens(TokenRow.MASK, sample, mask, 0);
        return Arrays.stream(mask).sum();
    }

    /** The pieces by the spans of tokens. */
    static List<TextPiece> ofText(String text, BertTokenizer tokenizer, int length) {
        Encoding encoding = tokenizer.encode(text, length);
        List<String> tokens = tokenizer.tokens(encoding);
        int last = encoding.length() - 1;
        List<TextPiece> pieces = new ArrayList<>();
        pieces.add(new TextPiece(FIRST, Kind.MARK, 0));
        int shown = 0;
        for (int from = 1; from < last;) {
            int to = from + 1;
            while (to < last && tokens.get(to).startsWith(CONTINUES)) {
                to++;
            }
            int start = Math.max(shown, encoding.starts()[from]); // one character may have become several tokens
            int end = Math.max(start, encoding.ends()[to - 1]);
            between(pieces, text, shown, start);
            if (end > start) {
                pieces.add(new TextPiece(text.substring(start, end), Kind.WORD, range(from, to)));
            } else {
                joinLast(pieces, range(from, to));
            }
            shown = end;
            from = to;
        }
        between(pieces, text, shown, text.length());
        pieces.add(new TextPiece(LAST, Kind.MARK, last));
        return pieces;
    }

    private static void between(List<TextPiece> pieces, String text, int from, int to) {
        if (to > from) {
            pieces.add(new TextPiece(text.substring(from, to), Kind.BETWEEN));
        }
    }

    /** Adds rows to the last word: they belong to the same character. */
    private static void joinLast(List<TextPiece> pieces, int... rows) {
        TextPiece word = pieces.removeLast();
        int[] all = IntStream.concat(Arrays.stream(word.rows()), Arrays.stream(rows)).toArray();
        pieces.add(new TextPiece(word.text(), word.kind(), all));
    }

    private static List<TextPiece> ofIds(Split split, int sample, BertTokenizer tokenizer, int... rows) {
        int[] ids = new int[split.tokenLength()];
        split.tokens(TokenRow.IDS, sample, ids, 0);
        List<TextPiece> pieces = new ArrayList<>();
        for (int row : rows) {
            String token = tokenizer.token(ids[row]);
            if (token.startsWith(CONTINUES) && !pieces.isEmpty()) {
                TextPiece word = pieces.removeLast();
                String whole = word.text() + token.substring(CONTINUES.length());
                int[] all = IntStream.concat(Arrays.stream(word.rows()), IntStream.of(row)).toArray();
                pieces.add(new TextPiece(whole, word.kind(), all));
            } else {
                Kind kind = token.equals(FIRST) || token.equals(LAST) ? Kind.MARK : Kind.WORD;
                between(pieces, " ", 0, pieces.isEmpty() ? 0 : 1);
                pieces.add(new TextPiece(token, kind, row));
            }
        }
        return pieces;
    }

    private static List<TextPiece> ofWords(String text, boolean whole, int... rows) {
        String[] words = text.isBlank() ? new String[0] : text.strip().split("\\s+");
        int marks = rows.length - words.length;
        boolean fits = whole && words.length > 0 && (marks == 0 || marks == 2);
        List<TextPiece> pieces = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            int word = i - marks / 2;
            between(pieces, " ", 0, i == 0 ? 0 : 1);
            if (!fits) {
                pieces.add(new TextPiece(Integer.toString(rows[i] + 1), Kind.POSITION, rows[i]));
            } else if (word < 0 || word >= words.length) {
                pieces.add(new TextPiece(word < 0 ? FIRST : LAST, Kind.MARK, rows[i]));
            } else {
                pieces.add(new TextPiece(words[word], Kind.WORD, rows[i]));
            }
        }
        return pieces;
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
