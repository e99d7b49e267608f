package org.almt.core.op;

import java.util.List;
import org.almt.core.Op;

class SoftplusTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Softplus.class;
    }

    @Override
    protected List<OpCase> cases() {
        return ElementwiseCases.unary(Ops::softplus,
                x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))),
                -6, 6);
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.large(Ops::softplus,
                x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))),
                -6, 6);
    }
}
