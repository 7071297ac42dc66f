// Prints what a module exports as JSON.
import { pathToFileURL } from 'node:url';

const module = await import(pathToFileURL(process.argv[2]));
console.log(JSON.stringify({ ...module }));
