package org.almt.input;

/**
 * The shape of one modality of one sample.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param length the number of frames, with padding
 * @param width the number of features per frame
 */
public record FeatureShape(int length, int width) {
    /** The shape of a modality that the data lack: one frame of one feature, which is 0. */
    public static final FeatureShape ABSENT = new FeatureShape(1, 1);

    /**
     * Checks that both sizes are at least 1 and that a sample fits one array.
     *
     * @throws IllegalArgumentException otherwise
     */
    public FeatureShape {
        if (length < 1 || width < 1 || (long) length * width > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException("a feature shape needs a length and a width of at least 1 and less than "
                    + "2^31 values in all; got " + length + " x " + width);
        }
    }

    /**
     * The number of values of one sample.
     *
     * @return length times width
     */
    public int size() {
        return length * width;
    }

    /** Whether this is {@link #ABSENT}, the shape of a modality that the data lack. */
    public boolean isAbsent() {
        return equals(ABSENT);
    }

    @Override
    public String toString() {
        return length + "x" + width;
    }
}
