package org.almt.cli.option;

import org.almt.failure.Remediable;
import org.almt.failure.Remedy;
import org.jspecify.annotations.Nullable;

/** Adds to a library's advice the option with which a user can follow it. */
public final class Remedies {
    private Remedies() {}

    /** The message of a failure, with the option that helps. */
    public static @Nullable String message(Throwable failure) {
        return failure instanceof Remediable one && one.remedy().isPresent()
                ? with(failure.getMessage(), one.remedy().get())
                : failure.getMessage();
    }

    /** A sentence, followed by the option that helps. */
    public static String with(@Nullable String sentence, Remedy remedy) {
        return sentence + " (" + option(remedy) + ")";
    }

    private static String option(Remedy remedy) {
        return switch (remedy) {
            case OTHER_FOLDER -> "--out DIR";
            case RESUME_OR_OTHER_FOLDER -> "--resume, or --out DIR";
            case RESUME -> "--resume";
            case BEGIN_ANEW -> "leave --resume out";
            case BEGIN_ANEW_ELSEWHERE -> "--out DIR, without --resume";
            case SAME_SETTINGS_OR_OTHER_FOLDER -> "repeat the options with --resume, or --out DIR";
            case NAME_DATA -> "--data FILE";
            case NAME_NO_DATA -> "leave --data out";
            case OTHER_PRESET -> "--preset P";
            case REPAIR -> "--repair";
            case OTHER_CACHE -> "--cache DIR";
            case NAME_LANGUAGE_MODEL -> "--bert DIR";
            case NAME_NO_LANGUAGE_MODEL -> "leave --bert out";
            case FREEZE_LANGUAGE_MODEL -> "--bert-mode frozen";
            case TRAIN_LANGUAGE_MODEL -> "--bert-mode finetune";
            case ZEROS_FOR_TEXT -> "--missing text=zero";
            case ZEROS_FOR_AUDIO -> "--missing audio=zero";
            case ZEROS_FOR_VISION -> "--missing vision=zero";
            case TRAIN_WITHOUT_TEXT -> "--missing text=zero, or 'almt train --bert DIR'";
            case TRAIN_WITHOUT_AUDIO -> "--set modalities=language+vision, or --missing audio=zero";
            case TRAIN_WITHOUT_VISION -> "--set modalities=language+audio, or --missing vision=zero";
            case SKIP_BAD -> "'almt dataset build MANIFEST --skip-bad', then --data";
        };
    }
}
