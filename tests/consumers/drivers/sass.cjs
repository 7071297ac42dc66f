// Prints the colors of a Sass module as JSON: its variables, and the maps among them, which may hold maps.
const path = require('path');
const sass = require('sass');

const byte = level => Math.round(level).toString(16).padStart(2, '0');
const hex = value => '#' + ['red', 'green', 'blue'].map(name => byte(value.toSpace('rgb').channel(name))).join('');
const name = key => key instanceof sass.SassNumber ? key.value : key.assertString().text;
const show = value => value instanceof sass.SassMap ? read(value) : hex(value.assertColor());
const read = map => [...map.contents].map(([key, value]) => [show(value), name(key)]);

const found = {variables: [], maps: {}};
const functions = {
  'answer($variables)': ([variables]) => {
    for (const [name, value] of variables.contents) {
      if (value instanceof sass.SassMap) found.maps[name.text] = read(value);
      else found.variables.push([hex(value.assertColor()), name.text]);
    }
    return variables;
  },
};
const logger = {warn: message => { throw new Error(message); }};
const module_ = path.basename(process.argv[2], '.scss');
sass.compileString(
  `@use "sass:meta"; @use "${module_}" as palette; $_: answer(meta.module-variables("palette"));`,
  {functions, logger, loadPaths: [path.dirname(process.argv[2])]},
);
console.log(JSON.stringify(found));
