package org.almt.data.synthetic;

/** Whether a modality says the opposite of what is meant, and which. */
public enum Contradiction {
    /** Every modality says its part. */
    NONE,
    /** Sarcasm: the words say the opposite; the tone of voice and the face carry the cue that gives it away. */
    WORDS,
    /** A polite face: the expression shows the opposite of its part; the tone of voice carries the cue. */
    FACE
}
