package org.almt.core.op;

import java.util.List;
import org.almt.core.Op;

class GruSequenceTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return GruSequence.class;
    }

    @Override
    protected List<OpCase> cases() {
        return Recurrences.small(false);
    }

    @Override
    protected List<OpCase> largeCases() {
        return Recurrences.large(false);
    }
}
