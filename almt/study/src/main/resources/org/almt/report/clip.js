// One clip: sound, face and words on the same time axis, and their influence on the prediction.
const second = value => number(value, 2) + ' s';
const times = {type: 'value', min: 0, name: 'seconds', nameGap: 28};
const SIDES = {left: 72, right: 16};
/** Room above a chart, for the words that are said. */
const WORDS = 20;
const hasWords = () => Boolean(data.words && data.words.length);
/** Labels that need more room than the sides give may not narrow one chart alone. */
const plot = (more = {}) => ({...SIDES, outerBoundsMode: 'none', top: 16 + (hasWords() ? WORDS : 0), bottom: 44, ...more});
const lengthOf = () => data.sound ? data.sound.seconds
    : data.face ? data.face.end : Math.max(...data.words.map(word => word.end));

/** Seconds between two ticks: 1, 2 or 5 times a power of ten, so that their labels have room in a chart of a width. */
function ticksOf(width) {
    const least = lengthOf() / Math.max(2, Math.floor((width - SIDES.left - SIDES.right) / 90));
    const power = 10 ** Math.floor(Math.log10(least));
    return [1, 2, 5, 10].map(times => times * power).find(step => step >= least * .999);
}

/** The grid of all charts over time has the same sides and the same ticks, so that they lie below one another. */
const timeAxis = width => axis({...times, max: Number(lengthOf().toFixed(3)), interval: ticksOf(width)});

/** Words as grey stretches with their text above a chart over time; where there is no room, the text is left out. */
function spoken(width) {
    if (!hasWords()) {
        return undefined;
    }
    const scale = (width - SIDES.left - SIDES.right) / lengthOf();
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = `12px ${FONT}`;
    let free = 0;
    const shown = data.words.map(word => {
        const half = pen.measureText(word.text).width / 2;
        const middle = SIDES.left + scale * (word.start + word.end) / 2;
        if (middle - half < free || middle + half > width) {
            return '';
        }
        free = middle + half + 5;
        return word.text;
    });
    return {
        silent: true, itemStyle: {color: style('--truth')},
        label: {show: true, position: 'top', distance: 4, color: style('--text'), fontSize: 12, fontFamily: FONT},
        data: data.words.map((word, i) => [{name: shown[i], xAxis: word.start}, {xAxis: word.end}])
    };
}

function factsSection() {
    const rows = [
        ...(data.predictionWords ? [['prediction', `${signed(data.prediction, 2)} (${data.predictionWords})`],
            ['scale', `−${significant(data.limit)} to +${significant(data.limit)}`]] : []),
        ['length', second(lengthOf())],
        ...(data.words && data.words.length ? [['words with times', String(data.words.length)]] : [])
    ];
    section('clip', 'The clip', element('dl', {class: 'facts'}, ...rows.map(([term, value]) =>
        element('div', {}, element('dt', {}, term), element('dd', {}, value)))));
}

function wordsSection() {
    if (!data.pieces || !data.pieces.length) {
        return;
    }
    if (data.pieces.every(piece => piece.score === null)) {
        section('words', 'Words', paragraph(data.pieces.map(piece => piece.text).join(''), 'words'),
            ...data.predictionWords ? [paragraph('The model reads no words, so they do not change its prediction.', 'quiet')] : []);
        return;
    }
    const said = data.pieces.filter(piece => !piece.mark);
    const marks = data.pieces.filter(piece => piece.mark);
    const strongest = largest(said.map(piece => piece.score || 0));
    const top = strongest || 1;
    const words = element('p', {class: 'words'}, ...said.map(piece => {
        if (piece.score === null) {
            return document.createTextNode(piece.text);
        }
        const part = piece.score / top;
        const direction = Math.abs(part) < .02 ? '' : part > 0 ? ' up' : ' down';
        const made = element('span', {class: 'word' + direction, title: signedSmall(piece.score)}, piece.text);
        made.style.backgroundColor = `rgba(var(--${part > 0 ? 'up' : 'down'}-soft), ${(.6 * Math.abs(part)).toFixed(3)})`;
        return made;
    }));
    const details = element('details', {}, element('summary', {}, 'The words as a table'));
    details.addEventListener('toggle', () => {
        if (details.open && details.children.length === 1) {
            details.append(table('Influence of each word', ['word', 'raises the prediction by'],
                data.pieces.filter(piece => piece.score !== null).map(piece => [piece.text, signedSmall(piece.score)])));
        }
    });
    section('words', 'Words', words, element('p', {class: 'key'},
        element('span', {}, element('i', {class: 'up'}), 'raises the prediction'),
        element('span', {}, element('i', {class: 'down'}), 'lowers it'),
        element('span', {}, `darkest here: ${significant(strongest, 2)}`
            + (strongest < .002 * data.limit ? ', which is almost no influence' : ''))),
        marks.length ? paragraph('The special tokens of the language model around the sentence are not coloured: '
            + marks.map(mark => `${mark.text} ${signedSmall(mark.score, 2)}`).join(', ') + '.', 'quiet') : '', details);
}

