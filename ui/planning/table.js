// The planning table: what is dragged or typed is shown at once and sent to the server, which holds
// the draft, judges it and answers with the table as it then stands.
const euro = new Intl.NumberFormat('de-DE', { maximumFractionDigits: 0 });
const posts = new Intl.NumberFormat('de-DE', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const states = new WeakMap();

function amount(kind, value) {
  if (kind === 'fte') return posts.format(value / 10000) + ' VZÄ';
  if (kind === 'starts') return value === 1 ? '1 Beginn' : value + ' Beginne';
  return euro.format(value / 100) + ' €';
}

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  // textContent and never innerHTML: titles are what people typed.
  if (text !== undefined) node.textContent = text;
  return node;
}

function meterState(used, limit) {
  if (limit === null) return ['none', 'ohne Grenze'];
  if (used > limit) return ['over', 'über um '];
  return [(limit - used) * 20 < limit ? 'tight' : 'free', 'frei '];
}

function fillMeter(cell, kind, used, limit) {
  const [state, words] = meterState(used, limit);
  cell.className = state;
  cell.replaceChildren();
  cell.append(make('span', 'used', amount(kind, used)));
  const rest = limit === null ? '' : amount(kind, Math.abs(limit - used));
  // The word beside the colour: state is never told by colour alone.
  cell.append(make('span', 'word', words + rest));
  if (limit === null) return;
  const bar = make('div', 'bar');
  const fill = make('i');
  fill.style.width = Math.min(100, limit ? (100 * used) / limit : 100) + '%';
  bar.append(fill);
  cell.append(bar);
}

function drawMeters(view) {
  const { data } = view;
  const used = data.meters.map((meter) => [...meter.used]);
  // What was moved here and not answered yet: its row is taken out and put in where it goes.
  for (const [id, change] of view.waiting) {
    const row = view.rows.get(id);
    if (!row) continue;
    add(used, data, row, -1, row.start, row.in_plan);
    add(used, data, row, 1, change.start ?? row.start, change.in_plan ?? row.in_plan);
  }
  // Once more in the head, which stays in sight while one drags further down.
  data.years.forEach((_, at) => {
    const [state, words] = meterState(used[0][at], data.meters[0].limits[at]);
    const rest = state === 'none' ? '' : amount('own', Math.abs(data.meters[0].limits[at] - used[0][at]));
    view.headCells[at].className = state;
    view.headCells[at].querySelector('.word').textContent = words + rest;
  });
  data.meters.forEach((meter, place) =>
    data.years.forEach((_, at) =>
      fillMeter(view.meterCells[place][at], meter.kind, used[place][at], meter.limits[at]),
    ),
  );
}

function add(used, data, row, sign, start, inPlan) {
  if (!inPlan && !row.must) return;
  for (const [meter, year, value] of row.use) {
    const stays = row.stays_before !== null && year < row.stays_before;
    const at = data.years.indexOf(stays ? year : year + start - row.start);
    if (at >= 0) used[meter][at] += sign * value;
  }
}

function change(view, row, wish, words) {
  const before = view.waiting.get(row.id) ?? {};
  view.waiting.set(row.id, { ...before, ...wish });
  drawMeters(view);
  view.live.textContent = words;
  view.seq += 1;
  // All that was not answered yet goes along: two quick moves may arrive as one.
  const changes = [...view.waiting].map(([id, one]) => ({ id, ...one }));
  view.component.setTriggerValue('moved', { seq: view.seq, changes });
}

function moveYears(view, row, by) {
  const from = view.waiting.get(row.id)?.start ?? row.start;
  if (!row.movable || from === null || view.data.closed) {
    view.live.textContent = `${row.title} lässt sich nicht verschieben.`;
    return;
  }
  change(view, row, { start: from + by }, `${row.title}: Beginn ${from + by}.`);
}

function cross(view, row, inPlan) {
  const now = view.waiting.get(row.id)?.in_plan ?? row.in_plan;
  if (now === inPlan || view.data.closed) return;
  const words = inPlan ? 'über der Schnittlinie, im Plan' : 'unter der Schnittlinie, nicht im Plan';
  change(view, row, { in_plan: inPlan }, `${row.title}: ${words}.`);
}

