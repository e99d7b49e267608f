package org.almt.data.synthetic;

/** The modality, if any, that expresses the opposite of what is meant. */
public enum Contradiction {
    /** Every modality expresses its part. */
    NONE,
    /** Sarcasm: the words express the opposite. The tone of voice and the face carry the cue that reveals it. */
    WORDS,
    /** A polite face: the expression shows the opposite of its part. The tone of voice carries the cue. */
    FACE
}
