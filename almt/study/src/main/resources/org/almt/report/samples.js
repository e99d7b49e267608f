const METHODS = {attention: 'attention', gradient: 'gradient × input', occlusion: 'occlusion'};
let method = data.shown;

/** How reliable a method is for a sequence, if that was checked. */
function reliability(name, sequence) {
    const where = data.where[sequence] === name;
    const direction = data.direction[sequence] === name;
    return where && direction ? ' (most reliable)' : where ? ' (most reliable for where to look)'
        : direction ? ' (most reliable for which way)' : '';
}

function samplesSection() {
    if (!data.samples.length) {
        return;
    }
    const detail = element('div', {id: 'sample'});
    const said = element('p', {class: 'hidden', role: 'status'});
    const list = element('select', {
        id: 'list', size: Math.min(8, Math.max(2, data.samples.length)),
        on: {change: () => show(list.value)}
    });
    const fill = () => {
        const wanted = search.value.toLowerCase();
        const shown = data.samples.map((sample, i) => [sample, i])
            .filter(([sample]) => (sample.id + ' ' + (sample.text || '')).toLowerCase().includes(wanted));
        const by = {
            file: () => 0,
            error: (a, b) => Math.abs(b[0].prediction - b[0].label) - Math.abs(a[0].prediction - a[0].label),
            label: (a, b) => a[0].label - b[0].label,
            prediction: (a, b) => a[0].prediction - b[0].prediction
        }[order.value];
        shown.sort(by);
        list.replaceChildren(...shown.map(([sample, i]) => element('option', {value: i},
            `${sample.id} · label ${signed(sample.label, 2)}, predicted ${signed(sample.prediction, 2)}`
            + (sample.text ? ' · ' + sample.text : ''))));
        found.textContent = `${shown.length} of ${data.samples.length} samples`;
        list.value = current;
    };
    const search = element('input', {type: 'search', id: 'search', on: {input: fill}});
    const order = element('select', {id: 'order', on: {change: fill}},
        ...[['file', 'order of the data'], ['error', 'largest error first'], ['label', 'label'],
            ['prediction', 'prediction']].map(([value, text]) => element('option', {value}, text)));
    const found = element('span', {class: 'quiet', role: 'status'});
    let current = 0;
    function show(i) {
        current = Number(i);
        list.value = current;
        detail.replaceChildren(...sampleView(data.samples[current]));
        said.textContent = `Shown: ${data.samples[current].id}`;
        drawNew();
    }
    const step = by => {
        const at = list.selectedIndex + by;
        if (at >= 0 && at < list.options.length) {
            show(list.options[at].value);
        }
    };
    section('samples', data.samples.length === 1 ? 'The sample' : 'Samples',
        data.samplesNote ? paragraph(data.samplesNote, 'quiet') : null,
        data.samples.length === 1 ? null : element('div', {class: 'controls'},
            element('label', {class: 'wide'}, 'Find by id or words', search),
            element('label', {}, 'Order', order),
            element('button', {type: 'button', id: 'previous', on: {click: () => step(-1)}}, '← Previous'),
            element('button', {type: 'button', id: 'next', on: {click: () => step(1)}}, 'Next →'), found),
        data.samples.length === 1 ? null
            : element('label', {class: 'list'}, element('span', {class: 'quiet'}, 'Sample'), list),
        said, detail);
    fill();
    show(0);
    samplesSection.show = index => {
        const at = data.samples.findIndex(sample => sample.index === index);
        if (at >= 0) {
            search.value = '';
            fill();
            show(at);
            document.getElementById('samples').scrollIntoView();
        }
    };
}

const unpackedModality = modality => modality.ready || (modality.ready = {
    frames: modality.runs.flatMap(([first, last]) => Array.from({length: last - first + 1}, (_, i) => first + i)),
    layers: modality.layers.map(layer => ({scale: layer.scale, frames: unpacked(layer.frames)})),
    scores: Object.fromEntries(Object.entries(modality.scores).map(([key, packed]) => [key, unpacked(packed)]))
});