function drawRow(view, row) {
  const line = make('tr', `row ${row.look}${row.changed ? ' changed' : ''}`);
  line.dataset.id = row.id;
  if (row.movable && !view.data.closed) line.classList.add('movable');
  const head = make('th');
  head.scope = 'row';
  const title = make('div', 'title');
  const grip = make('button', 'grip', '⠿');
  grip.type = 'button';
  grip.setAttribute('aria-label', `${row.title} verschieben, Beginn ${row.start ?? 'unbekannt'}`);
  grip.setAttribute('aria-describedby', 'keys');
  if (!row.movable || view.data.closed) grip.setAttribute('aria-disabled', 'true');
  // One stop for the whole table: the arrow keys go from row to row.
  grip.tabIndex = -1;
  const link = make('a', '', row.title);
  link.href = row.href;
  link.onclick = (event) => {
    event.preventDefault();
    view.component.setTriggerValue('opened', row.id);
  };
  title.append(grip, link);
  head.append(title, make('span', 'said', row.facts));
  if (row.verdict) head.append(make('span', `said${row.bad ? ' bad' : ''}`, row.verdict));
  if (!view.data.closed) head.append(drawSteps(view, row));
  line.append(head);
  for (const year of view.data.years) {
    const cell = drawCell(row.cells[year]);
    cell.dataset.year = year;
    line.append(cell);
  }
  line.append(make('td', 'gutter'));
  grip.onkeydown = (event) => onKey(view, row, event);
  line.onpointerdown = (event) => startDrag(view, row, line, event);
  return line;
}

function drawSteps(view, row) {
  const steps = make('div', 'steps');
  const offer = (text, words, act) => {
    const button = make('button', '', text);
    button.type = 'button';
    button.tabIndex = -1;
    button.setAttribute('aria-label', `${row.title}: ${words}`);
    button.onclick = act;
    steps.append(button);
  };
  if (row.movable) {
    offer('◂ früher', 'ein Jahr früher', () => moveYears(view, row, -1));
    offer('später ▸', 'ein Jahr später', () => moveYears(view, row, 1));
  }
  if (!row.must) {
    if (row.in_plan) offer('▾ unter die Linie', 'unter die Linie', () => cross(view, row, false));
    else offer('▴ in den Plan', 'in den Plan', () => cross(view, row, true));
  }
  return steps;
}

function drawCell(cell) {
  const place = make('td');
  if (!cell) {
    place.append(make('span', 'quiet', '–'));
    return place;
  }
  place.className = 'filled';
  if (cell.stage) place.append(make('span', 'stage', cell.stage));
  const money = cell.own === null ? (cell.unknown ? 'unbekannt' : '') : euro.format(cell.own / 100) + ' €';
  if (money) place.append(make('span', 'word', money + (cell.own !== null && cell.unknown ? ' *' : '')));
  if (cell.fte) place.append(make('span', 'quiet', posts.format(cell.fte / 10000) + ' VZÄ'));
  return place;
}

function onKey(view, row, event) {
  const steps = {
    ArrowLeft: () => moveYears(view, row, -1),
    ArrowRight: () => moveYears(view, row, 1),
    ArrowUp: () => walk(view, row, -1),
    ArrowDown: () => walk(view, row, 1),
    Enter: () => !row.must && cross(view, row, !(view.waiting.get(row.id)?.in_plan ?? row.in_plan)),
  };
  if (!steps[event.key]) return;
  event.preventDefault();
  view.focus = row.id;
  steps[event.key]();
}

function walk(view, row, by) {
  const ids = [...view.rows.keys()];
  const next = ids[ids.indexOf(row.id) + by];
  if (next) focusRow(view, next);
}

function focusRow(view, id) {
  view.focus = id;
  for (const grip of view.root.querySelectorAll('.grip')) grip.tabIndex = -1;
  const grip = view.root.querySelector(`tr[data-id="${CSS.escape(id)}"] .grip`);
  if (!grip) return;
  grip.tabIndex = 0;
  grip.focus({ preventScroll: true });
  grip.scrollIntoView({ block: 'nearest' });
}

