package org.almt.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.almt.Sentiment;
import org.almt.features.FeatureTable;
import org.almt.features.audio.AudioSource;
import org.almt.features.audio.SoundPicture;
import org.almt.features.words.TimedWord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of one clip in a real browser. */
class ClipPageTest {
    private static final String HOSTILE = "</script><script>window.taken=1</script><img src=x onerror=window.taken=2>";

    @TempDir
    static Path temporary;

    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start(Files.createDirectory(temporary.resolve("profile")));
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    private static ClipPage page() throws Exception {
        float[] sound = new float[16_000];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (float) (0.3 * Math.sin(0.1 * i) * Math.min(1, i / 4000.0));
        }
        double[] values = new double[2 * 20];
        double[] times = new double[2 * 20];
        for (int t = 0; t < 20; t++) {
            values[2 * t] = t / 10.0;
            values[2 * t + 1] = 1;
            times[2 * t] = t / 20.0;
            times[2 * t + 1] = (t + 1) / 20.0;
        }
        FeatureTable face = new FeatureTable(List.of("AU12_r", "AU04_r"), values, times, 0.05, List.of());
        double[] starts = {0.1, 0.4, 0.5, 0.9};
        FeatureTable rows = new FeatureTable(List.of("mean"), new double[] {1, 2}, starts, 0.4, List.of());
        double[] scores = new double[20];
        scores[7] = 0.5;
        scores[12] = -0.25;
        return new ClipPage(ClipPage.title("One clip", Path.of("a", "one.wav"), null, Path.of("one.srt")),
                "A test of " + HOSTILE)
                .prediction(new Sentiment(1.5f, 3))
                .words(List.of(new ClipPage.Piece("[CLS]", 0.75, true), new ClipPage.Piece("fine", 0.0005),
                        new ClipPage.Piece(" ", Double.NaN),
                        new ClipPage.Piece(HOSTILE, -0.0001)),
                        List.of(new TimedWord("fine", 0.1, 0.4), new TimedWord(HOSTILE, 0.5, 0.9)))
                .sound(SoundPicture.of(AudioSource.of("sound", 16_000, sound)), 16_000)
                .influence("audio", rows, 0, 1, new double[] {0.5, -0.25}, new double[] {0.25, 0.125})
                .face(face)
                .influence("vision", face, 2, 3, Arrays.copyOf(scores, 15), new double[15]);
    }

    private static Path open(String name, ClipPage page) throws Exception {
        Path file = temporary.resolve(name);
        Files.write(file, page.html());
        browser.complaints.clear();
        browser.requests.clear();
        browser.look(1200, 900, false);
        browser.open(file);
        return file;
    }

    private static Object value(String script) throws Exception {
        return browser.value(script);
    }

    @Test
    void soundFaceAndWordsAreDrawnOverSeconds() throws Exception {
        Path file = open("clip.html", page());
        assertEquals(7.0, ((Number) value("document.querySelectorAll('.chart').length")).doubleValue());
        assertEquals(true,
                value("""
                        [...document.querySelectorAll('.chart canvas')].every(canvas => {
                            const copy = new OffscreenCanvas(canvas.width, canvas.height)
                                .getContext('2d', {willReadFrequently: true});
                            copy.drawImage(canvas, 0, 0);
                            const pixels = copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer;
                            return new Set(new Uint32Array(pixels)).size > 3;
                        })"""));
        assertEquals("+1.50 (positive)", ((String) value("document.querySelector('.facts dd').textContent")),
                "the prediction");
        assertEquals(2.0, ((Number) value("document.querySelectorAll('.words .word').length")).doubleValue());
        // Every chart over time ends with the clip: after one second.
        assertEquals(true, value("[...document.querySelectorAll('.chart')].map(chart => echarts.getInstanceByDom(chart)"
                + ".getOption().xAxis[0]).filter(axis => axis.type === 'value').every(axis => axis.max === 1)"));
        // All charts, including the spectrogram, have the same ticks, and words are above the drawing.
        assertEquals("7 1", value("(() => { const seen = [...document.querySelectorAll('.chart')].map(chart =>"
                + " echarts.getInstanceByDom(chart).getOption().xAxis.filter(axis => axis.type === 'value')"
                + ".map(axis => axis.interval + ' ' + axis.max)).flat();"
                + " return seen.length + ' ' + new Set(seen).size; })()"));
        assertEquals(true, value("[...document.querySelectorAll('.chart')].map(chart => echarts.getInstanceByDom(chart)"
                + ".getOption().series[0].markArea).filter(area => area && area.data)"
                + ".every(area => area.label.position === 'top' && area.data[0][0].name === 'fine')"));
        // The plots stand below one another.
        assertEquals("72 16", value("[...new Set([...document.querySelectorAll('.chart')].map(chart => {"
                + " const drawn = echarts.getInstanceByDom(chart); const plot = drawn.getModel().getComponent('grid')"
                + ".coordinateSystem.getRect();"
                + " return plot.x + ' ' + Math.round(chart.clientWidth - plot.x - plot.width); }))].join()"));
        assertEquals("One clip: one.wav, one.srt", value("document.querySelector('h1').textContent"));
        assertEquals("\u22123 to +3", value("document.querySelectorAll('.facts dd')[1].textContent"));
        assertEquals("fine " + HOSTILE, value("document.querySelector('p.words').textContent"), "without marks");
        String words = (String) value("document.getElementById('words').textContent");
        assertTrue(words.contains("darkest here: 0.0005, which is almost no influence") && words.contains(
                "[CLS] +0.75."), words);
        assertTrue(((String) value("document.getElementById('sound').textContent")).contains("sampling rate, 8 kHz"));
        // Rows that are words are drawn from start to end, and nothing between them.
        assertEquals("0.1 0.5|0.4 0.5|0.4 |0.5 -0.25|0.9 -0.25|0.9 ", value("echarts.getInstanceByDom([..."
                + "document.querySelectorAll('#sound .chart')].at(-2)).getOption().series[0]"
                + ".data.map(([time, score]) =>"
                + " time + ' ' + (score === null ? '' : score)).join('|')"));
        value("[...document.querySelectorAll('#face details')].at(-2).open = true");
        browser.waitFor("document.querySelector('#face table') !== null");
        assertEquals("+0.50000", value("[...document.querySelectorAll('#face tbody tr')][7].lastChild.textContent"));
        // Words state what is not read and which rows are neutral together. Up and down have two colours.
        String faces = (String) value("document.getElementById('face').textContent");
        assertTrue(faces.contains("The model reads 15 of the 20 rows, from 0.10 to 0.85 s. The chart shows only these.")
                && faces.contains("3 neighbours together") && faces.contains("gradient × input"), faces);
        assertEquals(2.0, ((Number) value("new Set(echarts.getInstanceByDom([...document.querySelectorAll("
                + "'#sound .chart')].at(-2)).getOption().visualMap[0].pieces.map(piece => piece.color)).size"))
                .doubleValue());
        assertEquals("undefined", value("typeof window.taken"));
        assertEquals(List.of(), browser.complaints);
        assertEquals(List.of(file.toUri().toString()),
                browser.requests.stream().filter(request -> !request.startsWith("data:")).toList());
    }

    @Test
    void fitsNarrowWindowsAndTheDark() throws Exception {
        open("narrow.html", page());
        for (int width : List.of(700, 400, 320)) {
            browser.look(width, 900, width == 400);
            browser.waitFor("[...document.querySelectorAll('.chart canvas')].every(canvas =>"
                    + " Math.abs(canvas.clientWidth - canvas.closest('.chart').clientWidth) <= 1)");
            assertEquals(true, value("document.documentElement.scrollWidth <= " + width), "at " + width);
        }
        assertEquals(List.of(), browser.complaints);
    }

    @Test
    void whatIsMissingIsLeftOut() throws Exception {
        open("face.html",
                new ClipPage("One clip", "Words alone.").words(List.of(new ClipPage.Piece("fine", Double.NaN)),
                        List.of(new TimedWord("fine", 0.1, 0.4))));
        assertEquals(0.0, ((Number) value("document.querySelectorAll('.chart').length")).doubleValue());
        assertTrue(((String) value("document.body.textContent")).contains("The model reads no words"));
        assertEquals(List.of(), browser.complaints);
    }
}
