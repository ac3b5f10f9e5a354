'use strict';
// What all parts of the page share. Texts of the stream go into the page by textContent alone.
const data = JSON.parse(document.getElementById('data').textContent);

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties))
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'text') element.textContent = value;
    else element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function draw(tag, attributes = {}) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function section(kind, title, ...children) {
  return make('section', {'data-kind': kind}, make('h2', {text: title}), ...children);
}

const shortNumber = new Intl.NumberFormat('en', {notation: 'compact', maximumSignificantDigits: 3});
const fullNumber = new Intl.NumberFormat('en', {maximumFractionDigits: 3});
const percent = (part, whole) => (whole ? 100 * part / whole : 0).toFixed(2) + ' %';
const seconds = milliseconds => (milliseconds / 1000).toFixed(3) + ' s';
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
