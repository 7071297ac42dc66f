// Reads a sprite of Aseprite with ase-parser, and prints its size, its palette and its first picture as JSON.
const fs = require('fs');
const Aseprite = require('ase-parser');

const sprite = new Aseprite(fs.readFileSync(process.argv[2]), 'sprite.aseprite');
sprite.parse();
const hex = levels => '#' + levels.map(level => level.toString(16).padStart(2, '0')).join('');
const colors = sprite.palette.colors.map(c => [hex([c.red, c.green, c.blue]), c.name || '', c.alpha]);
const [cel] = sprite.frames[0].cels;
console.log(JSON.stringify({
  size: [sprite.numFrames, sprite.width, sprite.height, sprite.colorDepth],
  colors,
  picture: cel && [...cel.rawCelData],
}));