/** The effect of each row on the prediction by both methods, as steps up and down over time. */
function influences(modality, what) {
    const found = data[modality];
    if (!found) {
        return [];
    }
    const read = found.starts.length;
    const shown = read === found.rows ? `The model reads all ${found.rows} rows.`
        : `The model reads ${read} of the ${found.rows} rows, from ${number(found.starts[0], 2)} to ${second(found.ends[read - 1])}.`
            + ' The chart shows only these.';
    const neutral = found.together === 1 ? 'the prediction with the row made neutral.'
        : `the prediction with rows made neutral: ${found.together} neighbours together, which share the change evenly.`;
    return [influence(found, 'occlusion', `Influence of the ${what} (occlusion)`,
        `How much each row of ${modality} features raises (up) or lowers (down) the prediction. This is the prediction minus `
        + `${neutral} ${shown}`),
    influence(found, 'gradient', `Influence of the ${what} (gradient × input)`,
        'The same by the gradient of the prediction: Σ ∂y/∂x (x − neutral) over the features of a row.')];
}

function influence(found, method, title, words) {
    const scores = unpacked(found[method]);
    const {starts, ends} = found;
    // Overlapping frames are cut at the middle, also if times were rounded to milliseconds. Nothing is drawn between words.
    const meets = i => i + 1 < starts.length && starts[i + 1] < ends[i] + .0015;
    const edge = i => (starts[i + 1] + ends[i]) / 2;
    const steps = starts.flatMap((start, i) => [
        [i && meets(i - 1) ? edge(i - 1) : start, scores[i], i], [meets(i) ? edge(i) : ends[i], scores[i], i],
        ...(meets(i) ? [] : [[ends[i], null, i]])
    ]);
    // ECharts draws no line whose pieces have no finite bounds. This bound is beyond all scores.
    const bound = 2 * scores.reduce((most, score) => Math.max(most, Math.abs(score)), 1e-9);
    return figure(title, words, 200, width => ({
            grid: plot(), xAxis: timeAxis(width), yAxis: axis({type: 'value', splitNumber: 3}),
            tooltip: {
                ...base().tooltip, trigger: 'axis', formatter: ([{value: [, , i]}]) =>
                    `${number(starts[i], 2)} to ${second(ends[i])}  ${signedSmall(scores[i])}`
            },
            // As for words: one colour raises the prediction, the other lowers it.
            visualMap: {
                type: 'piecewise', show: false, seriesIndex: 0, dimension: 1,
                pieces: [{gt: 0, lte: bound, color: style('--up')}, {gte: -bound, lte: 0, color: style('--down')}]
            },
            series: [{
                type: 'line', symbol: 'none', areaStyle: {opacity: .35}, lineStyle: {width: 1.5}, encode: {x: 0, y: 1},
                data: steps, markArea: spoken(width)
            }]
        }), () => [['from second', 'to second', 'raises the prediction by'],
            starts.map((start, i) => [number(start, 3), number(ends[i], 3), signed(scores[i], 5)])]);
}

/** Where a frequency lies on the mel scale, from 0 at 0 Hz to 1 at the highest. */
const melPlace = (frequency, highest) => Math.log(1 + frequency / 700) / Math.log(1 + highest / 700);

/** Round frequencies for the ticks, and the highest, with room for their labels between them. */
function roundHertz(highest) {
    const round = [0, 250, 500, 1000, 2000, 4000, 8000, 16000, 32000, 64000];
    const chosen = [highest];
    for (const frequency of round.filter(value => value < highest).reverse()) {
        if (melPlace(chosen[0], highest) - melPlace(frequency, highest) > .085) {
            chosen.unshift(frequency);
        }
    }
    return chosen;
}

