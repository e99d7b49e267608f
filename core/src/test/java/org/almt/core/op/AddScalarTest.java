package org.almt.core.op;

import java.util.List;
import org.almt.core.Op;

class AddScalarTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return AddScalar.class;
    }

    @Override
    protected List<OpCase> cases() {
        return ElementwiseCases.unary(x -> Ops.addScalar(x, 0.375f), x -> x + 0.375, -1, 1);
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.large(x -> Ops.addScalar(x, 0.375f), x -> x + 0.375, -1, 1);
    }
}
