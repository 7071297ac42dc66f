// Reads a palette of Procreate's with procreate-swatches, and prints its name and colors as JSON.
const fs = require('fs');
const {readSwatchesFile} = require('procreate-swatches');

const byte = level => Math.round(level).toString(16).padStart(2, '0');
readSwatchesFile(fs.readFileSync(process.argv[2]), 'rgb').then(({name, colors}) => {
  const found = colors.filter(Boolean).map(([levels]) => '#' + levels.map(byte).join(''));
  console.log(JSON.stringify({name, colors: found}));
});
