// Heat maps: time from left to right, values (or parts of a second) upwards, darker where more was seen.
const mostColumns = 600;

class HeatMap {
  // columns × rows of counts; label(column, row): what is told of a place; chosen(from, to): columns.
  constructor({columns, rows, count, label, chosen, title, range}) {
    Object.assign(this, {columns, rows, count, label, chosen, range, from: -1, to: -1, at: 0});
    this.most = 0;
    for (let column = 0; column < columns; column++)
      for (let row = 0; row < rows; row++) this.most = Math.max(this.most, count(column, row));
    this.canvas = make('canvas', {class: 'heat', tabindex: '0', role: 'img', 'aria-label': title, 'data-columns': columns,
                                  'data-rows': rows, 'data-most': this.most});
    this.details = make('p', {class: 'details', 'aria-live': 'polite', text: range ? 'choose a range by two clicks' : 'choose a column by a click'});
    this.element = make('div', {}, this.canvas, this.details);
    this.canvas.addEventListener('click', event => this.choose(this.place(event)[0]));
    this.canvas.addEventListener('mousemove', event => { this.details.textContent = this.label(...this.place(event)); });
    this.canvas.addEventListener('keydown', event => this.key(event));
    this.paint();
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const clamp = (value, most) => Math.max(0, Math.min(most - 1, Math.floor(value)));
    return [clamp((event.clientX - box.left) / box.width * this.columns, this.columns),
            this.rows - 1 - clamp((event.clientY - box.top) / box.height * this.rows, this.rows)];
  }

  paint() {
    const cell = Math.max(1, Math.floor(1200 / this.columns)), height = Math.max(2, Math.min(12, Math.floor(360 / this.rows)));
    this.canvas.width = cell * this.columns;
    this.canvas.height = height * this.rows;
    this.canvas.style.height = Math.max(120, height * this.rows) + 'px';
    const context = this.canvas.getContext('2d'), strong = colour('--strong');
    for (let column = 0; column < this.columns; column++)
      for (let row = 0; row < this.rows; row++) {
        const count = this.count(column, row);
        if (!count) continue;
        context.globalAlpha = 0.15 + 0.85 * Math.log1p(count) / Math.log1p(this.most);
        context.fillStyle = strong;
        context.fillRect(column * cell, (this.rows - 1 - row) * height, cell, height);
      }
    context.globalAlpha = 0.3;
    context.fillStyle = colour('--choice');
    if (this.from >= 0) context.fillRect(this.from * cell, 0, (this.to - this.from + 1) * cell, this.canvas.height);
  }

  choose(column) {
    const second = this.range && this.from >= 0 && this.from === this.to && column !== this.from;
    const first = second ? this.from : column;
    [this.from, this.to] = [Math.min(first, column), Math.max(first, column)];
    this.at = column;
    this.paint();
    this.chosen(this.from, this.to);
  }

  key(event) {
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (step) {
      this.at = Math.max(0, Math.min(this.columns - 1, this.at + step));
      this.from = this.to = this.at;
      this.paint();
      this.chosen(this.at, this.at);
      event.preventDefault();
    } else if (event.key === 'Escape') {
      this.from = this.to = -1;
      this.paint();
      this.chosen(0, this.columns - 1);
    }
  }
}

// What came from one emission to the next; of many, some are put together.
function columnsOf(its) {
  const rowOf = new Map(its.buckets.map((bucket, row) => [bucket, row]));
  const columns = its.columns.map(column => {
    const counts = new Float64Array(its.buckets.length);
    column.buckets.forEach((bucket, i) => { counts[rowOf.get(bucket)] = column.counts[i]; });
    return {time: column.time, counts};
  });
  const together = Math.ceil(columns.length / mostColumns), joined = [];
  columns.forEach((column, i) => {
    if (i % together === 0) joined.push(column);
    else column.counts.forEach((count, row) => { joined[joined.length - 1].counts[row] += count; });
  });
  return joined;
}

function bars(bounds, counts) {
  let first = counts.findIndex(count => count), last = counts.findLastIndex(count => count);
  if (first < 0) return make('p', {text: 'nothing was counted'});
  const most = Math.max(...counts), rows = [];
  for (let row = last; row >= first; row--) {
    const bar = make('span', {class: 'bar'});
    bar.style.width = 100 * counts[row] / most + '%';
    rows.push(make('tr', {}, make('th', {scope: 'row', text: bounds[row]}), make('td', {class: 'bars'}, bar),
                   make('td', {class: 'number', text: fullNumber.format(counts[row])})));
  }
  return make('table', {class: 'bars'}, make('thead', {}, make('tr', {}, make('th', {text: 'value'}), make('th'),
              make('th', {text: 'count'}))), make('tbody', {}, ...rows));
}

function distributionSection(its) {
  const columns = columnsOf(its), chosen = make('div', {class: 'chosen'});
  const show = (from, to) => {
    const counts = new Array(its.bounds.length).fill(0);
    for (let i = from; i <= to; i++) columns[i].counts.forEach((count, row) => { counts[row] += count; });
    const when = columns.length < 2 ? '' : from === to ? 'at ' + seconds(columns[from].time) : 'all times';
    chosen.replaceChildren(make('p', {text: when}), bars(its.bounds, counts));
  };
  const title = its.key ? `${its.title}[${its.key}]` : its.title;
  show(0, columns.length - 1);
  if (columns.length < 2) return section('distribution', title, chosen);
  const heat = new HeatMap({
    columns: columns.length, rows: its.bounds.length, count: (column, row) => columns[column].counts[row],
    label: (column, row) => `${seconds(columns[column].time)}, ${its.bounds[row]} and more: ${columns[column].counts[row]}`,
    chosen: show, title: 'heat map of ' + title});
  const axis = make('p', {class: 'axis'}, make('span', {text: `${seconds(columns[0].time)}, from ${its.bounds[0]}`}),
    make('span', {text: `${seconds(columns[columns.length - 1].time)}, to ${its.bounds[its.bounds.length - 1]}`}));
  return section('distribution', title, heat.element, axis, chosen);
}

// Samples with times: a column a second (or several), a row each fiftieth of it. What is chosen there is
// what the flame graph shows.
function subSecond(flame, graph) {
  const parts = 50, last = flame.sampleTimes.reduce((most, time) => Math.max(most, time), 0);
  const width = 1000 * Math.ceil((last + 1) / 1000 / mostColumns), columns = Math.floor(last / width) + 1;
  const counts = new Float64Array(columns * parts);
  const column = time => Math.max(0, Math.floor(time / width));
  flame.sampleTimes.forEach(time => {
    counts[column(time) * parts + Math.max(0, Math.floor(time % 1000 / (1000 / parts)))]++;
  });
  const heat = new HeatMap({
    columns, rows: parts, range: true, count: (at, row) => counts[at * parts + row],
    label: (at, row) => `${at * width / 1000 + row / parts} s: ${counts[at * parts + row]} samples`,
    chosen: (from, to) => {
      const self = new Float64Array(graph.forward.count);
      flame.sampleTimes.forEach((time, i) => {
        if (column(time) >= from && column(time) <= to) self[flame.sampleNodes[i]]++;
      });
      graph.select(self);
    },
    title: 'samples by second and part of the second'});
  return [heat.element, make('p', {class: 'axis'}, make('span', {text: '0 s'}), make('span', {text: seconds(columns * width)}))];
}
