package org.almt.run;

import java.util.Optional;
import org.almt.data.Split;
import org.almt.io.PrintableText;
import org.almt.language.LanguageModel;

/**
 * The sentences of a split without a word, which a language model reads as nothing.
 *
 * <p>Threads: safe for many at once.
 */
public final class EmptySentences {
    private EmptySentences() {}

    /** A warning with their number and the first of them; empty if every sentence has a word. */
    public static Optional<String> warning(Split split, LanguageModel model) {
        int count = 0;
        int first = -1;
        for (int i = 0; i < split.size(); i++) {
            String text = split.rawText(i);
            if (text != null && !model.hasWords(text)) {
                first = count++ == 0 ? i : first;
            }
        }
        return count == 0
                ? Optional.empty()
                : Optional.of(count + " of the " + split.size() + " sentences of split " + split.name()
                        + (count == 1 ? " is" : " are") + " empty, so the model reads no words there; the first is that"
                        + " of sample '" + PrintableText.text(split.id(first)) + "' (" + split.place(first) + ")");
    }
}