function sampleView(sample) {
    const away = sample.label === null ? null : sample.prediction - sample.label;
    return [
        element('h3', {}, sample.id),
        element('dl', {class: 'facts'}, ...[
            ['prediction', `${signed(sample.prediction, 2)} (${sample.predictionWords})`],
            ['label', `${signed(sample.label, 2)} (${sample.labelWords})`],
            ['prediction − label', signed(away, 2)],
            ...(sample.annotation ? [['annotated', sample.annotation]] : []),
            ...(sample.truth ? [['made of', sample.truth]] : [])
        ].map(([term, value]) => element('div', {}, element('dt', {}, term), element('dd', {}, value)))),
        ...wordsView(sample),
        ...framesView(sample, 'audio'),
        ...framesView(sample, 'vision')
    ];
}

// ---------------------------------------------------------------- words

function wordsView(sample) {
    if (!sample.pieces.length) {
        return [element('h4', {class: 'quiet'}, 'Language'), sample.text ? paragraph(sample.text, 'words') : null,
            paragraph('The model reads no words, so they do not change its prediction.', 'quiet')].filter(Boolean);
    }
    const text = unpackedModality(sample.modalities.text);
    const available = Object.keys(METHODS).filter(key => text.scores[key]);
    const words = element('p', {class: 'words'});
    const numbers = element('div');
    const key = element('p', {class: 'key'});
    const at = new Map(text.frames.map((frame, i) => [frame, i]));
    const score = (piece, values) => sum(piece.rows.map(row => at.has(row) ? values[at.get(row)] : 0));
    const paint = () => {
        const shown = available.includes(method) ? method : available[available.length - 1];
        const scores = sample.pieces.map(piece => score(piece, text.scores[shown]));
        const top = largest(scores) || 1;
        words.replaceChildren(...sample.pieces.map((piece, i) => {
            if (piece.kind === 'between') {
                return document.createTextNode(piece.text);
            }
            const part = scores[i] / top;
            const direction = Math.abs(part) < .02 ? '' : part > 0 ? ' up' : ' down';
            const made = element('span', {
                class: 'word' + direction + (piece.kind === 'word' ? '' : ' mark'),
                title: `${METHODS[shown]}: ${shown === 'attention' ? percent(scores[i], 1) : signed(scores[i])}`
            }, piece.text);
            made.style.backgroundColor = `rgba(var(--${part > 0 ? 'up' : 'down'}-soft), ${(.6 * Math.abs(part)).toFixed(3)})`;
            return made;
        }));
        key.replaceChildren(...(shown === 'attention'
            ? [element('span', {}, element('i', {class: 'up'}), 'darker: more attention of language')]
            : [element('span', {}, element('i', {class: 'up'}), 'raises the prediction'),
                element('span', {}, element('i', {class: 'down'}), 'lowers it'),
                element('span', {}, `darkest here: ${significant(top, 2)}`)]));
    };
    const choice = element('fieldset', {}, element('legend', {}, 'Words coloured by'),
        ...available.map(name => element('label', {}, element('input', {
            type: 'radio', name: 'method', value: name, checked: name === (available.includes(method) ? method
                : available[available.length - 1]),
            on: {change: () => { method = name; paint(); }}
        }), METHODS[name] + reliability(name, 'text'))));
    const table1 = element('details', {}, element('summary', {}, 'The words as a table'));
    table1.addEventListener('toggle', () => {
        if (table1.open && table1.children.length === 1) {
            table1.append(table('Influence of each word', ['word', ...available.map(name => METHODS[name])],
                sample.pieces.filter(piece => piece.kind !== 'between').map(piece => [piece.text,
                    ...available.map(name => number(score(piece, text.scores[name]), 4))])));
        }
    });
    paint();
    return [element('h4', {class: 'quiet'}, sample.pieces.some(piece => piece.kind === 'position')
        ? 'Language: positions of the text features (their words are not known)' : 'Language'), choice, words, key,
        sample.pieces.some(piece => piece.kind === 'position') && sample.text ? paragraph(sample.text) : null,
        table1, numbers].filter(Boolean);
}

// ---------------------------------------------------------------- frames

/** Frames that got much attention, and frames that got little: above twice and below half of an even share. */
function keptAndSuppressed(frames, attention) {
    const even = 1 / frames.length;
    const pick = test => frames.map((frame, i) => i).filter(i => test(attention[i]));
    return {kept: pick(share => share >= 2 * even), suppressed: pick(share => share <= even / 2)};
}

