// The page, from top to bottom.
function headSection() {
  const hosts = data.hosts.length > 1 ? data.hosts.join(', ') : data.host;
  const programs = data.programs.filter(name => name).join(', ');
  const title = data.title || (programs || 'dtrace') + ' on ' + hosts;
  document.title = title;
  const facts = [`${hosts}: Linux ${data.kernel}, ${data.machine}`, 'from ' + new Date(data.started).toISOString(),
                 'dtrace ' + data.version];
  const head = make('header', {}, make('h1', {text: title}), make('p', {text: facts.join(' · ')}));
  if (data.leftOut)
    head.append(make('p', {class: 'warning', text: `${fullNumber.format(data.leftOut)} rows or records were too many: they are left out.`}));
  if (data.notes.length)
    head.append(make('details', {class: 'warning', open: ''}, make('summary', {text: `${data.notes.length} messages`}),
                     make('ul', {}, ...data.notes.map(text => make('li', {text})))));
  return head;
}

const sections = [
  ...data.flames.map(flameSection), ...data.distributions.map(distributionSection),
  ...data.series.filter(series => series.times.length > 1).map(seriesSection), ...data.tables.map(tableSection),
  ...(data.records.length ? [recordsSection(data.records)] : []),
];
if (!sections.length) sections.push(make('p', {text: 'Nothing was recorded.'}));
document.getElementById('page').replaceChildren(headSection(), ...sections);
