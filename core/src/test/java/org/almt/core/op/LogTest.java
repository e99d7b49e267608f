package org.almt.core.op;

import java.util.List;
import org.almt.core.Op;

class LogTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Log.class;
    }

    @Override
    protected List<OpCase> cases() {
        return ElementwiseCases.unary(Ops::log, StrictMath::log, 0.2, 4);
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.large(Ops::log, StrictMath::log, 0.2, 4);
    }
}
