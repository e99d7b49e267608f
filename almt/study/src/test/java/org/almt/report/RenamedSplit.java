package org.almt.report;

import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.almt.data.ForwardingSplit;
import org.almt.data.Split;

/** A split with other ids, texts and annotations. */
final class RenamedSplit extends ForwardingSplit {
    private final UnaryOperator<String> text;

    RenamedSplit(Split split, UnaryOperator<String> text) {
        super(split);
        this.text = text;
    }

    @Override
    public String id(int sample) {
        return text.apply(super.id(sample));
    }

    @Override
    public int indexOf(String id) {
        return IntStream.range(0, size()).filter(sample -> id(sample).equals(id)).findFirst().orElse(-1);
    }

    @Override
    public String rawText(int sample) {
        return text.apply(super.rawText(sample));
    }

    @Override
    public String annotation(int sample) {
        return text.apply(super.annotation(sample));
    }
}
