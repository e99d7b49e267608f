package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class TransposedConvolutionTest extends OpCheck {
    private static final ConvOptions PLAIN = ConvOptions.PLAIN;

    @Override
    protected Class<? extends Op> op() {
        return TransposedConvolution.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>(List.of(of(2, 5, 4, 2, 3, PLAIN, 0),
                of(2, 5, 4, 2, 3, PLAIN.padding(1), 0),
                of(2, 4, 2, 3, 2, PLAIN.stride(3), 2), of(2, 4, 4, 6, 3, PLAIN.groups(2).stride(2).padding(1), 1),
                of(2, 4, 2, 2, 3, PLAIN.dilation(2), 0), of(1, 1, 1, 1, 1, PLAIN, 0)));
        cases.add(of(2, 4, 2, 2, 3, PLAIN, 0).constant(0));
        cases.add(of(2, 4, 2, 2, 3, PLAIN, 0).constant(1).constant(2));
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(9, 100, 16, 24, 5, PLAIN.stride(2).padding(2), 1).roundings(512));
    }

    private static OpCase of(int b, int length, int in, int out, int window, ConvOptions options, int more) {
        int longer = (length - 1) * options.strideW() - 2 * options.paddingW() + options.dilationW() * (window - 1) + 1
                + more;
        Convolutions c = new Convolutions(b, 1, longer, out, in, 1, window, options.flat());
        return new OpCase(x -> Ops.convTranspose1d(x[0], x[1], x[2], options, more),
                x -> c.transposed(x[0], x[1], x[2]), OpCase.shape(b, length, in),
                OpCase.shape(in, out / options.groups(), window), OpCase.shape(out))
                .named(c + ", more " + more).norm(4).roundings(64);
    }

    @Test
    void refusesWhatDoesNotFit() {
        Tensor x = Tensor.zeros(1, 4, 2);
        assertEquals("convTranspose1d: 2 more rows; 0 to less than the stride 2 is needed",
                assertThrows(IllegalArgumentException.class,
                        () -> Ops.convTranspose1d(x, Tensor.zeros(2, 1, 3), null, PLAIN.stride(2), 2)).getMessage());
        assertThrows(IllegalArgumentException.class,
                () -> Ops.convTranspose1d(x, Tensor.zeros(3, 1, 3), null, PLAIN, 0));
    }
}
