package org.almt.model;

import org.almt.core.op.OpCoverage;
import org.junit.jupiter.api.Test;

class ModelOpsTest {
    @Test
    void everyOpHasItsChecks() throws Exception {
        OpCoverage.check(FactoredAttention.class, 1);
    }
}
