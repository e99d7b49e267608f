package org.almt.core.op;

import org.junit.jupiter.api.Test;

class OpCoverageTest {
    @Test
    void everyOpHasItsChecks() throws Exception {
        OpCoverage.check(Ops.class, 55);
    }
}
