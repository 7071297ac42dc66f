// Prints the variables of a Stylus file as JSON: [color, name], in order.
const fs = require('fs');
const stylus = require('stylus');

const source = fs.readFileSync(process.argv[2], 'utf8');
const names = [...source.matchAll(/^(\$[\w-]+) =/gm)].map(([, name]) => name);
const rules = names.map(name => `.x\n  ${name.slice(1)}: rgb(red(${name}), green(${name}), blue(${name}))\n`);
// Stylus shortens what it can.
const whole = color => color.length === 4 ? color.replace(/[0-9a-f]/g, '$&$&') : color;
const css = stylus.render(source + rules.join(''));
const found = [...css.matchAll(/^ {2}(\S+): (\S+);$/gm)].map(([, name, color]) => [whole(color), name]);
console.log(JSON.stringify(found));
