// Prints the color that cpt2js finds in a color map for each whole value from 0, as many as the second argument says.
import {readFileSync} from 'node:fs';
import {parsePalette} from 'cpt2js';

const [, , path, count] = process.argv;
const colorOf = parsePalette(readFileSync(path, 'utf8'));
console.log(JSON.stringify(Array.from({length: Number(count)}, (_, value) => colorOf(value).hex())));
