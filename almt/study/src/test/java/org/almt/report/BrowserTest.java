package org.almt.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, used as a person would. */
class BrowserTest {
    /** What HTML, JSON and scripts could take for their own, and half a character. */
    private static final String HOSTILE = "</script><script>window.taken=1</script><img src=x onerror=window.taken=2>"
            + "<!-- {{script}} \u2028 \" ' & \\ \uD83D \u0000 \uDE00\uD83D\uDE00";

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

    private static Path open(String name, SplitExplanation explanation) throws Exception {
        Path page = temporary.resolve(name);
        Files.write(page, ExplainPage.of(explanation));
        browser.complaints.clear();
        browser.requests.clear();
        browser.look(1200, 900, false);
        browser.open(page);
        return page;
    }

    private static void assertQuiet(Path page) {
        assertEquals(List.of(), browser.complaints);
        assertEquals(List.of(page.toUri().toString()),
                browser.requests.stream().filter(request -> !request.startsWith("data:")).toList());
    }

    private static double count(String selector) throws Exception {
        return ((Number) browser.value("document.querySelectorAll(" + Browser.quoted(selector) + ").length"))
                .doubleValue();
    }

    /** Charts whose canvas holds fewer than three colours, its background among them. */
    private static Object blankCharts() throws Exception {
        return browser.value("""
                [...document.querySelectorAll('.chart')].filter(chart => {
                    const canvas = chart.querySelector('canvas');
                    const copy = new OffscreenCanvas(canvas.width, canvas.height)
                        .getContext('2d', {willReadFrequently: true});
                    copy.drawImage(canvas, 0, 0);
                    const pixels = new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
                    return new Set(pixels).size < 3;
                }).length""");
    }

    @Test
    void clicksAndKeysChooseSamples() throws Exception {
        Path page = open("page.html", TinyExplanation.of(true));
        assertEquals(2 + 4 + 3 + 1 + 1 + 6, count(".chart"), "of frames, the split, axes, training, what-if, deletion");
        assertEquals(0.0, blankCharts());
        assertEquals("test$_$0", browser.value("document.querySelector('#sample h3').textContent"));

        browser.click("#next");
        browser.waitFor("document.querySelector('#sample h3').textContent === 'test$_$1'");
        browser.click("#list option:nth-child(4)");
        browser.waitFor("document.querySelector('#sample h3').textContent === 'test$_$3'");
        assertEquals("list", browser.value("document.activeElement.id"));
        browser.press("ArrowDown", 40);
        browser.waitFor("document.querySelector('#sample h3').textContent === 'test$_$4'");
        assertEquals(0.0, blankCharts());

        Object coloured = browser.value("document.querySelector('.words').innerHTML");
        browser.click("input[value=gradient]");
        browser.press("ArrowLeft", 37);
        browser.waitFor("document.querySelector('input[value=attention]').checked");
        assertNotEquals(coloured, browser.value("document.querySelector('.words').innerHTML"));

        clickPointOfScatter();
        browser.waitFor("document.querySelector('#sample h3').textContent === 'test$_$7'");
        assertEquals(7.0, browser.value("Number(document.getElementById('list').value)"));

        assertEquals(0, count("figure table"));
        browser.click("figure summary");
        browser.waitFor("document.querySelector('figure table tbody tr th') !== null");
        assertQuiet(page);
    }

    /** Clicks the point of the eighth sample among predictions and labels. */
    private static void clickPointOfScatter() throws Exception {
        String chart = "[...document.querySelectorAll('#split .chart')]"
                + ".find(one => one.getAttribute('aria-label').startsWith('Predictions against labels'))";
        browser.value(chart + ".scrollIntoView({block: 'center'})");
        String place = "(() => { const chart = " + chart + "; const drawn = echarts.getInstanceByDom(chart);"
                + " const at = drawn.convertToPixel({seriesIndex: 0},"
                + " drawn.getOption().series[0].data.find(point => point.sample === 7).value);"
                + " const box = chart.getBoundingClientRect(); return [box.left + at[0], box.top + at[1]]; })()";
        browser.clickAt((Number) browser.value(place + "[0]"), (Number) browser.value(place + "[1]"));
    }

    /** As when a telephone is turned. */
    @Test
    void chartsFollowTheWindow() throws Exception {
        open("turned.html", TinyExplanation.of(true));
        for (int width : List.of(700, 400, 320, 700)) {
            browser.look(width, 900, false);
            browser.waitFor("[...document.querySelectorAll('.chart canvas')].every(canvas =>"
                    + " Math.abs(canvas.clientWidth - canvas.closest('.chart').clientWidth) <= 1)");
            assertEquals(true, browser.value("document.documentElement.scrollWidth <= " + width), "at " + width);
        }
    }

