// A flame graph: of a tree of stacks, those parts that are wide enough to be seen.
const leastShare = 0.0015; // of the width
const rowHeight = 18;      // pixels

// parent, first child and next sibling of each node, node 0 being the root; names: of what each shows. In: names in
// the order of a walk; where it turns to another branch, the node and its depth; nodes with values.
function makeTree(flame) {
  const count = flame.name.length + 1;
  const tree = {
    names: flame.names, kinds: flame.kinds, count,
    name: new Int32Array(count), parent: new Int32Array(count), first: new Int32Array(count),
    next: new Int32Array(count), self: new Float64Array(count), before: new Float64Array(count),
  };
  tree.name[0] = -1;
  tree.name.set(flame.name, 1);
  spread(flame.self, tree.self);
  spread(flame.before, tree.before);
  const path = [0], {turns} = flame;
  for (let i = 1, depth = 1, turn = 0; i < count; i++, depth++) {
    if (turns[turn] === i) depth = turns[turn + 1], turn += 2;
    const parent = path[depth - 1];
    path[depth] = i;
    tree.parent[i] = parent;
    tree.next[i] = tree.first[parent];
    tree.first[parent] = i;
  }
  return tree;
}

// Pairs of a node and its value into an array of all nodes.
function spread(pairs, values) {
  for (let i = 0; i < pairs.length; i += 2) values[pairs[i]] = pairs[i + 1];
}

// The same stacks from the innermost frame: who calls what is at the top.
function fromTheLeaf(tree) {
  const flame = {names: tree.names, kinds: tree.kinds, name: [], turns: [], self: [], before: []};
  const root = {children: new Map(), self: 0, before: 0};
  for (let i = 1; i < tree.count; i++) {
    if (!tree.self[i] && !tree.before[i]) continue;
    let at = root;
    for (let node = i; node; node = tree.parent[node]) {
      let child = at.children.get(tree.name[node]);
      if (!child) at.children.set(tree.name[node], child = {children: new Map(), self: 0, before: 0});
      at = child;
    }
    at.self += tree.self[i];
    at.before += tree.before[i];
  }
  const todo = [...root.children].map(([name, child]) => [name, child, 1]);
  while (todo.length) {
    const [name, node, depth] = todo.pop();
    const number = flame.name.push(name);
    flame.turns.push(number, depth);
    if (node.self) flame.self.push(number, node.self);
    if (node.before) flame.before.push(number, node.before);
    for (const [below, child] of node.children) todo.push([below, child, depth + 1]);
  }
  return makeTree(flame);
}

// A parent stands before its children, so one way back adds all up.
function totals(tree, self) {
  const total = Float64Array.from(self);
  for (let i = tree.count - 1; i > 0; i--) total[tree.parent[i]] += total[i];
  return total;
}

class FlameGraph {
  constructor(flame) {
    this.flame = flame;
    this.forward = this.tree = makeTree(flame);
    this.zoomed = 0;
    this.onTop = false;
    this.sought = '';
    this.graph = make('div', {class: 'flame', role: 'tree', 'aria-label': 'flame graph of ' + flame.title});
    this.details = make('p', {class: 'details', 'aria-live': 'polite'});
    this.search = make('input', {type: 'search', placeholder: 'search', 'aria-label': 'search frames',
                                 oninput: () => { this.sought = this.search.value.toLowerCase(); this.render(); }});
    this.element = make('div', {}, this.controls(), this.details, this.graph);
    this.graph.addEventListener('click', event => this.click(event));
    this.graph.addEventListener('mouseover', event => this.tell(event.target));
    this.graph.addEventListener('focusin', event => this.tell(event.target));
    this.graph.addEventListener('keydown', event => this.key(event));
    this.measure();
  }

  controls() {
    const toggle = (text, change) => make('button', {type: 'button', 'aria-pressed': 'false', text, onclick: event => {
      const pressed = event.target.getAttribute('aria-pressed') !== 'true';
      event.target.setAttribute('aria-pressed', pressed);
      change(pressed);
    }});
    return make('p', {class: 'controls'}, this.search,
      make('button', {type: 'button', text: 'whole', onclick: () => this.zoom(0)}),
      toggle('root on top', on => { this.onTop = on; this.render(); }),
      toggle('from the leaf', on => {
        this.tree = on ? fromTheLeaf(this.forward) : this.forward;
        this.zoomed = 0;
        this.measure();
      }));
  }

  // Only these samples: what was measured with each node.
  select(self) {
    this.forward.self.set(self);
    this.tree = this.forward;
    this.zoomed = 0;
    this.measure();
  }

  measure() {
    this.total = totals(this.tree, this.tree.self);
    if (data.hasBefore) this.before = totals(this.tree, this.tree.before);
    this.render();
  }

  weight(node) { return data.hasBefore ? Math.max(this.total[node], this.before[node] * this.scale()) : this.total[node]; }
  // The other recording may have been longer.
  scale() { return this.before[0] ? this.total[0] / this.before[0] : 1; }
  label(node) { return node ? this.tree.names[this.tree.name[node]] : 'all'; }

