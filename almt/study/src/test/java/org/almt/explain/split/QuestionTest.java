package org.almt.explain.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.almt.data.DataSet;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.data.synthetic.SyntheticSizes;
import org.almt.input.Modality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionTest {
    private static final DataSet DATA = new SyntheticDataSet(SyntheticSizes.DEFAULT.withSamples(1, 1, 1), 1);

    @Test
    void namesParts() {
        assertEquals(
                List.of(new Question.Part(Modality.AUDIO, -1, 0, 39), new Question.Part(Modality.VISION, 3, 0, 39),
                        new Question.Part(Modality.TEXT, -1, 2, 5), new Question.Part(Modality.VISION, 11, 7, 7)),
                Question.of("audio=neutral, vision.3=neutral,TEXT@2-5=neutral,vision.11@7-7=neutral", DATA).parts());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "audio|is not a question", "audio=zero|is not a question", "smell=neutral|is not a question",
            "''|is not a question",
            "audio=neutral,|is not a question", "vision.12=neutral|vision has features 0 to 11",
            "audio@5-4=neutral|names frames 5 to 4", "audio@0-40=neutral|audio has frames 0 to 39",
            "audio@-1-4=neutral|is not a question", "audio.9999999=neutral|is not a question"
    })
    void othersAreRefused(String text, String words) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> Question.of(text, DATA)).getMessage();
        assertTrue(message.contains(words), message);
    }
}