    @Test
    void numbersAndLossOfTheTraining() throws Exception {
        open("training.html", TinyExplanation.of(true));
        String training = "[...document.querySelectorAll('#split figure')]"
                + ".find(one => one.querySelector('strong').textContent === 'Training')";
        assertEquals("2 epochs. training loss (mean absolute error), validation MAE.",
                browser.value(training + ".querySelector('figcaption span').textContent"));
        browser.value(training + ".querySelector('details').open = true");
        browser.waitFor(training + ".querySelector('table') !== null");
        assertEquals("1 0.0000025 2 1.1|2 0.0001 1.5 1", browser.value("[..." + training
                + ".querySelectorAll('tbody tr')].map(row => [...row.children].map(cell => cell.textContent).join(' '))"
                + ".join('|')"));
    }

    /** Without adaptive layers words are traced, frames are not. */
    @Test
    void whatOfAttentionIsTracedIsSaidForEachSequence() throws Exception {
        Path page = open("concat.html", TinyExplanation.ofVariant("hyper=concat"));
        String how = (String) browser.value("document.getElementById('how').textContent");
        assertTrue(how.contains("traced back from the scales of language to its words, through"), how);
        assertTrue(how.contains("no attention of language to audio and vision could be traced. Gradient"), how);
        assertTrue(how.contains("occlusion alone explain their frames."), how);
        assertFalse(how.contains("hyper-modality"), how);
        assertFalse(how.contains("R_j"), how);
        assertTrue(how.contains("S_j"), how);
        assertQuiet(page);
        open("whole.html", TinyExplanation.of(true));
        how = (String) browser.value("document.getElementById('how').textContent");
        assertTrue(how.contains("to the frames of audio and vision, and from the scales of language to its words"),
                how);
        assertTrue(how.contains("R_j") && how.contains("S_j") && !how.contains("could be traced"), how);
    }

    /** Also on the darkest colour of words, in either direction, where marks of the tokeniser are small. */
    @Test
    void colouredWordsAreLegible() throws Exception {
        open("words.html", TinyExplanation.of(true));
        for (boolean dark : List.of(false, true)) {
            browser.look(1200, 900, dark);
            for (String kind : List.of("word", "word mark")) {
                for (String direction : List.of("up", "down")) {
                    double contrast = ((Number) browser.value(contrastOfDarkest(kind, direction))).doubleValue();
                    assertTrue(contrast >= 4.5, kind + " " + direction + (dark ? " dark " : " light ") + contrast);
                }
            }
        }
    }

    /** Contrast of the text of the darkest word to its colour upon the page's. */
    private static String contrastOfDarkest(String kind, String direction) {
        return """
                (() => {
                    const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
                    const alpha = span => numbers(getComputedStyle(span).backgroundColor)[3] ?? 1;
                    const word = [...document.querySelectorAll('.words span.word')]
                        .reduce((a, b) => alpha(a) >= alpha(b) ? a : b);
                    const [name, style] = [word.className, word.style.backgroundColor];
                    word.className = '%1$s %2$s';
                    word.style.backgroundColor = style.replace(/--\\w+-soft/, '--%2$s-soft');
                    const over = numbers(getComputedStyle(word).backgroundColor);
                    const under = numbers(getComputedStyle(document.body).backgroundColor);
                    const text = numbers(getComputedStyle(word).color);
                    [word.className, word.style.backgroundColor] = [name, style];
                    const light = colour => colour.map(part => part / 255)
                        .map(part => part <= .03928 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
                        .reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], 0);
                    const ground = under.slice(0, 3).map((part, i) => over[3] * over[i] + (1 - over[3]) * part);
                    if (over[3] < .5) {
                        return -over[3]; // the darkest is .6
                    }
                    const both = [light(text.slice(0, 3)), light(ground)].sort((a, b) => b - a);
                    return (both[0] + .05) / (both[1] + .05);
                })()""".formatted(kind, direction);
    }

    @Test
    void groupsOfVeryFewSamplesHaveNoInterval() throws Exception {
        Path page = open("few.html", TinyExplanation.of(true));
        String byClass = "[...document.querySelectorAll('#split figure')]"
                + ".find(one => one.querySelector('strong').textContent === 'Error by class')";
        assertTrue(((String) browser.value(byClass + ".textContent")).contains("have too few samples for one"));
        browser.value(byClass + ".querySelector('details').open = true");
        browser.waitFor(byClass + ".querySelector('table') !== null");
        String cells = (String) browser.value("[..." + byClass + ".querySelectorAll('tbody tr')]"
                + ".map(row => row.children[1].textContent + (/too few/.test(row.textContent) ? 'few' : ''))"
                + ".join(' ')");
        for (String cell : cells.split(" ")) {
            assertEquals(Integer.parseInt(cell.replace("few", "")) < 5, cell.endsWith("few"), cells);
        }
        assertQuiet(page);
    }

    @Test
    void everythingHasANameForThoseWhoDoNotSeeIt() throws Exception {
        open("names.html", TinyExplanation.of(true));
        assertEquals(0, count(".chart:not([role=img][aria-label])"));
        assertEquals(count(".chart"), count("figure details"));
        assertEquals(0.0, browser.value("[...document.querySelectorAll('input, select')]"
                + ".filter(control => !control.labels.length).length"));
        assertEquals(1, count("h1"));
        assertEquals("en", browser.value("document.documentElement.lang"));
    }

