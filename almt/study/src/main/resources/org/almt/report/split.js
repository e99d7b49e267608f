function splitSection() {
    const split = data.split;
    const shown = new Set(data.samples.map(sample => sample.index));
    section('split', `The ${split.name} split`,
        element('dl', {class: 'facts', 'aria-label': 'Metrics of the split'}, ...Object.entries(split.metrics)
            .map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, number(value, 4))))),
        element('div', {class: 'grid two'},
            figure('Predictions against labels', `${split.labels.length} samples. On the diagonal, prediction and label are equal`
                + (data.samples.length > 1 ? '. A click on a filled point shows the sample above' : '') + '.', 340,
            () => scatterOptions(split, shown),
            () => [['id', 'label', 'prediction'], split.ids.map((id, i) =>
                [id, number(split.labels[i], 2), number(split.predictions[i], 3)])],
            event => event.componentType === 'series' && samplesSection.show
                && samplesSection.show(event.data && event.data.sample)),
            figure('Confusion', 'Rows are true classes, columns are predicted classes. Cells have numbers of samples.', 340,
                width => confusionOptions(split, width),
                () => [['true class', ...split.classes], split.confusion.map((row, i) => [split.classes[i], ...row])]),
            groups('Error by class', 'true class', split.byClass),
            groups('Error by length of the text', 'tokens or words', split.byLength)),
        element('div', {class: 'grid'}, ...pcaFigures()),
        ...curveFigures());
}

function scatterOptions(split, shown) {
    const limit = data.limit;
    const palette = colours();
    const bound = Math.max(limit, Math.ceil(largest(split.predictions)));
    const filled = [];
    const open = [];
    split.labels.forEach((label, i) => (shown.has(i) && data.samples.length > 1 ? filled : open).push(
        {value: [label, Number(split.predictions[i].toFixed(3))], sample: i}));
    const points = (name, list, hollow, mark) => ({
        name, type: 'scatter', data: list, symbolSize: 7, cursor: hollow ? 'default' : 'pointer',
        itemStyle: hollow ? {color: 'transparent', borderColor: palette[0], borderWidth: 1}
            : {color: palette[0], opacity: .75},
        markLine: mark ? {
            silent: true, symbol: 'none', label: {show: false}, lineStyle: {color: style('--quiet'), type: 'dashed'},
            data: [[{coord: [-limit, -limit]}, {coord: [limit, limit]}]]
        } : undefined
    });
    return {
        grid: {left: 46, right: 14, top: 34, bottom: 42},
        legend: {...base().legend, show: filled.length > 0},
        xAxis: axis({type: 'value', min: -limit, max: limit, name: 'label'}),
        yAxis: axis({type: 'value', min: -bound, max: bound, name: 'prediction', nameGap: 30}),
        tooltip: {
            ...base().tooltip, formatter: event => event.data.sample === undefined ? ''
                : `${split.ids[event.data.sample]}\nlabel ${number(event.value[0], 2)}, predicted ${number(event.value[1], 2)}`
        },
        series: [points('explained', filled, false, filled.length > 0), points('others', open, true, !filled.length)]
    };
}

function confusionOptions(split, width) {
    const top = Math.max(1, ...split.confusion.flat());
    const narrow = width < 420 && split.classes.some(name => name.length > 4);
    return {
        grid: {left: narrow ? 90 : split.classes.some(name => name.length > 4) ? 120 : 50, right: 12, top: 12, bottom: narrow ? 96 : 46},
        xAxis: axis({type: 'category', data: split.classes, name: 'predicted', nameGap: narrow ? 78 : 28, splitArea: {show: false},
            axisLabel: {color: style('--quiet'), rotate: narrow ? 60 : 0, interval: 0}}),
        yAxis: axis({type: 'category', data: split.classes, name: narrow ? '' : 'true',
            nameGap: split.classes.some(name => name.length > 4) ? 100 : 32, inverse: true}),
        tooltip: {
            ...base().tooltip, formatter: event => `true ${split.classes[event.value[1]]}, predicted `
                + `${split.classes[event.value[0]]}: ${event.value[2]}`
        },
        visualMap: {
            show: false, min: 0, max: top, inRange: {color: dark.matches ? ['#1d2126', '#3f7fb8'] : ['#f5f6f8', '#5a9fd4']}
        },
        series: [{
            type: 'heatmap', label: {show: true, color: style('--text')},
            data: split.confusion.flatMap((row, y) => row.map((count, x) => [x, y, count])),
            itemStyle: {borderColor: style('--back'), borderWidth: 1}
        }]
    };
}

