package org.almt.failure;

/**
 * A remedy for a failure. A command line names the option for it, a service the field.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum Remedy {
    /** Name another folder for results. */
    OTHER_FOLDER,
    /** Resume the run in the folder, or name another folder. */
    RESUME_OR_OTHER_FOLDER,
    /** Resume the run in the folder. */
    RESUME,
    /** Begin anew instead of resuming. */
    BEGIN_ANEW,
    /** Begin anew in another folder. */
    BEGIN_ANEW_ELSEWHERE,
    /** Resume with the original settings, or name another folder. */
    SAME_SETTINGS_OR_OTHER_FOLDER,
    /** Name the data. */
    NAME_DATA,
    /** Do not name data, since the run has its own. */
    NAME_NO_DATA,
    /** Choose a preset with another range of labels. */
    OTHER_PRESET,
    /** Repair unusable values. */
    REPAIR,
    /** Name another folder for converted copies of large files. */
    OTHER_CACHE,
    /** Name a language model that makes text features. */
    NAME_LANGUAGE_MODEL,
    /** Do not name a language model. */
    NAME_NO_LANGUAGE_MODEL,
    /** Use the language model without training it. */
    FREEZE_LANGUAGE_MODEL,
    /** Train the language model with the rest of the model. */
    TRAIN_LANGUAGE_MODEL,
    /** Use zeros as text features. */
    ZEROS_FOR_TEXT,
    /** Use zeros as features of sound. */
    ZEROS_FOR_AUDIO,
    /** Use zeros as features of the face. */
    ZEROS_FOR_VISION,
    /** Name a language model, or use zeros as text features. */
    TRAIN_WITHOUT_TEXT,
    /** Choose a model without sound, or use zeros for it. */
    TRAIN_WITHOUT_AUDIO,
    /** Choose a model without a face, or use zeros for it. */
    TRAIN_WITHOUT_VISION,
    /** Leave out failed clips. */
    SKIP_BAD
}
