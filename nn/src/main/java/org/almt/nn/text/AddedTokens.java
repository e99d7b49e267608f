package org.almt.nn.text;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Splits a text at added tokens before its words are split. First it splits at tokens that are searched for as written.
 * Then it splits normalised text at the others (Hugging Face's {@code AddedVocabulary}).
 */
final class AddedTokens {
    private final BasicTokenizer basic;
    private final TokenSearch written;
    private final TokenSearch normalised;

    /**
     * A splitter.
     *
     * @param tokens the tokens to search for
     * @param text contents that are treated as ordinary text
     */
    AddedTokens(List<AddedToken> tokens, Set<String> text, BasicTokenizer basic) {
        this.basic = basic;
        List<TokenSearch.Entry> entries = tokens.stream()
                .map(token -> new TokenSearch.Entry(token, text.contains(token.content()))).toList();
        this.written = new TokenSearch(TokenSearch.patterns(having(entries, false).toList(), content -> content));
        this.normalised = new TokenSearch(TokenSearch.patterns(having(entries, true).toList(),
                content -> basic.normalise(content, 0, content.length()).text()));
    }

    private static Stream<TokenSearch.Entry> having(List<TokenSearch.Entry> entries, boolean normalised) {
        return entries.stream().filter(entry -> entry.token().normalised() == normalised);
    }

    /** Gives the pieces of a text to {@code pieces} until it accepts no more. */
    void split(CharSequence text, WordPieces pieces) {
        int at = 0;
        boolean wanted = true;
        for (TokenSearch.Match match = written.first(text); match != null && wanted;) {
            wanted = rest(text, at, match.start(), pieces) && pieces.token(match.id(), match.start(), match.end());
            at = match.end();
            match = written.next(text, match);
        }
        if (wanted) {
            rest(text, at, text.length(), pieces);
        }
    }

    private boolean rest(CharSequence text, int from, int to, WordPieces pieces) {
        if (normalised.isEmpty()) {
            return basic.words(text, from, to, pieces);
        }
        NormalisedText clean = basic.normalise(text, from, to);
        String all = clean.text();
        int at = 0;
        boolean wanted = true;
        for (TokenSearch.Match match = normalised.first(all); match != null && wanted;) {
            int start = clean.start(match.start());
            wanted = basic.words(clean, at, match.start(), pieces)
                    && pieces.token(match.id(), start, clean.end(match.end()));
            at = match.end();
            match = normalised.next(all, match);
        }
        return wanted && basic.words(clean, at, all.length(), pieces);
    }
}