function framesView(sample, name) {
    const modality = sample.modalities[name];
    const ready = unpackedModality(modality);
    const heading = element('h4', {class: 'quiet'}, name === 'audio' ? 'Audio' : 'Vision');
    if (!ready.frames.length) {
        return [heading, paragraph(`There are no ${name} frames. All are zero.`)];
    }
    const attention = ready.scores.attention;
    const words = `${ready.frames.length} frames. Top: their features (each minus its mean, in standard deviations of this`
        + ` sample). ` + (attention ? 'Middle: the attention of each language scale to them in its hyper-modality layer,'
            + ' traced back through the learned tokens.' : 'This model has no attention to them that could be traced.')
        + ' Bottom: the effect of each frame on the prediction.'
        + (data.direction[name] ? ` For this effect, ${METHODS[data.direction[name]]} is most reliable.` : '')
        + (modality.truth ? ' Shaded: frames known to be informative.' : '');
    const still = modality.heat.constant;
    const moving = modality.heat.width - still.length;
    const chosen = (modality.heat.features.length < moving
        ? ` Of the ${moving} features that change, the ${modality.heat.features.length} that vary most are shown.` : '')
        + (modality.heat.together > 1 ? ` Each column is the mean of ${modality.heat.together} neighbouring frames.` : '');
    const constant = !still.length ? '' : still.length > 1 ? ` Features ${runs(still).map(span).join(', ')} are the same in all`
        + ' frames, so they are left out.' : ` Feature ${still[0]} is the same in all frames, so it is left out.`;
    return [heading, figure(`${name} of ${sample.id}`, words + chosen + constant,
        width => framesLayout(modality, ready.layers.length, width).whole, width => framesOptions(modality, ready, width), () => framesNumbers(modality, ready)),
        attention ? keptView(name, ready, modality) : null].filter(Boolean);
}

/** Heights of a chart of frames, one below the other: scale of colours, features, legend, attention, effects, in pixels. */
function framesLayout(modality, layers, width) {
    const attention = layers > 0;
    const entries = layers + 2 + (modality.truth ? 1 : 0);
    const legend = 12 + 24 * Math.ceil(entries / Math.max(1, Math.floor((width - 62) / 175)));
    const heat = Math.max(90, 14 * modality.heat.features.length); // so that the labels have room
    const tops = [28, 28 + heat + legend];
    const heights = [heat, 110];
    if (attention) {
        tops.push(tops[1] + 110 + 42);
        heights.push(110);
    }
    return {tops, heights, legend: 28 + heat + 6, whole: tops[tops.length - 1] + 110 + 46};
}

function framesOptions(modality, ready, width) {
    const palette = colours();
    const heat = modality.heat;
    const values = unpacked(heat.values);
    const attention = ready.layers.length > 0;
    const layout = framesLayout(modality, ready.layers.length, width);
    const frames = ready.frames.map(String);
    const last = attention ? 2 : 1;
    const cells = values.map((value, i) => [i % heat.bins, Math.floor(i / heat.bins), Number(value.toFixed(2))]);
    const lines = ready.layers.map((layer, j) => ({
        name: `scale ${layer.scale}, layer ${layer.scale}`, type: 'line', xAxisIndex: 1, yAxisIndex: 1, symbol: 'none',
        color: palette[j % palette.length],
        lineStyle: {type: dashes[j % dashes.length], width: 2}, data: layer.frames.map(value => Number((100 * value).toFixed(3)))
    }));
    const effects = [['occlusion', 3], ['gradient', 5]].map(([key, colour]) => ({
        name: METHODS[key], type: key === 'occlusion' ? 'bar' : 'line', symbol: 'none', xAxisIndex: last,
        yAxisIndex: last, color: palette[colour], lineStyle: {width: 1.5},
        data: ready.scores[key].map(value => Number(value.toFixed(4)))
    }));
    const known = new Set(modality.truth || []);
    const shades = !modality.truth ? [] : Array.from({length: last}, (_, i) => ({
        name: 'known to be informative', type: 'custom', xAxisIndex: i + 1, yAxisIndex: i + 1, z: 1, silent: true,
        tooltip: {show: false}, color: style('--truth'), encode: {x: 0, y: -1},
        data: ready.frames.flatMap((frame, at) => known.has(frame) ? [[at]] : []),
        renderItem: (parameters, api) => {
            const width = api.size([1, 0])[0];
            const {y, height} = parameters.coordSys;
            return {
                type: 'rect', shape: {x: api.coord([api.value(0), 0])[0] - width / 2, y, width, height},
                style: {fill: style('--truth')}
            };
        }
    }));
    const middle = dark.matches ? '#23282e' : '#f4f4f2';
    return {
        grid: layout.tops.map((top, i) => ({left: 64, right: 12, outerBoundsMode: 'none', top, height: layout.heights[i]})),
        xAxis: [
            axis({type: 'category', gridIndex: 0, data: heat.starts.map(String), show: false}),
            ...(attention ? [axis({type: 'category', gridIndex: 1, data: frames})] : []),
            axis({type: 'category', gridIndex: last, data: frames, name: 'frame', axisLine: {onZero: false,
                lineStyle: {color: style('--quiet')}}})
        ],
        yAxis: [
            axis({
                type: 'category', gridIndex: 0, data: heat.features.map(String), name: 'feature', nameGap: 34,
                axisLabel: {color: style('--quiet'), fontSize: 12, interval: 0}
            }),
            ...(attention ? [axis({type: 'value', gridIndex: 1, name: 'attention, %', nameGap: 38, splitNumber: 3})] : []),
            axis({type: 'value', gridIndex: last, name: 'effect', nameGap: 42, splitNumber: 3})
        ],
        legend: {
            ...base().legend, top: layout.legend, left: 50, right: 12,
            data: [...lines, ...effects, ...shades.slice(0, 1)].map(line => line.name)
        },
        visualMap: {
            type: 'continuous', min: -2.5, max: 2.5, show: true, orient: 'horizontal', right: 12, top: -4, seriesIndex: 0,
            itemHeight: Math.min(140, width / 3), itemWidth: 10, calculable: false, text: ['+2.5 sd', '−2.5 sd'],
            textStyle: {color: style('--quiet'), fontSize: 12},
            inRange: {color: [style('--down'), middle, style('--up')]}
        },
        tooltip: {...base().tooltip, trigger: 'axis', valueFormatter: value => number(value, 3)},
        series: [{
            name: 'features', type: 'heatmap', xAxisIndex: 0, yAxisIndex: 0, data: cells, progressive: 0,
            tooltip: {trigger: 'item'}
        }, ...lines, ...effects, ...shades]
    };
}

