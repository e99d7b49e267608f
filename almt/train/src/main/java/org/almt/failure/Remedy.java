package org.almt.failure;

/**
 * What a caller can do about a failure. A command line names its option for it, a service its field.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum Remedy {
    /** Name another folder for results. */
    OTHER_FOLDER,
    /** Resume what is in the folder, or name another one. */
    RESUME_OR_OTHER_FOLDER,
    /** Resume what is in the folder. */
    RESUME,
    /** Begin anew instead of resuming. */
    BEGIN_ANEW,
    /** Begin anew in another folder. */
    BEGIN_ANEW_ELSEWHERE,
    /** Resume with the settings that it began with, or name another folder. */
    SAME_SETTINGS_OR_OTHER_FOLDER,
    /** Name the data. */
    NAME_DATA,
    /** Name no data, since the run has its own. */
    NAME_NO_DATA,
    /** Choose a preset with another range of labels. */
    OTHER_PRESET,
    /** Have unusable values repaired. */
    REPAIR,
    /** Name another folder for converted copies of large files. */
    OTHER_CACHE,
    /** Name a language model that makes text features. */
    NAME_LANGUAGE_MODEL,
    /** Name no language model. */
    NAME_NO_LANGUAGE_MODEL,
    /** Use the language model without training it. */
    FREEZE_LANGUAGE_MODEL,
    /** Train the language model with the rest. */
    TRAIN_LANGUAGE_MODEL,
    /** Let zeros stand for the text features. */
    ZEROS_FOR_TEXT,
    /** Let zeros stand for the sound. */
    ZEROS_FOR_AUDIO,
    /** Let zeros stand for the face. */
    ZEROS_FOR_VISION,
    /** Name a language model, or let zeros stand for the text features. */
    TRAIN_WITHOUT_TEXT,
    /** Choose a model without sound, or let zeros stand for it. */
    TRAIN_WITHOUT_AUDIO,
    /** Choose a model without face, or let zeros stand for it. */
    TRAIN_WITHOUT_VISION,
    /** Leave out clips that fail. */
    SKIP_BAD
}
