// The page of a study.

const there = list => list.filter(one => one.figure && one.figure.value !== null);
const figureOf = (variant, name) => variant.figures[name];
const intervalOrNone = figure => figure && figure.value !== null ? interval(figure, 4) : '–';
/** Mean ± standard deviation over runs [interval], and how many runs where these are fewer than the variant has. */
const meanOrNone = (figure, runs) => !figure || figure.value === null ? '–' : number(figure.value, 4)
    + (typeof figure.deviation === 'number' ? ' ± ' + number(figure.deviation, 4) : '')
    + interval(figure, 4).slice(number(figure.value, 4).length) + (figure.runs && figure.runs < runs ? `, n = ${figure.runs}` : '');
const runsOf = variant => Math.max(0, ...Object.values(variant.figures).map(figure => figure.runs || 0));
const apart = figure => figure.low > 0 || figure.high < 0;

/** What the study is too small to show. */
const warnings = () => data.warnings || (data.seeds >= 3 ? [] : [(data.seeds === 1 ? 'one seed shows nothing' : `${data.seeds} seeds show little`)
    + ' of how much trainings differ by chance; use 3 or more seeds to judge a difference.']);

/** The row of the constant in the table of means, if the study has it. */
const constantRow = () => !data.constant || !Object.keys(data.constant).length ? []
    : [['constant (train mean)', '–', ...data.figures.map(name => number(data.constant[name], 4))]];

function variantsSection() {
    const bars = element('div', {class: 'grid two'});
    const choice = element('select', {id: 'figure', on: {change: () => show()}},
        ...data.figures.map(name => element('option', {value: name}, name)));
    choice.value = data.figures.includes('MAE') ? 'MAE' : data.figures[0];
    const show = () => {
        bars.replaceChildren(
            barsFigure(`${choice.value} of each variant`, 'Means over seeds.', choice.value, false,
                data.variants.map(variant => ({name: variant.name, figure: figureOf(variant, choice.value)}))),
            barsFigure(`${choice.value}: difference from ${data.base}`,
                'Compared seed for seed and sample for sample. If the line crosses 0, chance may explain the difference.', choice.value, true,
                data.variants.filter(variant => variant.name !== data.base).map(variant =>
                    ({name: variant.name, figure: (figureOf(variant, choice.value) || {}).difference}))));
        drawNew();
    };
    section('variants', 'Variants', paragraph(data.description),
        ...warnings().map(warning => paragraph('Warning: ' + warning)),
        table('Variants', ['variant', 'parameters', 'best epochs', 'seconds per run'], data.variants.map(variant => [variant.name
            + (variant.description ? `: ${variant.description}` : ''), variant.parameters.toLocaleString('en'),
        (variant.bestEpochs || ['–']).join(' '), number(variant.seconds, 1)])),
        element('div', {class: 'controls'}, element('label', {}, 'Figure', choice)), bars,
        table(data.seeds === 1 ? `Figures of one run with ${percent(data.confidence)} intervals over test samples alone`
            : `Means ± standard deviations over n runs, one per seed, with ${percent(data.confidence)} intervals over test samples and seeds`,
            ['variant', 'n', ...data.figures], data.variants.map(variant => [variant.name, runsOf(variant) || '–',
                ...data.figures.map(name => meanOrNone(figureOf(variant, name), runsOf(variant)))]).concat(constantRow())),
        data.variants.length < 2 ? null
            : table(`Difference from ${data.base}; * marks an interval without 0`, ['variant', ...data.figures],
                data.variants.filter(variant => variant.name !== data.base).map(variant => [variant.name,
                    ...data.figures.map(name => {
                        const difference = (figureOf(variant, name) || {}).difference;
                        return intervalOrNone(difference) + (difference && difference.value !== null && apart(difference) ? ' *' : '');
                    })])),
        likePapers());
    show();
}

/** Figures selected on the test split, measured here and published. They are not results. */
function likePapers() {
    const of = (variant, part) => (variant.likePapers || {})[part] || {};
    const parts = [['best test', 'bestTestEpochs'], ['published', 'published']]
        .filter(([, part]) => data.variants.some(variant => data.figures.some(name => typeof of(variant, part)[name] === 'number')));
    const columns = parts.flatMap(([word, part]) => data.figures
        .filter(name => data.variants.some(variant => typeof of(variant, part)[name] === 'number')).map(name => [word, part, name]));
    return columns.length === 0 ? null
        : table('Figures as papers choose them, which are no results: the best test epoch of each metric (mean over seeds), and'
            + ' published figures. They flatter. Compare them only with each other.',
        ['variant', ...columns.map(([word, , name]) => `${word} ${name}`), 'source'],
        data.variants.map(variant => [variant.name, ...columns.map(([, part, name]) => {
            const value = of(variant, part)[name];
            return typeof value === 'number' ? number(value, 4) : '–';
        }), (variant.likePapers || {}).source || '–']));
}