// The line may lie further down than the frame shows.
function scrollAtEdge(frame, y) {
  const edge = frame.getBoundingClientRect();
  const bottom = Math.min(edge.bottom, window.innerHeight);
  const by = y > bottom - 40 ? 24 : y < edge.top + 90 ? -24 : 0;
  const before = frame.scrollTop;
  frame.scrollTop += by;
  // The frame itself may reach below the screen: then the page goes on.
  if (by && frame.scrollTop === before) pageOf(frame)?.scrollBy(0, by);
  return by !== 0;
}

function pageOf(frame) {
  let at = frame.getRootNode().host;
  while (at && !(at.scrollHeight > at.clientHeight + 1 && getComputedStyle(at).overflowY !== 'visible'))
    at = at.parentElement;
  return at;
}

function startDrag(view, row, line, event) {
  if (event.button !== 0 || view.data.closed || event.target.closest('a, .steps')) return;
  // By the finger only at the grip: elsewhere it scrolls.
  if (event.pointerType !== 'mouse' && !event.target.closest('.grip')) return;
  const width = line.querySelector('td').getBoundingClientRect().width;
  // Else the browser would mark text while one drags.
  event.preventDefault();
  const from = { x: event.clientX, y: event.clientY };
  const frame = view.root.querySelector('.frame');
  const facts = line.querySelector('.said');
  const now = view.waiting.get(row.id)?.start ?? row.start;
  let by = 0;
  let side = row.in_plan;
  let begun = false;
  let last = event;
  // Goes on while the mouse is held still at the edge.
  const scrolling = setInterval(() => begun && scrollAtEdge(frame, last.clientY) && move(last), 40);
  const move = (at) => {
    if (!begun && Math.hypot(at.clientX - from.x, at.clientY - from.y) < 5) return;
    begun = true;
    last = at;
    line.classList.add('dragged');
    frame.classList.add('dragging');
    by = row.movable ? Math.round((at.clientX - from.x) / width) : 0;
    line.querySelectorAll('td').forEach((cell) => {
      cell.style.transform = by ? `translateX(${by * width}px)` : '';
    });
    const cut = view.root.querySelector('tr.cut');
    if (cut && !row.must) {
      const edge = cut.getBoundingClientRect();
      side = at.clientY < (edge.top + edge.bottom) / 2;
    }
    line.classList.toggle('below', !side);
    // Said in the row itself, in the place of its facts: a line more would move the rows below, and
    // with them the one that is dragged to.
    facts.textContent = `Beginn ${now === null ? 'unbekannt' : now + by} · ${side ? 'im Plan' : 'nicht im Plan'}`;
  };
  const end = (at) => {
    clearInterval(scrolling);
    view.root.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', end);
    window.removeEventListener('pointercancel', end);
    frame.classList.remove('dragging');
    line.classList.remove('dragged');
    facts.textContent = row.facts;
    line.querySelectorAll('td').forEach((cell) => (cell.style.transform = ''));
    if (!begun || at.type === 'pointercancel') return;
    view.focus = row.id;
    const wish = {};
    if (by) wish.start = now + by;
    if (side !== row.in_plan) wish.in_plan = side;
    if (Object.keys(wish).length) {
      const start = wish.start ? `: Beginn ${wish.start}` : '';
      change(view, row, wish, `${row.title}${start}${'in_plan' in wish ? ', Linie gewechselt' : ''}.`);
    }
  };
  view.root.addEventListener('pointermove', move);
  // On the window, because the mouse may be let go outside the table.
  window.addEventListener('pointerup', end);
  window.addEventListener('pointercancel', end);
}