function soundSection() {
    if (!data.sound) {
        return;
    }
    const {seconds, step, columns, hertz, highest} = data.sound;
    const low = unpacked(data.sound.low);
    const high = unpacked(data.sound.high);
    const decibels = unpacked(data.sound.decibels);
    const at = i => seconds * (i + .5) / low.length;
    const wave = figure('Waveform', 'The smallest and the largest sample at each time, from −1 to 1.', 190, width => ({
        grid: plot(), xAxis: timeAxis(width), yAxis: axis({type: 'value', splitNumber: 2}), tooltip: {show: false},
        series: [{
            type: 'line', symbol: 'none', lineStyle: {width: 1}, markArea: spoken(width),
            data: low.flatMap((value, i) => [[at(i), value], [at(i), high[i]]])
        }]
    }), () => [['seconds', 'smallest', 'largest'],
        low.map((value, i) => [number(at(i), 3), number(value), number(high[i])])]);
    const bands = hertz.length;
    const place = frequency => melPlace(frequency, highest);
    const lowest = Math.min(...decibels);
    const loudest = Math.max(...decibels);
    const spectrogram = figure('Spectrogram',
        `Power in decibels by frequency (mel scale, up to half the sampling rate, ${significant(highest / 1000)} kHz) and time. The stronger the colour, the louder.`,
        260, width => ({
            grid: plot({top: 16}),
            // The cells are on categories; the visible axis is that of the other charts.
            xAxis: [axis({type: 'category', data: Array.from({length: columns}, (_, i) => i), show: false}),
                {...timeAxis(width), position: 'bottom', splitLine: {show: false}}],
            yAxis: [axis({type: 'category', data: hertz.map((_, i) => i), show: false}), axis({
                type: 'value', position: 'left', min: 0, max: 1, name: 'Hz', nameGap: 44, splitLine: {show: false},
                axisTick: {lineStyle: {color: style('--quiet')}, customValues: roundHertz(highest).map(place)},
                axisLabel: {
                    color: style('--quiet'), fontSize: 12, customValues: roundHertz(highest).map(place),
                    formatter: at => significant(Math.round(700 * ((1 + highest / 700) ** at - 1)))
                }
            })],
            visualMap: {
                show: false, min: lowest, max: loudest, dimension: 2,
                inRange: {color: dark.matches ? ['#15181c', '#274a6d', '#6fb1ee', '#f6f8fa'] : ['#ffffff', '#a8cbe8', '#0b62a4', '#0a2540']}
            },
            tooltip: {...base().tooltip, formatter: cell =>
                `${number(cell.value[0] * step, 2)} s, ${Math.round(hertz[cell.value[1]])} Hz: ${number(cell.value[2], 0)} dB`},
            series: [{
                type: 'heatmap', progressive: 0, emphasis: {disabled: true},
                data: decibels.map((value, i) => [Math.floor(i / bands), i % bands, Math.round(value)])
            }]
        }), () => [['seconds', 'loudest band (Hz)', 'dB'], Array.from({length: columns}, (_, i) => {
            const column = decibels.slice(i * bands, (i + 1) * bands);
            const best = column.indexOf(Math.max(...column));
            return [number(i * step, 3), String(Math.round(hertz[best])), number(column[best], 0)];
        })]);
    section('sound', 'Sound', wave, spectrogram, ...influences('audio', 'sound'));
}

function faceSection() {
    if (!data.face) {
        return;
    }
    const series = Object.entries(data.face.series).map(([name, packed]) => [name, unpacked(packed)]);
    const track = figure('Action units', (series.length < data.face.units ? `The ${series.length} of ${data.face.units} action units that move most` : 'All action units')
        + ', from 0 (not seen) to 5 (strongest).', 260, width => ({
        grid: plot({top: 48 + (hasWords() ? WORDS : 0)}), xAxis: timeAxis(width), yAxis: axis({type: 'value', min: 0}),
        tooltip: {...base().tooltip, trigger: 'axis', valueFormatter: value => number(value, 2)},
        series: series.map(([name, values], i) => ({
            name, type: 'line', symbol: 'none', lineStyle: {type: dashes[i % dashes.length], width: 2},
            data: data.face.times.map((time, t) => [time, values[t]]), markArea: i ? undefined : spoken(width)
        }))
    }), () => [['seconds', ...series.map(([name]) => name)],
        data.face.times.map((time, t) => [number(time, 3), ...series.map(([, values]) => number(values[t], 2))])]);
    section('face', 'Face', series.length ? track : paragraph('The profile has no intensities of action units to draw.', 'quiet'),
        ...influences('vision', 'face'));
}

document.getElementById('about').textContent = data.about;
factsSection();
wordsSection();
soundSection();
faceSection();
drawNew();
redrawWhenNeeded();
document.documentElement.dataset.ready = 'true';
