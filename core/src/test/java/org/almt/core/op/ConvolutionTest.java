package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class ConvolutionTest extends OpCheck {
    private static final ConvOptions PLAIN = ConvOptions.PLAIN;

    @Override
    protected Class<? extends Op> op() {
        return Convolution.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (ConvOptions options : List.of(PLAIN, PLAIN.padding(1), PLAIN.stride(2), PLAIN.dilation(2).padding(2),
                PLAIN.groups(2), PLAIN.groups(2).stride(2).padding(1), new ConvOptions(2, 1, 0, 1, 1, 2, 1))) {
            cases.add(of(new Convolutions(2, 5, 6, 4, 2, 2, 3, options)));
        }
        cases.add(of(new Convolutions(1, 1, 1, 1, 1, 1, 1, PLAIN)));
        cases.add(of(new Convolutions(2, 4, 5, 3, 2, 3, 3, PLAIN.padding(1)))); // keeps the size
        cases.add(of(new Convolutions(2, 4, 5, 3, 0, 3, 3, PLAIN.padding(1)))); // no channels
        cases.add(of(new Convolutions(2, 4, 5, 3, 2, 1, 5, new ConvOptions(1, 1, 0, 2, 1, 1, 1))).constant(0));
        cases.add(of(new Convolutions(2, 3, 3, 2, 3, 1, 1, PLAIN)).constant(1));
        cases.add(of(new Convolutions(2, 4, 3, 6, 6, 3, 1, PLAIN.groups(6))));
        cases.add(of(new Convolutions(2, 3, 4, 2, 3, 2, 2, PLAIN)).constant(0));
        cases.add(of(new Convolutions(2, 3, 4, 2, 3, 2, 2, PLAIN)).constant(1).constant(2));
        for (ConvOptions options : List.of(PLAIN, PLAIN.padding(2).stride(2), PLAIN.dilation(2), PLAIN.groups(2))) {
            cases.add(ofRows(new Convolutions(2, 1, 7, 4, 6, 1, 3, options.flat()), options));
        }
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(new Convolutions(5, 12, 70, 8, 40, 3, 3, PLAIN.padding(1))).roundings(512),
                of(new Convolutions(3, 20, 21, 64, 17, 2, 2, PLAIN.stride(2))).roundings(512),
                // the weight's gradient packs two samples, and then one; its rows are two slabs
                of(new Convolutions(3, 90, 72, 16, 20, 3, 3, PLAIN.padding(1))).roundings(512),
                // factors in place; 30 rows, which are two slabs
                of(new Convolutions(3, 20, 72, 10, 72, 1, 3, PLAIN)).roundings(512),
                // factors in place: two samples at a time, then one; rows and channels that are no whole tiles
                of(new Convolutions(3, 29, 28, 17, 70, 3, 3, PLAIN.padding(1))).roundings(512),
                of(new Convolutions(2, 30, 30, 32, 64, 3, 3, PLAIN.stride(2).groups(2))).roundings(512));
    }

    private static OpCase of(Convolutions c) {
        return new OpCase(x -> Ops.conv2d(x[0], x[1], x[2], c.options()), x -> c.forward(x[0], x[1], x[2]),
                c.x(), c.weight(), OpCase.shape(c.o())).named(c.toString()).norm(4).roundings(64);
    }

    private static OpCase ofRows(Convolutions c, ConvOptions options) {
        return new OpCase(x -> Ops.conv1d(x[0], x[1], null, options), x -> c.forward(x[0], x[1], null),
                OpCase.shape(c.b(), c.w(), c.c()), OpCase.shape(c.o(), c.c() / options.groups(), c.kw()))
                .named("rows, " + c).norm(4).roundings(64);
    }

    @Test
    void refusesWhatDoesNotFit() {
        Tensor x = Tensor.zeros(1, 4, 5, 2);
        assertEquals("conv2d: an input [batch, height, width, channels] is needed, not [4,5,2]",
                refusal(Tensor.zeros(4, 5, 2), Tensor.zeros(3, 2, 2, 2), PLAIN));
        assertEquals("conv2d: the weight [3,1,2,2] does not fit the 2 channels of [1,4,5,2] in 1 groups; [out, channels"
                + " / groups, ...] is needed, and the groups must divide both",
                refusal(x, Tensor.zeros(3, 1, 2, 2), PLAIN));
        assertEquals("conv2d: the weight has shape [3,2,2]; [out, in / groups, height, width] is needed",
                refusal(x, Tensor.zeros(3, 2, 2), PLAIN));
        assertEquals("conv2d: no window of 5 x 2 fits [1,4,5,2] with " + PLAIN,
                refusal(x, Tensor.zeros(3, 2, 5, 2), PLAIN));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.stride(0));
    }

    private static String refusal(Tensor x, Tensor weight, ConvOptions options) {
        return assertThrows(IllegalArgumentException.class, () -> Ops.conv2d(x, weight, null, options)).getMessage();
    }
}
