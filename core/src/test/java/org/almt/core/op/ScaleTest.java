package org.almt.core.op;

import java.util.List;
import org.almt.core.Op;

class ScaleTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Scale.class;
    }

    @Override
    protected List<OpCase> cases() {
        return ElementwiseCases.unary(x -> Ops.scale(x, -1.75f), x -> -1.75 * x, -1, 1);
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.large(x -> Ops.scale(x, -1.75f), x -> -1.75 * x, -1, 1);
    }
}
