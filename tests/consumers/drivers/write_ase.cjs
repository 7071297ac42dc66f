// Writes [color, name] pairs as an Adobe Swatch Exchange file with ase-utils, and prints null.
const fs = require('fs');
const ase = require('ase-utils');

const colors = JSON.parse(process.argv[3]).map(([hex, name]) => ({
  name,
  model: 'RGB',
  color: [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16) / 255),
  type: 'global',
}));
fs.writeFileSync(process.argv[2], ase.encode({version: '1.0', groups: [], colors}));
console.log(null);
