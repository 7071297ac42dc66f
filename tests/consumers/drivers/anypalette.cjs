// Reads a palette of any format with anypalette, and prints each color and name as JSON.
const fs = require('fs');
const path = require('path');
const anypalette = require('anypalette');

const file = process.argv[2];
const isText = ['.gpl', '.css', '.hex', '.soc', '.sketchpalette'].includes(path.extname(file));
const data = fs.readFileSync(file, isText ? 'utf8' : 'latin1');
const byte = share => Math.round(share * 255).toString(16).padStart(2, '0');

anypalette.loadPalette({data, fileExt: path.extname(file).slice(1), filePath: file}, (error, palette, format) => {
  if (error) throw error;
  const colors = [...palette].map(c => ['#' + byte(c.red) + byte(c.green) + byte(c.blue), c.name ?? '']);
  console.log(JSON.stringify({format: format.name, colors}));
});
