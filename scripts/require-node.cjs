/**
 * Loaded before every script that a person starts (`node -r`): tells a Node that is too old for the lab so, where it
 * would fail on the first new syntax otherwise. Itself in the oldest syntax, and CommonJS, so that any Node reads it.
 */
'use strict';

var wanted = require('../package.json').engines.node;
var version = process.versions.node;

/** Ascending numbers of a version, for instance [20, 19, 0]. */
function numbers(text) {
  return text
    .replace(/[^0-9.]/g, '')
    .split('.')
    .map(Number);
}

/** Whether one part of the range ("^20.19.0" or ">=22.12.0") takes this version. */
function takes(part) {
  var least = numbers(part);
  var have = numbers(version);
  var i;
  if (part.charAt(0) === '^' && have[0] !== least[0]) return false;
  for (i = 0; i < 3; i += 1) {
    if (have[i] !== least[i]) return have[i] > least[i];
  }
  return true;
}

/** One part of the range in words. */
function say(part) {
  var least = part.replace(/[^0-9.]/g, '');
  return part.charAt(0) === '^' ? least + ' or a later ' + numbers(part)[0] : least + ' or newer';
}

var parts = wanted.split(' || ');
if (!parts.some(takes)) {
  console.error(
    'The lab needs Node.js ' + parts.map(say).join(', or ') + '; this is ' + version + '.\n' +
      'Nothing was done. Install a newer one from https://nodejs.org, and try again.'
  );
  process.exit(1);
}