function drawArcs(view) {
  const { frame, data } = view;
  frame.querySelector('.arcs')?.remove();
  if (!data.links.length) return;
  const table = frame.querySelector('table');
  const place = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  place.setAttribute('class', 'arcs');
  // What it shows stands below the table in words.
  place.setAttribute('aria-hidden', 'true');
  place.setAttribute('width', table.offsetWidth);
  place.setAttribute('height', table.offsetHeight);
  const right = table.offsetWidth - 44;
  const middle = (id) => {
    const row = frame.querySelector(`tr[data-id="${CSS.escape(id)}"]`);
    return row ? row.offsetTop + row.offsetHeight / 2 : null;
  };
  for (const link of data.links) {
    const [a, b] = [middle(link.from), middle(link.to)];
    if (a === null || b === null) continue;
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    const bow = Math.min(38, 8 + Math.abs(a - b) / 12);
    path.setAttribute('d', `M${right},${a} C${right + bow},${a} ${right + bow},${b} ${right},${b}`);
    path.setAttribute('class', `${link.look}${link.broken ? ' broken' : ''}`);
    place.append(path);
  }
  frame.append(place);
}

function draw(view) {
  const { root, data } = view;
  const old = root.querySelector('.frame');
  const scroll = old ? [old.scrollLeft, old.scrollTop] : [0, 0];
  const hadFocus = root.activeElement?.classList?.contains('grip');
  const frame = make('div', 'frame');
  // Scrolled by keys, too, where it is longer than the screen.
  frame.tabIndex = 0;
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', data.caption);
  const table = make('table');
  table.append(make('caption', '', data.caption));
  const head = make('thead');
  const years = make('tr', 'years');
  const corner = make('th', 'corner', data.corner);
  corner.scope = 'col';
  years.append(corner);
  view.headCells = data.years.map((year) => {
    const cell = make('th', '', year);
    cell.scope = 'col';
    cell.append(make('span', 'word'));
    years.append(cell);
    return cell;
  });
  const gutter = make('td', 'gutter');
  years.append(gutter);
  head.append(years);
  view.meterCells = data.meters.map((meter) => {
    const line = make('tr', 'meter');
    const name = make('th', '', meter.label);
    name.scope = 'row';
    const cells = data.years.map((year) => {
      const cell = make('td');
      cell.dataset.year = year;
      return cell;
    });
    line.append(name, ...cells, make('td', 'gutter'));
    head.append(line);
    return cells;
  });
  const body = make('tbody');
  view.rows = new Map();
  for (const group of data.groups) {
    const line = make('tr', `group ${group.look}`);
    const name = make('th', '', group.title);
    name.colSpan = data.years.length + 2;
    name.scope = 'rowgroup';
    line.append(name);
    body.append(line);
    for (const row of group.rows) {
      view.rows.set(row.id, row);
      body.append(drawRow(view, row));
    }
  }
  table.append(head, body);
  nameRoles(table);
  frame.append(table);
  if (old) old.replaceWith(frame);
  else root.append(frame);
  view.frame = frame;
  [frame.scrollLeft, frame.scrollTop] = scroll;
  drawMeters(view);
  const first = view.rows.has(view.focus) ? view.focus : view.rows.keys().next().value;
  if (first !== undefined) {
    const grip = root.querySelector(`tr[data-id="${CSS.escape(first)}"] .grip`);
    grip.tabIndex = 0;
    // The rows are made anew with every answer; who worked by keys goes on where he was.
    if (hadFocus) grip.focus({ preventScroll: true });
  }
  requestAnimationFrame(() => drawArcs(view));
}

// On a phone rows are drawn as cards, and what is not drawn as a table is read out as none.
function nameRoles(table) {
  table.setAttribute('role', 'table');
  for (const part of table.tHead ? [table.tHead, ...table.tBodies] : []) part.setAttribute('role', 'rowgroup');
  for (const row of table.rows) {
    row.setAttribute('role', 'row');
    for (const cell of row.cells) {
      const kinds = { row: 'rowheader', rowgroup: 'rowheader', col: 'columnheader' };
      cell.setAttribute('role', kinds[cell.scope] ?? 'cell');
    }
  }
}

export default function (component) {
  const root = component.parentElement;
  let view = states.get(root);
  if (!view) {
    const live = root.querySelector('[role=status]');
    view = { root, live, waiting: new Map(), seq: 0, focus: '' };
    states.set(root, view);
  }
  view.component = component;
  const data = component.data;
  // Everything sent so far is in this answer; what came after it is still to be answered.
  if (data.ack >= view.seq || data.ack === 0) view.waiting.clear();
  if (view.data !== data) {
    view.data = data;
    draw(view);
  }
}
