// Prints what js-yaml reads in a file as JSON.
import {readFileSync} from 'node:fs';
import {load} from 'js-yaml';

console.log(JSON.stringify(load(readFileSync(process.argv[2], 'utf8'))));