/** The mean absolute error of groups, with intervals. */
function groups(title, by, list) {
    const there = list.filter(group => group.samples > 0);
    return figure(title, 'Mean absolute error with its 95 % interval. The number of samples is below each bar.'
        + (there.some(group => hasTooFew(group.error)) ? ' Groups without an interval have too few samples for one.' : ''), 280,
        () => ({
            grid: {left: 50, right: 12, top: 12, bottom: 58},
            xAxis: axis({type: 'category', data: there.map(group => `${group.name}\n${group.samples}`), name: by, nameGap: 42,
                axisLabel: {color: style('--quiet'), interval: 0, hideOverlap: false, lineHeight: 17, fontSize: 12}}),
            yAxis: axis({type: 'value', name: 'error', nameGap: 34}),
            series: [{type: 'bar', data: there.map(group => Number(group.error.value.toFixed(4))), barMaxWidth: 40,
                color: colours()[0]}, errorBars(there.map(group => group.error))]
        }),
        () => [[by, 'samples', 'mean absolute error [95 % interval]'],
            there.map(group => [group.name, group.samples, interval(group.error)])]);
}

function pcaFigures() {
    return Object.entries(data.axes || {}).map(([name, axes]) => {
        const points = axes.points;
        return figure(`Representation: ${name}`, `Each point is a sample's mean over the learned tokens. The two axes are the directions in`
            + ` which the samples vary most (${axes.shares.map(share => percent(share)).join(' and ')} of the variance).`
            + ' The colour is the label.', 320,
        () => ({
            grid: {left: 46, right: 14, top: 30, bottom: 40},
            xAxis: axis({type: 'value', name: 'first axis', scale: true}),
            yAxis: axis({type: 'value', name: 'second axis', scale: true, nameGap: 30}),
            visualMap: {
                type: 'continuous', min: -data.limit, max: data.limit, dimension: 2, orient: 'horizontal', right: 0, top: 0,
                itemHeight: 110, itemWidth: 10, text: [`label +${data.limit}`, `−${data.limit}`],
                textStyle: {color: style('--quiet')},
                inRange: {color: [style('--down'), dark.matches ? '#4b535c' : '#d3d6da', style('--up')]}
            },
            tooltip: {...base().tooltip, formatter: event => `${data.split.ids[event.dataIndex]}\nlabel ${number(event.value[2], 2)}`},
            series: [{type: 'scatter', symbolSize: 7, data: points.map((point, i) => [...point, data.split.labels[i]])}]
        }),
        () => [['id', 'first axis', 'second axis', 'label'], points.map((point, i) =>
            [data.split.ids[i], number(point[0]), number(point[1] || 0), number(data.split.labels[i], 2)])]);
    });
}

function curveFigures() {
    const curves = data.curves;
    if (!curves || !curves.epoch || !curves.epoch.length) {
        return [];
    }
    const names = ['train_loss', 'valid_mae', 'valid_corr'].filter(name => curves[name]);
    const words = {train_loss: 'training loss' + (data.loss ? ` (${data.loss})` : ''), valid_mae: 'validation MAE', valid_corr: 'validation Corr'};
    return [figure('Training', `${curves.epoch.length} epochs. ${names.map(name => words[name]).join(', ')}.`, 320,
        () => ({
            grid: {left: 46, right: 14, top: 56, bottom: 42},
            legend: {...base().legend, type: 'plain'},
            xAxis: axis({type: 'category', data: curves.epoch.map(String), name: 'epoch'}),
            yAxis: axis({type: 'value', scale: false}),
            tooltip: {...base().tooltip, trigger: 'axis', valueFormatter: value => number(value, 4)},
            series: names.map((name, i) => ({
                name: words[name], type: 'line', symbol: 'none', lineStyle: {type: dashes[i], width: 2}, data: curves[name]
            }))
        }),
        () => [Object.keys(curves), curves.epoch.map((_, i) => Object.values(curves).map((column, c) =>
            c === 0 ? column[i] : significant(column[i])))])];
}
