package org.almt.soak;

import java.util.List;
import java.util.Locale;

/** What is written down each minute. Counts are since the start; memory is in kB, that of heaps after a collection. */
enum SoakFigure {
    MINUTE,
    SECONDS_OF_PROCESSOR,
    REQUESTS,
    WRONG_ANSWERS,
    STUDIES,
    UNEQUAL_STUDIES,
    KILLS,
    TRAININGS,
    UNEQUAL_TRAININGS,
    LEFT_FILES,
    // One process from beginning to end each.
    SERVER_RESIDENT(16_384),
    SERVER_HEAP(4_096),
    SERVER_THREADS(2),
    SERVER_FILES(4),
    STUDY_RESIDENT(16_384),
    STUDY_HEAP(4_096),
    STUDY_THREADS(2),
    STUDY_FILES(4),
    // A new process after each kill; measured just before it.
    TRAINING_RESIDENT(16_384),
    TRAINING_THREADS(2),
    TRAINING_FILES(4);

    /** What must be 0. */
    static final List<SoakFigure> FAULTS = List.of(WRONG_ANSWERS, UNEQUAL_STUDIES, UNEQUAL_TRAININGS, LEFT_FILES);

    /** Of what must stay flat: how much more the last quarter may have than the second one, beside a tenth of it. */
    final long slack;

    SoakFigure() {
        this(-1);
    }

    SoakFigure(long slack) {
        this.slack = slack;
    }

    boolean isFlat() {
        return slack >= 0;
    }

    /** Memory is compared by medians and may grow by a tenth; counts are compared by the most, and may not. */
    boolean isMemory() {
        return name().endsWith("RESIDENT") || name().endsWith("HEAP");
    }

    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
