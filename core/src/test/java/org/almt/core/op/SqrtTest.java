package org.almt.core.op;

import java.util.List;
import org.almt.core.Op;

class SqrtTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Sqrt.class;
    }

    @Override
    protected List<OpCase> cases() {
        return ElementwiseCases.unary(Ops::sqrt, Math::sqrt, 0.1, 4);
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.large(Ops::sqrt, Math::sqrt, 0.1, 4);
    }
}