  render() {
    const {tree} = this, rows = [], ancestors = [];
    for (let node = this.zoomed; node; node = tree.parent[node]) ancestors.unshift(tree.parent[node]);
    ancestors.forEach((node, depth) => rows.push({node, depth, left: 0, width: 1, above: true}));
    this.matched = 0;
    const todo = [{node: this.zoomed, depth: ancestors.length, left: 0, width: 1, found: false}];
    let deepest = 0;
    while (todo.length) {
      const box = todo.pop();
      rows.push(box);
      deepest = Math.max(deepest, box.depth);
      const matches = this.matches(box.node);
      if (matches && !box.found) this.matched += this.total[box.node];
      this.place(box, matches || box.found, todo);
    }
    this.graph.style.height = (deepest + 1) * rowHeight + 'px';
    this.graph.replaceChildren(...rows.map(box => this.box(box, deepest)));
    this.graph.firstChild?.setAttribute('tabindex', '0');
    this.summary();
  }

  // The children that can be seen, by name, from the left.
  place(box, found, todo) {
    const {tree} = this, whole = this.weight(box.node), children = [];
    for (let child = tree.first[box.node]; child; child = tree.next[child])
      if (whole && box.width * this.weight(child) / whole >= leastShare) children.push(child);
    children.sort((a, b) => this.label(a) < this.label(b) ? -1 : 1);
    const sum = data.hasBefore ? this.childrenSum(box.node) : 0, by = Math.max(whole, sum);
    let left = box.left;
    for (const node of children) {
      const width = box.width * this.weight(node) / by;
      todo.push({node, depth: box.depth + 1, left, width, found});
      left += width;
    }
  }

  childrenSum(node) {
    let sum = 0;
    for (let child = this.tree.first[node]; child; child = this.tree.next[child]) sum += this.weight(child);
    return sum;
  }

  matches(node) { return this.sought && node && this.label(node).toLowerCase().includes(this.sought); }

  box({node, depth, left, width, above}, deepest) {
    const name = this.label(node);
    const kind = node ? ['key', 'user', 'kernel'][this.tree.kinds[this.tree.name[node]]] : 'root';
    const thin = width < 0.015 ? ' thin' : ''; // too narrow for two letters: its sentence says it
    const box = make('div', {class: 'frame ' + kind + thin + (above ? ' above' : '') + (this.matches(node) ? ' match' : ''),
                             role: 'treeitem', tabindex: '-1', 'data-node': node, title: this.sentence(node),
                             text: name.includes('`') && width < 0.2 ? name.slice(name.indexOf('`') + 1) : name});
    box.style.left = 100 * left + '%';
    box.style.width = 100 * width + '%';
    box.style.top = (this.onTop ? depth : deepest - depth) * rowHeight + 'px';
    if (data.hasBefore) box.style.background = this.changed(node);
    return box;
  }

  // Orange: more than before; blue: less.
  changed(node) {
    const share = this.total[0] ? (this.total[node] - this.before[node] * this.scale()) / this.total[0] : 0;
    const strength = Math.min(1, Math.sqrt(Math.abs(share)) * 2);
    return `color-mix(in srgb, ${share > 0 ? '#e69f00' : '#56b4e9'} ${Math.round(100 * strength)}%, var(--faint))`;
  }

  sentence(node) {
    const parts = [`${this.label(node)}: ${fullNumber.format(this.total[node])} ${this.flame.unit}, ` +
                   percent(this.total[node], this.total[0])];
    if (data.hasBefore) parts.push(`before: ${fullNumber.format(this.before[node])}, ` +
                                   percent(this.before[node], this.before[0]));
    return parts.join('; ');
  }

  summary() {
    this.details.textContent = this.sought
      ? `“${this.sought}”: ${percent(this.matched, this.total[this.zoomed])} of what is shown` : this.sentence(this.zoomed);
  }

  node(target) { return target.dataset?.node === undefined ? null : Number(target.dataset.node); }
  tell(target) { if (this.node(target) !== null) this.details.textContent = this.sentence(this.node(target)); }
  click(event) { if (this.node(event.target) !== null) this.zoom(this.node(event.target)); }
  zoom(node) { this.zoomed = node; this.render(); }

  // Arrows go from frame to frame, Enter zooms, Escape shows the whole.
  key(event) {
    const at = this.node(event.target), outward = this.onTop ? 'ArrowDown' : 'ArrowUp';
    if (at === null) return;
    const boxes = [...this.graph.children], here = event.target.getBoundingClientRect();
    const level = boxes.filter(box => Math.abs(box.getBoundingClientRect().top - here.top) < 2)
      .sort((a, b) => a.offsetLeft - b.offsetLeft);
    const moves = {
      ArrowRight: () => level[level.indexOf(event.target) + 1],
      ArrowLeft: () => level[level.indexOf(event.target) - 1],
      Enter: () => { this.zoom(at); return this.graph.querySelector(`[data-node="${at}"]`); },
      Escape: () => { this.zoom(0); return this.graph.querySelector('[data-node="0"]'); },
    };
    const child = () => boxes.find(box => this.node(box) && this.tree.parent[this.node(box)] === at);
    const parent = () => at ? boxes.find(box => this.node(box) === this.tree.parent[at]) : null;
    moves.ArrowUp = outward === 'ArrowUp' ? child : parent;
    moves.ArrowDown = outward === 'ArrowUp' ? parent : child;
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]()?.focus();
  }
}

function flameSection(flame) {
  const graph = new FlameGraph(flame);
  const parts = [graph.element];
  if (flame.sampleTimes.length) parts.unshift(...subSecond(flame, graph));
  const key = data.hasBefore
    ? [make('span', {class: 'key more', text: 'more than before'}), make('span', {class: 'key less', text: 'less'})]
    : [make('span', {class: 'key kernel', text: 'kernel'}), make('span', {class: 'key user', text: 'process'})];
  return section('flame', 'Stacks: ' + flame.title, make('p', {class: 'legend'}, ...key), ...parts);
}
