// Reads an Adobe Swatch Exchange file with ase-utils, and prints groups, colors and names as JSON.
const fs = require('fs');
const ase = require('ase-utils');

const hex = levels => '#' + levels.map(level => Math.round(level * 255).toString(16).padStart(2, '0')).join('');
const {groups, colors} = ase.decode(fs.readFileSync(process.argv[2]));
console.log(JSON.stringify({groups: groups.map(g => g.name), colors: colors.map(c => [hex(c.color), c.name])}));
