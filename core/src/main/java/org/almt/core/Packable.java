package org.almt.core;

import java.util.function.Consumer;

/**
 * An input that an op can pack before {@link Op#forward}, if the input is constant.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param input the tensor
 * @param form its packed form, still empty
 * @param use receives the packed form: this one, or an equal one that is shared with other ops
 */
public record Packable(Tensor input, Packed form, Consumer<Packed> use) {}
