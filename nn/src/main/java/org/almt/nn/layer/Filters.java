package org.almt.nn.layer;

import org.almt.core.op.ConvOptions;

/** What layers of convolutions share. */
final class Filters {
    private Filters() {}

    /** Input channels of a group. */
    static int perGroup(String layer, int in, int out, ConvOptions options) {
        if (in % options.groups() != 0 || out % options.groups() != 0) {
            throw new IllegalArgumentException(
                    layer + ": " + options.groups() + " groups do not divide " + in + " -> " + out
                            + " channels");
        }
        return in / options.groups();
    }
}
