// Writes [color, name] pairs as a palette for Procreate with procreate-swatches, and prints null.
const fs = require('fs');
const {createSwatchesFile} = require('procreate-swatches');

const levels = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
const colors = JSON.parse(process.argv[4]).map(([hex]) => [levels(hex), 'rgb']);
createSwatchesFile(process.argv[3], colors).then(data => {
  fs.writeFileSync(process.argv[2], data);
  console.log(null);
});