    @Test
    void narrowWindowsAndDarkOnesAreLegible() throws Exception {
        Path page = open("narrow.html", TinyExplanation.of(true));
        Object light = browser.value("getComputedStyle(document.body).backgroundColor");
        browser.look(360, 800, true);
        browser.waitFor("document.querySelector('.chart').clientWidth < 360"
                + " && document.querySelector('.chart canvas').clientWidth < 360");
        assertNotEquals(light, browser.value("getComputedStyle(document.body).backgroundColor"));
        assertEquals(true, browser.value("document.documentElement.scrollWidth <= 360"), "nothing sticks out");
        assertEquals(0.0, blankCharts());
        assertQuiet(page);
        for (String name : List.of("--text", "--quiet", "--link")) {
            assertTrue(((Number) browser.value(contrast(name))).doubleValue() >= 4.5, name);
        }
    }

    /** The ratio of contrast to the background, as WCAG 2 defines it. */
    private static String contrast(String colour) {
        return """
                (() => {
                    const style = getComputedStyle(document.documentElement);
                    const light = name => style.getPropertyValue(name).trim().match(/[0-9a-f]{2}/gi)
                        .map(part => parseInt(part, 16) / 255)
                        .map(part => part <= .03928 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
                        .reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], 0);
                    const both = [light('%s'), light('--back')].sort((a, b) => b - a);
                    return (both[0] + .05) / (both[1] + .05);
                })()""".formatted(colour);
    }

    @Test
    void textOfSamplesStaysText() throws Exception {
        Path page = open("hostile.html", TinyExplanation.of(text -> HOSTILE + text));
        String seen =
                HOSTILE.replace("\uD83D \u0000", "\uFFFD \u0000").replace("\uDE00\uD83D\uDE00", "\uFFFD\uD83D\uDE00");
        assertEquals(seen + "test$_$0", browser.value("document.querySelector('#sample h3').textContent"));
        assertEquals(0, count("img"));
        assertEquals(null, browser.value("window.taken"));
        assertQuiet(page);
    }

    @Test
    void aStudyIsShown() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("study"));
        Files.writeString(folder.resolve("results.json"), StudyExample.RESULTS);
        Path page = Files.write(temporary.resolve("study.html"), StudyPage.of(folder));
        browser.complaints.clear();
        browser.requests.clear();
        browser.look(360, 800, false);
        browser.open(page);
        assertEquals(3, count(".chart"));
        assertEquals(0.0, blankCharts());
        assertEquals(
                "whole 2 0.5500 ± 0.0707 [0.5000, 0.6000] – 0.2000 ± 0.1000 [0.1000, 0.3000]|deaf 2 0.7500 ± 0.0700"
                        + " [0.7000, 0.8000] 0.5000 [0.4000, 0.6000], n = 1 0.1000 ± 0.0000 [0.1000, 0.1000]",
                browser.value("[...[...document.querySelectorAll('table')]"
                        + ".find(table => /Means/.test(table.caption.textContent)).tBodies[0].rows]"
                        + ".map(row => [...row.cells].map(cell => cell.textContent).join(' ')).join('|')"));
        assertEquals("whole – – –|deaf 0.7000 0.6800 a paper",
                browser.value("[...[...document.querySelectorAll('table')]"
                        + ".find(table => /no results/.test(table.caption.textContent)).tBodies[0].rows]"
                        + ".map(row => [...row.cells].map(cell => cell.textContent).join(' ')).join('|')"));
        String drawn = "echarts.getInstanceByDom(document.querySelector('#curves .chart'))";
        assertEquals("value [[0,0.55],[1,0.65]]", browser.value(drawn + ".getOption().xAxis[0].type + ' '"
                + " + JSON.stringify(" + drawn + ".getOption().series[0].data)"));
        assertEquals("2 colours, 4 places", browser.value(drawn + ".getZr().storage.getDisplayList()"
                + ".filter(one => one.type === 'line' && one.style.lineWidth === 1.5 && one.shape.x1 === one.shape.x2)"
                + ".reduce((seen, one) => [seen[0].add(one.style.stroke), seen[1].add(Math.round(one.shape.x1))],"
                + " [new Set(), new Set()]).map(set => set.size).join(' colours, ') + ' places'"));
        browser.value("document.getElementById('figure').focus()");
        browser.press("ArrowDown", 40);
        browser.waitFor("document.querySelector('figcaption strong').textContent === 'Corr of each variant'");
        assertEquals(3, count(".chart canvas"));
        assertEquals(true, browser.value("document.documentElement.scrollWidth <= 360"));
        assertQuiet(page);
    }

    @Test
    void withoutAttentionThePageSaysSo() throws Exception {
        Path page = open("other.html", TinyExplanation.of(false));
        String how = (String) browser.value("document.getElementById('how').textContent");
        assertTrue(how.contains("In this model no attention of language to audio and vision could be traced."), how);
        assertTrue(how.contains("occlusion alone explain their frames and the words."), how);
        assertEquals(0, count("input[value=attention]"));
        assertEquals(0.0, blankCharts());
        assertQuiet(page);
    }
}
