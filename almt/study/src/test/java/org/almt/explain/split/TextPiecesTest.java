package org.almt.explain.split;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.almt.data.DataSet;
import org.almt.data.ForwardingSplit;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.data.synthetic.SyntheticSizes;
import org.almt.explain.Frames;
import org.almt.input.Modality;
import org.almt.input.TokenRow;
import org.almt.nn.text.BertTokenizer;
import org.almt.nn.text.TokenizerSettings;
import org.almt.nn.text.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextPiecesTest {
    private static final BertTokenizer TOKENIZER = new BertTokenizer(
            new Vocabulary(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "bad", "##ly", "##ness", "good", "!", "好", "e")),
            TokenizerSettings.UNCASED);

    private static String shown(List<TextPiece> pieces) {
        return pieces.stream().map(piece -> piece.kind() == TextPiece.Kind.BETWEEN
                ? piece.text()
                : "<" + piece.text() + Arrays.toString(piece.rows()) + ">").collect(Collectors.joining());
    }

    @Test
    void piecesOfAWordAreOne() {
        assertEquals("<[CLS][0]><Badly[1, 2]> <good[3]><![4]><[SEP][5]>",
                shown(TextPieces.ofText("Badly good!", TOKENIZER, 20)));
        assertEquals("<[CLS][0]><好[1]><好[2]><[SEP][3]>", shown(TextPieces.ofText("好好", TOKENIZER, 20)));
        assertEquals("<[CLS][0]><badnessly[1, 2, 3]><[SEP][4]>",
                shown(TextPieces.ofText("badnessly", TOKENIZER, 20)));
        assertEquals("<[CLS][0]><[SEP][1]>", shown(TextPieces.ofText("", TOKENIZER, 20)));
    }

    @Test
    void whatIsCutOffIsShownWithoutInfluence() {
        assertEquals("<[CLS][0]><bad[1]> good bad<[SEP][2]>", shown(TextPieces.ofText("bad good bad", TOKENIZER, 3)));
    }

    /** Whatever is written, the pieces put together are the text, and each row belongs to one piece. */
    @ParameterizedTest
    @ValueSource(
            strings = {"  bad\t\u0000good ", "É é ﬁ 好bad!", "\uD83D\uDE00 badness", "bad\uD83D", "a\u200Db", "..."})
    void nothingIsLost(String text) {
        List<TextPiece> pieces = TextPieces.ofText(text, TOKENIZER, 40);
        assertEquals(text, pieces.stream().filter(piece -> piece.kind() != TextPiece.Kind.MARK).map(TextPiece::text)
                .collect(Collectors.joining()));
        int[] rows = pieces.stream().flatMapToInt(piece -> Arrays.stream(piece.rows())).toArray();
        for (int i = 0; i < rows.length; i++) {
            assertEquals(i, rows[i]);
        }
    }

    /** A split of one sample with a given text, and optionally a mask that gives the number of tokens. */
    private static Split split(String text, int tokenLength, int tokens) {
        Split any = new SyntheticDataSet(SyntheticSizes.DEFAULT.withSamples(1, 1, 1), 1).split(SplitName.TEST);
        return new ForwardingSplit(any) {
            @Override
            public String rawText(int sample) {
                return text;
            }

            @Override
            public boolean hasTokenIds() {
                return tokenLength > 0;
            }

            @Override
            public int tokenLength() {
                return tokenLength;
            }

            @Override
            public void tokens(TokenRow row, int sample, int[] target, int at) {
                for (int t = 0; t < tokenLength; t++) {
                    target[at + t] = row == TokenRow.MASK && t < tokens ? 1 : 0;
                }
            }
        };
    }

    private static String shown(Split split, int rows, int length) {
        boolean[] real = new boolean[length];
        Arrays.fill(real, 0, rows, true);
        return shown(TextPieces.of(split, 0, real, null));
    }

    /**
     * "badly good" of four words and marks, cut at four rows, is [CLS] bad ##ly good. If it were read as [CLS] badly
     * good [SEP], influence would be shown beside the wrong words.
     */
    @Test
    void withoutATokenizerASentenceThatMayBeCutHasNoWords() {
        assertEquals("<1[0]> <2[1]> <3[2]> <4[3]>", shown(split("badly good", 0, 0), 4, 4));
        assertEquals("<1[0]> <2[1]>", shown(split("badly good", 0, 0), 2, 2));
        assertEquals("<[CLS][0]> <so[1]> <good[2]> <[SEP][3]>", shown(split("so good", 0, 0), 4, 5));
        assertEquals("<1[0]> <2[1]> <3[2]> <4[3]>", shown(split("badly good", 4, 4), 4, 4), "its mask is full too");
        assertEquals("<1[0]> <2[1]> <3[2]> <4[3]>", shown(split("badly good", 9, 5), 4, 4), "one token more");
        assertEquals("<[CLS][0]> <so[1]> <good[2]> <[SEP][3]>", shown(split("so good", 9, 4), 4, 4), "no more tokens");
    }

    @Test
    void withoutATokenizerWordsAreRowsWhereTheirNumberFits() {
        DataSet data = new SyntheticDataSet(SyntheticSizes.DEFAULT.withSamples(1, 1, 1), 1);
        Split split = data.split(SplitName.TEST);
        boolean[] real = Frames.real(data.shapes(), split, Modality.TEXT, 0);
        String words = TextPieces.of(split, 0, real, null).stream()
                .map(TextPiece::text).collect(Collectors.joining());
        assertEquals(split.rawText(0), words);
        boolean[] more = real.clone();
        more[Frames.count(real)] = true;
        more[Frames.count(real) + 1] = true;
        List<TextPiece> marked = TextPieces.of(split, 0, more, null);
        assertEquals(TextPiece.Kind.MARK, marked.getFirst().kind());
        assertEquals(TextPiece.Kind.MARK, marked.getLast().kind());
        real[1] = false;
        assertEquals(TextPiece.Kind.POSITION, TextPieces.of(split, 0, real, null).getFirst().kind());
    }
}
