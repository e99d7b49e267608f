package org.almt.core.op;

import java.util.List;
import org.almt.core.Op;

class GeluTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Gelu.class;
    }

    @Override
    protected List<OpCase> cases() {
        return ElementwiseCases.unary(Ops::gelu, GeluTest::gelu, -4, 4);
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.large(Ops::gelu, GeluTest::gelu, -6, 6);
    }

    static double gelu(double x) {
        return x / 2 * (1 + ElementwiseCases.erf(x / Math.sqrt(2)));
    }
}