function barsFigure(title, words, name, difference, list) {
    const shown = there(list);
    return figure(title, words, Math.max(150, 60 + 40 * shown.length),
        width => ({
            grid: {left: Math.min(width / 2.6, 180), right: 20, top: 8, bottom: 42},
            xAxis: axis({type: 'value', name, scale: !difference}),
            yAxis: axis({type: 'category', inverse: true, data: shown.map(one => one.name),
                axisLabel: {color: style('--text'), width: Math.min(width / 2.6, 180) - 12, overflow: 'break', interval: 0}}),
            series: [{type: 'scatter', symbolSize: 11, color: colours()[0], data: shown.map(one => [one.figure.value, one.name]),
                markLine: difference ? {silent: true, symbol: 'none', label: {show: false}, data: [{xAxis: 0}],
                    lineStyle: {color: style('--quiet'), type: 'dashed'}} : undefined},
            flatBars(shown.map(one => one.figure))]
        }),
        () => [['variant', name], list.map(one => [one.name, intervalOrNone(one.figure)])]);
}

function curvesSection() {
    if (!data.curves.length) {
        return;
    }
    const grid = element('div', {class: 'grid two'});
    const names = Object.keys((data.curves[0].points[0] || {figures: {}}).figures);
    const choice = element('select', {id: 'curve-figure', on: {change: () => show()}},
        ...names.map(name => element('option', {value: name}, name)));
    choice.value = names.includes('MAE') ? 'MAE' : names[0];
    const show = () => {
        grid.replaceChildren(...data.curves.map(curve => curveFigure(curve, choice.value)));
        drawNew();
    };
    section('curves', 'Curves', paragraph('Test figures at growing strengths of the corruption; means over seeds'
        + ` with ${percent(data.confidence)} intervals.`),
        element('div', {class: 'controls'}, element('label', {}, 'Figure', choice)), grid);
    show();
}

function curveFigure(curve, name) {
    const strengths = [...new Set(curve.points.map(point => point.strength))];
    const variants = [...new Set(curve.points.map(point => point.variant))];
    const [first, last] = [Math.min(...strengths), Math.max(...strengths)];
    const margin = (last - first || 1) / 16; // room for shifted points
    const at = (variant, strength) => (curve.points.find(point => point.variant === variant
        && point.strength === strength) || {figures: {}}).figures[name];
    return figure(`${curve.name}: ${name}`, (curve.description ? curve.description + '. ' : '')
        + `${curve.kind} of ${curve.modality}, ${curve.at === 'train' ? 'in training and test' : 'in the test split only'}.`, 300,
        () => ({
            grid: {left: 50, right: 14, top: 56, bottom: 42},
            legend: {...base().legend, type: 'scroll'},
            xAxis: axis({type: 'value', min: first - margin, max: last + margin, name: 'strength',
                axisLabel: {...axis().axisLabel, showMinLabel: false, showMaxLabel: false}}),
            yAxis: axis({type: 'value', scale: true, axisLine: {onZero: false, lineStyle: {color: style('--quiet')}}}),
            tooltip: {...base().tooltip, trigger: 'axis', valueFormatter: value => number(Array.isArray(value) ? value[1] : value, 4)},
            series: variants.flatMap((variant, i) => {
                const color = colours()[i % colours().length];
                const shift = 6 * (i - (variants.length - 1) / 2); // so that intervals of variants stand side by side
                return [{
                    name: variant, type: 'line', symbolSize: 6, symbolOffset: [shift, 0], color,
                    lineStyle: {type: dashes[i % dashes.length], width: 2},
                    data: strengths.map(strength => [strength, (at(variant, strength) || {value: null}).value])
                }, errorBars(strengths.map(strength => at(variant, strength) || {low: null, high: null}), strengths, color, shift)];
            })
        }),
        () => [['strength', ...variants], strengths.map(strength => [strength,
            ...variants.map(variant => intervalOrNone(at(variant, strength)))])]);
}

document.getElementById('about').textContent = data.about;
variantsSection();
curvesSection();
document.getElementById('main').append(paragraph(`Made by almt ${data.version}. The charts are by Apache ECharts (Apache-2.0),`
    + ' which is part of this page. The page loads nothing and sends nothing.', 'quiet'));
redrawWhenNeeded();
document.documentElement.dataset.ready = 'true';
