// Prints each variable of a Less file that is a color as JSON, and null for the color of any other.
const fs = require('fs');
const less = require('less');

(async () => {
  const source = fs.readFileSync(process.argv[2], 'utf8');
  const {rules} = await less.parse(source);
  const names = rules.filter(rule => rule.variable).map(rule => rule.name);
  const rule = n => `.x when (iscolor(${n})) { ${n.slice(1)}: rgb(red(${n}), green(${n}), blue(${n})) }`;
  const {css} = await less.render(source + names.map(rule).join('\n'));
  const values = Object.fromEntries([...css.matchAll(/^ {2}(\S+): (\S+);$/gm)].map(([, name, value]) => [name, value]));
  console.log(JSON.stringify(names.map(name => [values[name.slice(1)] ?? null, name])));
})();
