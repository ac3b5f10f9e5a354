// Tables: sorted by the column that is clicked, those rows that hold what is typed.
const rowsAtOnce = 200;
const isNumber = /^-?\d+(\.\d+)?$/;

function compareCells(a, b) {
  return isNumber.test(a) && isNumber.test(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0;
}

function sortableTable(columns, rows) {
  const body = make('tbody'), more = make('button', {type: 'button'}), filter = make('input', {type: 'search',
    placeholder: 'filter', 'aria-label': 'filter rows'});
  let shown = rows, limit = rowsAtOnce, sorted = -1, upwards = true;
  const heads = columns.map((name, column) => make('th', {scope: 'col'}, make('button', {type: 'button', text: name || ' ',
    onclick: () => sort(column)})));
  const render = () => {
    body.replaceChildren(...shown.slice(0, limit).map(row => make('tr', {},
      ...row.map(cell => make('td', {class: isNumber.test(cell) ? 'number' : '', text: cell})))));
    more.hidden = shown.length <= limit;
    more.textContent = `show ${Math.min(shown.length - limit, 10 * rowsAtOnce)} more of ${shown.length}`;
  };
  const sort = column => {
    upwards = column === sorted ? !upwards : !isNumber.test(rows[0]?.[column] ?? '');
    sorted = column;
    rows.sort((a, b) => (upwards ? 1 : -1) * compareCells(a[column], b[column]));
    heads.forEach((head, i) => head.setAttribute('aria-sort', i === column ? upwards ? 'ascending' : 'descending' : 'none'));
    apply();
  };
  const apply = () => {
    const word = filter.value.toLowerCase();
    shown = word ? rows.filter(row => row.some(cell => cell.toLowerCase().includes(word))) : rows;
    render();
  };
  filter.addEventListener('input', apply);
  more.addEventListener('click', () => { limit += 10 * rowsAtOnce; render(); });
  render();
  const table = make('table', {class: 'sortable'}, make('thead', {}, make('tr', {}, ...heads)), body);
  return make('div', {}, make('p', {class: 'controls'}, filter), make('div', {class: 'scroll'}, table), more);
}

function tableSection(table) {
  return section('table', table.title, sortableTable(table.columns, table.rows));
}

function recordsSection(records) {
  const hosts = records.some(record => record.host);
  const columns = ['seconds', ...(hosts ? ['host'] : []), 'cpu', 'probe', 'output'];
  const rows = records.map(record => [(record.time / 1000).toFixed(6), ...(hosts ? [record.host] : []), String(record.cpu),
                                      record.probe, record.text]);
  return section('records', 'Records', sortableTable(columns, rows));
}
