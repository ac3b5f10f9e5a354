// Numbers over time: those lines that reach highest.
const mostLines = 8;
const lineColours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c8c8c', '#b2a300'];

function seriesSection(series) {
  const width = 1000, height = 240;
  const lines = series.lines.map(line => ({...line, most: line.values.reduce((a, b) => Math.max(a, Math.abs(b)), 0)}))
    .sort((a, b) => b.most - a.most).slice(0, mostLines);
  const all = lines.flatMap(line => line.values);
  const low = all.reduce((a, b) => Math.min(a, b), 0), high = all.reduce((a, b) => Math.max(a, b), low + 1);
  const start = series.times[0], span = series.times[series.times.length - 1] - start || 1;
  const x = at => (series.times[at] - start) / span * width, y = value => height - (value - low) / (high - low) * height;
  const picture = draw('svg', {viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', class: 'series', role: 'img'});
  lines.forEach((line, number) => {
    const points = line.at.map((at, i) => {
      const begins = i === 0 || line.at[i - 1] !== at - 1; // a key that was not there in between
      return `${begins ? 'M' : 'L'}${x(at).toFixed(1)} ${y(line.values[i]).toFixed(1)}`;
    });
    if (points.length === 1) points.push('h4');
    picture.append(draw('path', {d: points.join(''), stroke: lineColours[number], 'stroke-dasharray': number % 2 ? '8 3' : 'none'}));
  });
  const legend = lines.map((line, number) => {
    const mark = make('span', {class: 'mark'});
    mark.style.background = lineColours[number];
    return make('li', {}, mark, `${line.key || series.title}: ${fullNumber.format(line.values[line.values.length - 1])} at last`);
  });
  const left = series.lines.length - lines.length;
  if (left > 0) legend.push(make('li', {text: `and ${left} more in the table`}));
  return section('series', `${series.title}: ${series.function}() over time`,
    make('p', {class: 'axis'}, make('span', {text: shortNumber.format(high)})), picture,
    make('p', {class: 'axis'}, make('span', {text: `${seconds(start)}, ${shortNumber.format(low)}`}),
         make('span', {text: seconds(start + span)})), make('ul', {class: 'legend'}, ...legend));
}