function framesNumbers(modality, ready) {
    const known = new Set(modality.truth || []);
    return [['frame', ...ready.layers.map(layer => `attention of scale ${layer.scale}`), METHODS.gradient, METHODS.occlusion,
        ...(modality.truth ? ['informative'] : [])],
        ready.frames.map((frame, i) => [frame, ...ready.layers.map(layer => percent(layer.frames[i], 2)),
            number(ready.scores.gradient[i], 4), number(ready.scores.occlusion[i], 4),
            ...(modality.truth ? [known.has(frame) ? 'yes' : ''] : [])])];
}

/** The most stretches of frames in a table. */
const STRETCHES = 4;

function keptView(name, ready, modality) {
    const {kept, suppressed} = keptAndSuppressed(ready.frames, ready.scores.attention);
    const known = new Set(modality.truth || []);
    const side = (title, chosen, much) => {
        const share = sum(chosen.map(i => ready.scores.attention[i]));
        const found = chosen.filter(i => known.has(ready.frames[i])).length;
        const words = `${chosen.length} of ${ready.frames.length} frames, ${percent(share)} of the attention`
            + (modality.truth ? `; ${found} of them known to be informative` : '');
        const stretches = runs(chosen.map(i => ready.frames[i]));
        const limit = stretches.length > STRETCHES ? `; the table shows ${STRETCHES} of ${stretches.length} stretches` : '';
        const at = new Map(ready.frames.map((frame, i) => [frame, i]));
        const rows = stretches.map(run => {
            const inside = chosen.filter(i => ready.frames[i] >= run[0] && ready.frames[i] <= run[1]);
            return [run, sum(inside.map(i => ready.scores.attention[i])), sum(inside.map(i => ready.scores.occlusion[i]))];
        }).sort((a, b) => much ? b[1] - a[1] : (b[0][1] - b[0][0]) - (a[0][1] - a[0][0])).slice(0, STRETCHES);
        return element('div', {}, element('strong', {}, title), paragraph(words + limit, 'quiet'), rows.length
            ? table(`${name}: ${title.toLowerCase()}`, ['frames', 'attention', 'effect'],
                rows.map(([run, part, effect]) => [span(run), percent(part, 1), signed(effect)]), false) : null);
    };
    return element('div', {class: 'pair'}, side('Kept: more than twice the mean attention', kept, true),
        side('Suppressed: less than half the mean attention', suppressed, false));
}
